import { formatAddress, type Packet } from '@netposture/network/netset';
import { dispositions, type ReachQuery, type ReachResult } from '@netposture/network/reachability';
import { z } from 'zod';
import { PacketJson, PacketRowsJson } from './packet-json.ts';

/** Version of the answer's shape; raised when a field changes its meaning or goes. */
const SCHEMA_VERSION = 1;

const Word = z.enum(['allowed', 'denied', 'undetermined']);

/** The answer to one question. */
export const ReachAnswerJson = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  from: z.string(),
  to: z.string(),
  delivered: Word.describe('whether the first packet arrives'),
  conversable: Word.describe('whether a reply comes back too'),
  verdict: Word.describe('conversable for TCP, delivered for everything else'),
  disposition: z.enum(dispositions),
  witness: PacketJson.nullable().describe('one packet with this verdict'),
  allowedSet: PacketRowsJson,
  undeterminedSet: PacketRowsJson,
  reasons: z.array(z.string()),
  assumptions: z.array(z.string()).describe('calls without a file that the answer leaned on'),
  hops: z.array(
    z.strictObject({
      kind: z.string(),
      resource: z.string(),
      filter: z.string().optional(),
      rule: z.string().optional(),
      verdict: z.enum(['allowed', 'denied', 'undetermined', 'mixed']),
      text: z.string(),
    }),
  ),
});

/** What stands in the line of a question that could not be understood. */
export const ReachErrorJson = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string() }),
});

/** The answer to one question as plain JSON, for files, pipes and the API. */
export function reachJson(
  query: ReachQuery,
  result: ReachResult,
): Readonly<Record<string, unknown>> {
  return {
    schemaVersion: SCHEMA_VERSION,
    from: query.from,
    to: query.to,
    delivered: result.delivered,
    conversable: result.conversable,
    verdict: result.verdict,
    disposition: result.disposition,
    witness: result.witness === undefined ? null : packetJson(result.witness),
    allowedSet: result.allowedSet.toJSON(),
    undeterminedSet: result.undeterminedSet.toJSON(),
    reasons: result.reasons,
    assumptions: result.assumptions,
    hops: result.hops,
  };
}

/** One packet as plain JSON: addresses as text, protocol and ports as numbers. */
export function packetJson(packet: Packet): z.infer<typeof PacketJson> {
  return {
    source: formatAddress(packet.source),
    destination: formatAddress(packet.destination),
    ...packet.transport,
  };
}
