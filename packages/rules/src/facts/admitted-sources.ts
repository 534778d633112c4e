import type { Filter, LinkedGraph } from '@netposture/network/graph';
import { AddressSet, type TransportSet } from '@netposture/network/netset';

/** The sources that the allow rules of a filter name for some transport, and those that they may name; all where no rule means open. */
export function admittedSources(
  linked: LinkedGraph,
  filter: Filter,
  transport: TransportSet,
): { readonly certain: AddressSet; readonly possible: AddressSet } {
  const rules = filter.rules.filter(
    ({ direction, disabled }) => direction === 'ingress' && disabled !== true,
  );
  const { noRule, noMatch } = filter.defaults.ingress;
  const byDefault = (rules.length === 0 ? noRule : noMatch) === 'allow';
  const peers = rules
    .filter((rule) => rule.action === 'allow' && rule.transport.overlaps(transport))
    .map(({ peer }) => linked.resolvePeer(peer, filter.network));
  const certain =
    byDefault && filter.incomplete === undefined
      ? AddressSet.all
      : AddressSet.unionOf(peers.map((peer) => peer.certain));
  const possible =
    byDefault || filter.incomplete !== undefined
      ? AddressSet.all
      : AddressSet.unionOf(peers.map((peer) => peer.possible));
  return { certain, possible };
}
