import { createHash } from 'node:crypto';
import type { RecordKind, ResourceId } from '@netposture/network/graph';
import { formatAddress, type Packet } from '@netposture/network/netset';
import {
  answerQuery,
  EndpointError,
  type Reachability,
  type ReachHop,
} from '@netposture/network/reachability';
import type { Attribution } from '@netposture/providers';
import type { FindingDetail, FindingState } from '../drift/compare-findings.ts';
import type { DriftItem } from '../drift/drift-item.ts';
import { packetSetOf } from '../drift/exposure-state.ts';
import type { ExplainedDrift } from './ports.ts';

/** A change with the cloud that tells of it: accounts of two clouds may have one name. */
export interface ProviderAttribution extends Attribution {
  readonly provider: string;
}

/** What explaining looks at. */
export interface DriftContext {
  readonly scanId: string;
  readonly reachability: Reachability;
  /** Newest first. */
  readonly attributions: readonly ProviderAttribution[];
  /** When the scan before began to look; what was changed before cannot be the cause. */
  readonly since: string | undefined;
  /** What the rules said, by the finding's id. */
  readonly findings: ReadonlyMap<string, FindingState>;
}

/** Adds to a drift item one packet that shows it, why that packet gets through, what closes it, and who did it. */
export function explainDrift(item: DriftItem, context: DriftContext): ExplainedDrift {
  const id = createHash('sha256')
    .update(JSON.stringify([context.scanId, item.kind, item.subject]))
    .digest('hex')
    .slice(0, 32);
  const finding = context.findings.get(item.subject)?.detail;
  const packet = item.opened === undefined ? undefined : packetSetOf(item.opened).witness();
  const hops = packet === undefined ? [] : hopsOf(packet, endpointsOf(item, finding), context);
  // Where no hop is known (the subject is a zone, say), the finding's own trace tells the way.
  const told = item.opened === undefined ? [] : (finding?.trace ?? []);
  const why = hops.length > 0 ? hops.map(({ text }) => text) : told;
  const fix = fixOf(hops, finding, context);
  const by = byOf([item.subject, ...(finding?.subjectIds ?? [])], hops, context);
  return {
    ...item,
    id,
    ...(packet === undefined ? {} : { witness: fieldsOf(packet) }),
    ...(why.length === 0 ? {} : { why }),
    ...(item.kind === 'finding-resolved' || fix === undefined ? {} : { fix }),
    ...(by === undefined ? {} : { by }),
  };
}

/** What may hold the destination of a packet: the target itself, else a subject of the finding, else whoever has the address. */
function endpointsOf(
  item: DriftItem,
  finding: FindingDetail | undefined,
): readonly (string | undefined)[] {
  return finding === undefined ? [item.subject] : [...(finding.subjectIds ?? []), undefined];
}

/** The way of a packet to the first of the endpoints that has its destination; none where no endpoint has it. */
function hopsOf(
  packet: Packet,
  endpoints: readonly (string | undefined)[],
  { reachability }: DriftContext,
): readonly ReachHop[] {
  const destination = formatAddress(packet.destination);
  const { protocol, sourcePort, destinationPort: port, icmpType, icmpCode } = packet.transport;
  const query = {
    from: formatAddress(packet.source),
    protocol,
    ...(port === undefined ? {} : { port }),
    ...(sourcePort === undefined ? {} : { sourcePort }),
    ...(icmpType === undefined ? {} : { icmpType }),
    ...(icmpCode === undefined ? {} : { icmpCode }),
  };
  for (const endpoint of endpoints) {
    const to = endpoint === undefined ? destination : `${endpoint}@${destination}`;
    try {
      return answerQuery(reachability, { ...query, to }).hops;
    } catch (error) {
      // A filter is no endpoint, and a private address may have several holders: the next one is tried.
      if (!(error instanceof EndpointError)) throw error;
    }
  }
  return [];
}

function fieldsOf({ source, destination, transport }: Packet) {
  return {
    source: formatAddress(source),
    destination: formatAddress(destination),
    ...transport,
  };
}

/** The rule to change, and what the finding's rule says to do: filters nearest to the target are what its owner changes. */
function fixOf(
  hops: readonly ReachHop[],
  finding: FindingDetail | undefined,
  { reachability: { linked } }: DriftContext,
): string | undefined {
  const deciding = hops.findLast(
    ({ filter, rule, verdict }) =>
      filter !== undefined && rule !== undefined && verdict === 'allowed',
  );
  const filter = deciding?.filter && linked.graph.records.get(deciding.filter);
  const parts: string[] = [];
  if (filter?.kind === 'filter') {
    const label = filter.rules.find(({ id }) => id === deciding?.rule)?.label ?? deciding?.rule;
    parts.push(`Remove or narrow the rule “${label}” of ${filter.name}.`);
  }
  if (finding?.remediation) parts.push(finding.remediation);
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** The newest change of something on the way, or of the subject, since the scan before. */
function byOf(
  subjects: readonly string[],
  hops: readonly ReachHop[],
  { attributions, since, reachability: { linked } }: DriftContext,
): string | undefined {
  if (attributions.length === 0) return undefined;
  const kindsOf = new Map<string, Set<RecordKind>>();
  for (const id of [...subjects, ...hops.flatMap(({ filter, resource }) => [filter, resource])]) {
    // A finding's id names no record.
    const record = linked.graph.records.get(id as ResourceId);
    if (record === undefined) continue;
    const name = nameOf(record.provenance);
    kindsOf.set(name, (kindsOf.get(name) ?? new Set()).add(record.kind));
  }
  const found = attributions.find((one) => {
    const kinds = kindsOf.get(nameOf(one));
    if (kinds === undefined || (one.kinds ?? [...kinds]).every((kind) => !kinds.has(kind)))
      return false;
    return since === undefined || Date.parse(one.at) >= Date.parse(since);
  });
  if (found === undefined) return undefined;
  const actor = found.actor === undefined ? '' : ` by ${found.actor}`;
  return `${found.action} on ${found.nativeId}${actor} at ${found.at}`;
}

function nameOf(one: {
  readonly provider: string;
  readonly account: string;
  readonly nativeId: string;
}): string {
  return JSON.stringify([one.provider, one.account, one.nativeId]);
}
