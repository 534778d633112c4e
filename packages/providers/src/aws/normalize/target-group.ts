import type { BalancerTarget, Unknown } from '@netposture/network/graph';
import { unknown } from '@netposture/network/graph';
import type { TargetGroup, WireLoadBalancer } from '../schema/balancer.ts';
import { addressesOf } from './address-text.ts';
import { cardByAddress, cardById, cardByInstance } from './card-index.ts';
import { possibleTargets } from './possible-target.ts';
import type { Scope } from './scope.ts';

/** The targets of one group, and what of them could not be known. */
export interface GroupTargets {
  readonly targets: readonly BalancerTarget[];
  readonly incomplete?: Unknown;
}

/**
 * The ways from a balancer to the targets of one group. Health plays no part: with too few healthy targets balancers
 * send to all of them. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export function targetsOfGroup(
  scope: Scope,
  balancer: WireLoadBalancer,
  groupArn: string,
): GroupTargets {
  const groups = scope.read('DescribeTargetGroups');
  const group = groups.items.find(({ TargetGroupArn }) => TargetGroupArn === groupArn);
  if (group === undefined) {
    const cause = groups.cause ?? unknown(`The target group ${groupArn} was not in the answer.`);
    return { targets: possibleTargets(scope, balancer.VpcId, cause), incomplete: cause };
  }
  const health = scope.read('DescribeTargetHealth', groupArn);
  const targets: BalancerTarget[] = [];
  let incomplete = health.cause;
  if (health.cause !== undefined) {
    targets.push(...possibleTargets(scope, group.VpcId, health.cause, group.Port));
  }
  for (const { Target } of health.items) {
    const port = Target.Port ?? group.Port;
    const to = destinationOf(scope, group, Target.Id);
    // A function has no network interface that a balancer would use.
    if (to === 'function') continue;
    if (to === undefined || port === undefined) {
      incomplete ??= unknown(
        `The target ${Target.Id} is not among the network interfaces that were read.`,
      );
      continue;
    }
    for (const seen of sightOf(scope, balancer, group, to.card)) {
      targets.push({ ...seen, to: to.id, port, ...to.only });
    }
  }
  return incomplete === undefined ? { targets } : { targets, incomplete };
}

interface Destination {
  readonly id: BalancerTarget['to'];
  /** The interface by its native id, where the target is one. */
  readonly card?: string;
  readonly only?: Pick<BalancerTarget, 'targetAddresses'>;
}

function destinationOf(
  scope: Scope,
  group: TargetGroup,
  target: string,
): Destination | 'function' | undefined {
  switch (group.TargetType) {
    case 'lambda':
      return 'function';
    case 'alb': {
      const id = scope.find('load-balancer', target);
      return id === undefined ? undefined : { id };
    }
    case 'ip': {
      const card = cardByAddress(scope, group.VpcId, target);
      const address = addressesOf(target);
      if (card === undefined || address === undefined) return undefined;
      return { id: scope.refer('interface', card), card, only: { targetAddresses: address } };
    }
    default: {
      const card = cardByInstance(scope, target);
      return card === undefined ? undefined : { id: scope.refer('interface', card), card };
    }
  }
}

type Sight = Pick<BalancerTarget, 'clients' | 'sees' | 'undetermined'>;

/**
 * What a target sees of its clients, by family. Application load balancers always show themselves; network ones show the
 * client where its address is preserved, except where the family changes on the way.
 */
function sightOf(
  scope: Scope,
  balancer: WireLoadBalancer,
  group: TargetGroup,
  card: string | undefined,
): readonly Sight[] {
  if (balancer.Type !== 'network') return [{ clients: 'any', sees: 'balancer' }];
  const preserved = preservation(scope, group);
  const same = group.IpAddressType === 'ipv6' ? 'ipv6' : 'ipv4';
  const other = same === 'ipv4' ? 'ipv6' : 'ipv4';
  const sees: BalancerTarget['sees'] =
    preserved.value === false
      ? 'balancer'
      : namesBalancer(scope, balancer, card)
        ? 'either'
        : 'client';
  const direct: Sight = {
    clients: same,
    sees,
    ...(preserved.unknown === undefined ? {} : { undetermined: preserved.unknown }),
  };
  const isDual = balancer.IpAddressType !== undefined && balancer.IpAddressType !== 'ipv4';
  return isDual ? [direct, { clients: other, sees: 'balancer' }] : [direct];
}

const ALWAYS_PRESERVED = new Set(['UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC']);

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html, read 2026-11-21. */
function preservation(
  scope: Scope,
  group: TargetGroup,
): { readonly value: boolean; readonly unknown?: Unknown } {
  if (group.TargetType === 'alb' || ALWAYS_PRESERVED.has(group.Protocol ?? ''))
    return { value: true };
  const attributes = scope.read('DescribeTargetGroupAttributes', group.TargetGroupArn);
  const set = attributes.items.find(({ Key }) => Key === 'preserve_client_ip.enabled')?.Value;
  if (set !== undefined) return { value: set === 'true' };
  const byDefault = { value: group.TargetType !== 'ip' };
  return attributes.cause === undefined ? byDefault : { ...byDefault, unknown: attributes.cause };
}

/**
 * Whether a group of the target admits by reference to the balancer's groups: then clients pass whose addresses are
 * preserved. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function namesBalancer(
  scope: Scope,
  balancer: WireLoadBalancer,
  card: string | undefined,
): boolean {
  const own = new Set(balancer.SecurityGroups ?? []);
  if (own.size === 0 || card === undefined) return false;
  const groups = new Set(
    (cardById(scope, card)?.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []),
  );
  return scope
    .read('DescribeSecurityGroups')
    .items.some(
      ({ GroupId, IpPermissions }) =>
        groups.has(GroupId) &&
        (IpPermissions ?? []).some(({ UserIdGroupPairs }) =>
          (UserIdGroupPairs ?? []).some(
            (pair) => pair.GroupId !== undefined && own.has(pair.GroupId),
          ),
        ),
    );
}
