import {
  type BalancerTarget,
  type Listener,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import type { ClassicLoadBalancer } from '../schema/balancer.ts';
import { cardByInstance, cardsByDescription } from './card-index.ts';
import { managedInterfaces } from './managed-interface.ts';
import type { Scope } from './scope.ts';

/** Classic load balancers: always with security groups, always showing themselves to their targets. */
export function normalizeClassicLoadBalancers(scope: Scope): void {
  for (const balancer of scope.read('elb-DescribeLoadBalancers').items)
    addBalancer(scope, balancer);
}

function addBalancer(scope: Scope, balancer: ClassicLoadBalancer): void {
  const name = balancer.LoadBalancerName;
  const nativeId = `classic/${name}`;
  const id = scope.announce('load-balancer', nativeId);
  const isPublic = balancer.Scheme !== 'internal';
  const interfaces = managedInterfaces(scope, {
    operation: 'elb-DescribeLoadBalancers',
    nativeId: `loadbalancer/${name}`,
    owner: id,
    groups: balancer.SecurityGroups ?? [],
    subnets: balancer.Subnets ?? [],
    network: balancer.VPCId,
    standsIn: 'each',
    cards: cardsByDescription(scope, `ELB ${name}`),
    isPublic,
  });
  scope.draft.add({
    kind: 'load-balancer',
    id,
    name,
    provenance: scope.provenance('elb-DescribeLoadBalancers', name, {
      uri: `arn:aws:elasticloadbalancing:${scope.location}:${scope.account}:loadbalancer/${name}`,
    }),
    scheme: isPublic ? 'internet-facing' : 'internal',
    balancerKind: 'proxy',
    interfaces,
    listeners: (balancer.ListenerDescriptions ?? []).map(({ Listener: wire }) =>
      listenerOf(scope, balancer, wire ?? {}),
    ),
    hasOwnFilter: true,
    state: 'running',
  });
}

function listenerOf(
  scope: Scope,
  balancer: ClassicLoadBalancer,
  wire: {
    readonly Protocol?: string | undefined;
    readonly LoadBalancerPort?: number | undefined;
    readonly InstancePort?: number | undefined;
  },
): Listener {
  const targets: BalancerTarget[] = [];
  let incomplete: Unknown | undefined;
  for (const { InstanceId: instance } of balancer.Instances ?? []) {
    const card = instance === undefined ? undefined : cardByInstance(scope, instance);
    if (card === undefined || wire.InstancePort === undefined) {
      incomplete = unknown(`The network interface of ${instance ?? 'a target'} was not read.`);
      continue;
    }
    targets.push({
      clients: 'any',
      to: scope.refer('interface', card),
      port: wire.InstancePort,
      sees: 'balancer',
    });
  }
  const port = wire.LoadBalancerPort;
  const protocol = wire.Protocol?.toLowerCase();
  return {
    name: `${wire.Protocol ?? '?'}:${port ?? '?'}`,
    listens: TransportSet.tcp(port === undefined ? PortSet.all : PortSet.of(port)),
    application:
      protocol === 'http' || protocol === 'https' ? protocol : protocol === 'ssl' ? 'tls' : 'tcp',
    ...(protocol === 'http' ? { redirectsToHttps: false } : {}),
    targets,
    ...(incomplete === undefined ? {} : { targetsIncomplete: incomplete }),
  };
}
