import type { BalancerTarget, Unknown } from '@netposture/network/graph';
import { interfacesIn } from './interface-list.ts';
import type { Scope } from './scope.ts';

/**
 * Every interface of a network that a balancer may send to, for what of the balancer was not read: each is a way that
 * nobody can rule out. Managed interfaces are no targets.
 */
export function possibleTargets(
  scope: Scope,
  vpc: string | undefined,
  cause: Unknown,
  port: BalancerTarget['port'] = 'same',
): readonly BalancerTarget[] {
  const targets: BalancerTarget[] = [];
  for (const card of interfacesIn(scope).items) {
    if (vpc !== undefined && card.VpcId !== vpc) continue;
    if (card.RequesterManaged === true || card.Description?.startsWith('ELB ') === true) continue;
    targets.push({
      clients: 'any',
      to: scope.refer('interface', card.NetworkInterfaceId),
      port,
      sees: 'either',
      undetermined: cause,
    });
  }
  return targets;
}
