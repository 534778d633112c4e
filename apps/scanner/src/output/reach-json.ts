import { formatAddress, type Packet } from '@netposture/network/netset';
import type { ReachQuery, ReachResult } from '@netposture/network/reachability';

/** Version of the answer's shape; raised when a field changes its meaning or goes. */
const SCHEMA_VERSION = 1;

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
export function packetJson(packet: Packet): Readonly<Record<string, unknown>> {
  return {
    source: formatAddress(packet.source),
    destination: formatAddress(packet.destination),
    ...packet.transport,
  };
}
