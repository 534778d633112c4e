import type { ResourceId } from '@netposture/network/graph';
import { TransportSet } from '@netposture/network/netset';
import { matches } from '../policy/waivers.ts';
import type { RuleContext } from '../rule-context.ts';

/** The transport by which the policy wants a record to be public; one object for equal ones. */
export function declaredTransport(context: RuleContext, id: ResourceId): TransportSet {
  const { policy, linked, zones } = context;
  if (policy.publicEndpoints.length === 0) return TransportSet.empty;
  const record = linked.graph.records.get(id);
  if (record === undefined) return TransportSet.empty;
  const texts = [record.name, record.provenance.nativeId, record.id];
  const zoneNames = new Set(linked.interfacesOf(id).flatMap((card) => zones.zonesOf(card.id)));
  const declared = policy.publicEndpoints.filter(
    ({ zone, names }) =>
      (zone !== undefined || names.length > 0) &&
      (zone === undefined || zoneNames.has(zone)) &&
      (names.length === 0 || names.some((pattern) => texts.some((text) => matches(pattern, text)))),
  );
  return TransportSet.unionOf(declared.map(({ transport }) => transport)).intern();
}
