import {
  type BalancerTarget,
  isUnknown,
  type Listener,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import type { Accelerator, EndpointGroup } from '../schema/balancer.ts';
import type { Subnet } from '../schema/network.ts';
import { addressesOf } from './address-text.ts';
import { internetBlockOf } from './block-public-access.ts';
import { cardById, cardByInstance } from './card-index.ts';
import { hasInternetGateway } from './gateway-doubt.ts';
import { publicSpace } from './managed-interface.ts';
import type { Scope } from './scope.ts';

/**
 * Accelerators as balancers in front of the endpoints. They reach instances and balancers in private subnets, without
 * a public address or a route to an internet gateway, as long as one is attached to the network.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html, read 2026-11-21.
 *
 * @param all the scopes of every place: endpoints stand in regions, accelerators in none.
 */
export function normalizeAccelerators(scope: Scope, all: readonly Scope[]): void {
  for (const accelerator of scope.read('ListAccelerators').items)
    addAccelerator(scope, accelerator, all);
}

function addAccelerator(scope: Scope, accelerator: Accelerator, all: readonly Scope[]): void {
  const { AcceleratorArn: arn, Name: name = arn } = accelerator;
  const id = scope.announce('load-balancer', arn);
  const texts = (accelerator.IpSets ?? []).flatMap(({ IpAddresses }) => IpAddresses ?? []);
  const addresses = texts.map(addressesOf).filter((set) => set !== undefined);
  const card = scope.announce('interface', arn);
  scope.draft.add({
    kind: 'interface',
    id: card,
    name,
    provenance: scope.provenance('ListAccelerators', name, { uri: arn }),
    network: publicSpace(scope),
    addresses: addresses.map((inside) => ({
      inside,
      plane: 'public',
      exact: true,
      originates: false,
    })),
    layers: [],
    owner: id,
    isPrimary: true,
    forwards: false,
  });
  const listeners = scope.read('globalaccelerator-ListListeners', arn);
  scope.draft.add({
    kind: 'load-balancer',
    id,
    name,
    provenance: scope.provenance('ListAccelerators', name, { uri: arn }),
    scheme: 'internet-facing',
    balancerKind: 'accelerator',
    interfaces: [card],
    listeners: [
      ...listeners.items.flatMap((listener) =>
        (listener.PortRanges ?? []).flatMap((range) =>
          listenersOf(scope, all, listener.ListenerArn, listener.Protocol, range),
        ),
      ),
      ...unreadListeners(listeners.cause),
    ],
    hasOwnFilter: false,
    state: listeners.cause ?? (accelerator.Enabled === false ? 'stopped' : 'running'),
  });
}

/** What the listeners that were not read lead to is told at every interface that may be an endpoint. */
function unreadListeners(cause: Unknown | undefined): readonly Listener[] {
  if (cause === undefined) return [];
  const name = 'listeners that were not read';
  return [
    {
      name,
      listens: TransportSet.all,
      application: 'other',
      targets: [],
      targetsIncomplete: cause,
    },
  ];
}

/** One listener per stretch of ports that leave with the same target port. */
function listenersOf(
  scope: Scope,
  all: readonly Scope[],
  listenerArn: string,
  protocol: string | undefined,
  range: { readonly FromPort?: number | undefined; readonly ToPort?: number | undefined },
): readonly Listener[] {
  const { FromPort: from, ToPort: to } = range;
  if (from === undefined || to === undefined || from > to) return [];
  const groups = scope.read('ListEndpointGroups', listenerArn);
  const overridden = new Set(
    groups.items
      .flatMap(({ PortOverrides }) => PortOverrides ?? [])
      .flatMap(({ ListenerPort }) => ListenerPort ?? [])
      .filter((port) => port >= from && port <= to),
  );
  let kept = PortSet.range(from, to);
  if (overridden.size > 0) kept = kept.subtract(PortSet.of(...overridden));
  const stretches = [
    ...(kept.isEmpty ? [] : [kept]),
    ...[...overridden].map((port) => PortSet.of(port)),
  ];
  return stretches.map((ports) => {
    const single = ports.witness();
    const port =
      overridden.size > 0 && single !== undefined && overridden.has(single) ? single : undefined;
    const { targets, incomplete } = targetsOf(groups.items, all, port);
    const cause = groups.cause ?? incomplete;
    return {
      name: `${protocol ?? '?'}:${ports}`,
      listens: protocol === 'UDP' ? TransportSet.udp(ports) : TransportSet.tcp(ports),
      application: protocol === 'UDP' ? 'udp' : 'tcp',
      targets,
      ...(cause === undefined ? {} : { targetsIncomplete: cause }),
    };
  });
}

function targetsOf(
  groups: readonly EndpointGroup[],
  all: readonly Scope[],
  listenerPort: number | undefined,
): { readonly targets: readonly BalancerTarget[]; readonly incomplete?: Unknown } {
  const targets: BalancerTarget[] = [];
  let incomplete: Unknown | undefined;
  for (const group of groups) {
    const override = group.PortOverrides?.find(({ ListenerPort }) => ListenerPort === listenerPort);
    for (const {
      EndpointId: endpoint = '',
      ClientIPPreservationEnabled: preserved,
    } of group.EndpointDescriptions ?? []) {
      const found = endpointOf(endpoint, group.EndpointGroupRegion, all);
      if (found === undefined) {
        incomplete ??= unknown(`The endpoint ${endpoint} was not read.`);
        continue;
      }
      if (found.blocked === true) continue;
      const doubt = found.blocked ?? (preserved === false ? notPreserved : undefined);
      targets.push({
        clients: 'any',
        to: found.to,
        port: override?.EndpointPort ?? 'same',
        sees: 'client',
        ...(doubt === undefined ? {} : { undetermined: doubt }),
      });
    }
  }
  return incomplete === undefined ? { targets } : { targets, incomplete };
}

const notPreserved = unknown(
  'Without client address preservation the endpoint sees addresses of AWS that are not known.',
);

interface Endpoint {
  readonly to: ResourceId;
  /** No internet gateway, or VPC Block Public Access, keeps the accelerator out; undefined = neither does. */
  readonly blocked?: true | Unknown;
}

function endpointOf(
  endpoint: string,
  region: string | undefined,
  all: readonly Scope[],
): Endpoint | undefined {
  for (const scope of all) {
    if (region !== undefined && scope.location !== region) continue;
    const balancer = scope.find('load-balancer', endpoint);
    if (balancer !== undefined) {
      const wire = scope
        .read('elbv2-DescribeLoadBalancers')
        .items.find(({ LoadBalancerArn }) => LoadBalancerArn === endpoint);
      if (wire === undefined) continue;
      const subnets = (wire.AvailabilityZones ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
      return withBlock(balancer, blockOf(scope, wire.VpcId, subnets));
    }
    const allocation = scope
      .read('DescribeAddresses')
      .items.find(({ AllocationId }) => AllocationId !== undefined && AllocationId === endpoint);
    const cardId = allocation?.NetworkInterfaceId ?? cardByInstance(scope, endpoint);
    const card = cardId === undefined ? undefined : cardById(scope, cardId);
    if (card === undefined) continue;
    const subnets = card.SubnetId === undefined ? [] : [card.SubnetId];
    return withBlock(
      scope.refer('interface', card.NetworkInterfaceId),
      blockOf(scope, card.VpcId, subnets),
    );
  }
  return undefined;
}

function withBlock(to: ResourceId, blocked: true | Unknown | undefined): Endpoint {
  return blocked === undefined ? { to } : { to, blocked };
}

function blockOf(
  scope: Scope,
  vpc: string | undefined,
  subnets: readonly string[],
): true | Unknown | undefined {
  const gateways = scope.read('DescribeInternetGateways');
  if (!hasInternetGateway(scope, vpc)) return gateways.cause ?? true;
  const held = scope
    .read('DescribeSubnets')
    .items.filter(({ SubnetId }) => subnets.includes(SubnetId));
  const blocks = held.map((subnet: Subnet) => internetBlockOf(scope, subnet));
  if (blocks.some((block) => !isUnknown(block) && !block.direct)) return undefined;
  return blocks.find(isUnknown) ?? (blocks.length > 0 ? true : undefined);
}
