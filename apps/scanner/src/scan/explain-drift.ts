import { createHash } from 'node:crypto';
import { formatAddress } from '@netposture/network/netset';
import {
  answerQuery,
  EndpointError,
  type Reachability,
  type ReachHop,
} from '@netposture/network/reachability';
import type { Attribution } from '@netposture/providers';
import type { DriftItem } from '../drift/drift-item.ts';
import { packetSetOf } from '../drift/exposure-state.ts';
import type { ExplainedDrift } from './ports.ts';

/** What explaining looks at. */
export interface DriftContext {
  readonly scanId: string;
  readonly reachability: Reachability;
  /** Newest first. */
  readonly attributions: readonly Attribution[];
  /** When the scan before was recorded; changes from before it cannot be the cause. */
  readonly since: string | undefined;
}

/** Adds to a drift item one packet that shows it, why that packet gets through, what closes it, and who did it. */
export function explainDrift(item: DriftItem, context: DriftContext): ExplainedDrift {
  const id = createHash('sha256')
    .update(JSON.stringify([context.scanId, item.kind, item.subject]))
    .digest('hex')
    .slice(0, 32);
  const plain = { ...item, id };
  const packet = item.opened === undefined ? undefined : packetSetOf(item.opened).witness();
  if (packet === undefined) return plain;
  const source = formatAddress(packet.source);
  const destination = formatAddress(packet.destination);
  const witness = { source, destination, ...packet.transport };
  const { protocol, sourcePort, destinationPort: port, icmpType, icmpCode } = packet.transport;
  const hops = hopsOf(context.reachability, {
    from: source,
    to: `${item.subject}@${destination}`,
    protocol,
    ...(port === undefined ? {} : { port }),
    ...(sourcePort === undefined ? {} : { sourcePort }),
    ...(icmpType === undefined ? {} : { icmpType }),
    ...(icmpCode === undefined ? {} : { icmpCode }),
  });
  if (hops === undefined) return { ...plain, witness };
  const fix = fixOf(hops);
  const by = byOf(hops, item, context);
  return {
    ...plain,
    witness,
    why: hops.map(({ text }) => text),
    ...(fix === undefined ? {} : { fix }),
    ...(by === undefined ? {} : { by }),
  };
}

type Query = Parameters<typeof answerQuery>[1];

function hopsOf(reachability: Reachability, query: Query): readonly ReachHop[] | undefined {
  try {
    return answerQuery(reachability, query).hops;
  } catch (error) {
    // A finding's subject is no endpoint; its own trace stands in its detail.
    if (error instanceof EndpointError) return undefined;
    throw error;
  }
}

/** Filters nearest to the target come last on the way, and are what its owner changes. */
function fixOf(hops: readonly ReachHop[]): string | undefined {
  const deciding = hops.findLast(
    ({ filter, rule, verdict }) =>
      filter !== undefined && rule !== undefined && verdict === 'allowed',
  );
  if (deciding === undefined) return undefined;
  return `Remove or narrow the rule that admits it: ${deciding.text}`;
}

function byOf(
  hops: readonly ReachHop[],
  item: DriftItem,
  context: DriftContext,
): string | undefined {
  const ids = new Set([
    item.subject,
    ...hops.flatMap(({ filter, resource }) => [filter ?? resource]),
  ]);
  const natives = new Set<string>();
  for (const record of context.reachability.linked.graph.records.values()) {
    if (ids.has(record.id)) natives.add(record.provenance.nativeId);
  }
  const found = context.attributions.find(
    ({ nativeId, at }) =>
      natives.has(nativeId) && (context.since === undefined || at >= context.since),
  );
  if (found === undefined) return undefined;
  const actor = found.actor === undefined ? '' : ` by ${found.actor}`;
  return `${found.action} on ${found.nativeId}${actor} at ${found.at}`;
}
