import type { NetworkInterface } from '../schema/interface.ts';
import { interfacesIn } from './interface-list.ts';
import { unreadListeners } from './load-balancer.ts';
import type { Scope } from './scope.ts';

/**
 * Load balancers that only their interfaces tell of, because the list of balancers could not be read: they stand in front
 * of nobody knows what.
 */
export function normalizeUnreadBalancers(scope: Scope): void {
  const readings = [
    scope.read('elbv2-DescribeLoadBalancers'),
    scope.read('elb-DescribeLoadBalancers'),
  ];
  const cause = readings.find((reading) => reading.cause !== undefined)?.cause;
  if (cause === undefined) return;
  for (const [description, cards] of unclaimed(scope)) {
    const name = description.replace(/^ELB /, '');
    const nativeId = `unread/${name}`;
    const id = scope.announce('load-balancer', nativeId);
    for (const card of cards) scope.claims.set(card.NetworkInterfaceId, id);
    const isPublic = cards.some(({ PrivateIpAddresses }) =>
      (PrivateIpAddresses ?? []).some(({ Association }) => Association?.PublicIp !== undefined),
    );
    scope.draft.add({
      kind: 'load-balancer',
      id,
      name: name.split('/')[1] ?? name,
      provenance: scope.provenance('DescribeNetworkInterfaces', name),
      scheme: isPublic ? 'internet-facing' : 'internal',
      balancerKind: name.startsWith('net/') ? 'network' : 'application',
      interfaces: cards.map(({ NetworkInterfaceId }) =>
        scope.refer('interface', NetworkInterfaceId),
      ),
      listeners: unreadListeners(scope, cards[0]?.VpcId, cause),
      hasOwnFilter: cause,
      state: cause,
    });
  }
}

function unclaimed(scope: Scope): ReadonlyMap<string, readonly NetworkInterface[]> {
  const found = interfacesIn(scope).items.filter(
    ({ Description, NetworkInterfaceId }) =>
      Description?.startsWith('ELB ') === true && !scope.claims.has(NetworkInterfaceId),
  );
  return Map.groupBy(found, ({ Description }) => Description ?? '');
}
