import type { Interface, ResourceId } from '@netposture/network/graph';
import type { PeerClass } from '../finding.ts';
import type { RuleContext } from '../rule-context.ts';

/** Own interfaces by the peer class that names them: their first zone, else their account. In order of the class. */
export function sendersByPeer(
  { zones }: RuleContext,
  cards: readonly Interface[],
): readonly (readonly [PeerClass, readonly ResourceId[]])[] {
  const found = new Map<PeerClass, ResourceId[]>();
  for (const { id, provenance } of cards) {
    const [zone] = zones.zonesOf(id);
    const peer: PeerClass = zone === undefined ? `account:${provenance.account}` : `zone:${zone}`;
    const group = found.get(peer);
    if (group === undefined) found.set(peer, [id]);
    else group.push(id);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}
