import {
  type FilterLayer,
  type GraphRecord,
  type InterfaceAddress,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import { base, id } from './estate-graph-base.ts';
import type { BalancerPlan, EstateSize, HostPlan, NetworkPlan, Placement } from './estate-plan.ts';

const DATABASE_PORT = 5432;

/** AWS does not say what happens to IPv6 packets for a subnet that has no route back. */
const WITHOUT_ROUTE = unknown('nobody says whether it is delivered');

/** A planned server or database with its interface. */
export function hostRecords(
  host: HostPlan,
  plan: NetworkPlan,
  dialect: EstateSize['dialect'],
): readonly GraphRecord[] {
  const { name } = host;
  const isDatabase = host.kind === 'database';
  const owner = id(isDatabase ? 'service' : 'workload', name);
  const card = interfaceRecord(name, owner, host.placement, plan, dialect);
  if (!isDatabase) {
    const labels = { env: host.environment };
    return [card, { ...base('workload', name), kind: 'workload', state: 'running', labels }];
  }
  return [
    card,
    {
      ...base('service', name),
      kind: 'service',
      serviceKind: 'database',
      engine: 'postgres',
      state: 'running',
      publicSwitch: host.placement.publicAddress !== undefined,
      endpoints: [
        {
          name: 'writer',
          interfaces: [card.id],
          listens: TransportSet.tcp(PortSet.of(DATABASE_PORT)),
          authentication: 'password',
          tls: 'optional',
        },
      ],
    },
  ];
}

/** A planned balancer with its interface. */
export function balancerRecords(
  balancer: BalancerPlan,
  plan: NetworkPlan,
  dialect: EstateSize['dialect'],
): readonly GraphRecord[] {
  const { name, target, targetPort } = balancer;
  const card = interfaceRecord(name, id('load-balancer', name), balancer.placement, plan, dialect);
  return [
    card,
    {
      ...base('load-balancer', name),
      kind: 'load-balancer',
      scheme: 'internet-facing',
      balancerKind: 'application',
      interfaces: [card.id],
      hasOwnFilter: true,
      state: 'running',
      listeners: [
        {
          name: 'https',
          listens: TransportSet.tcp(PortSet.of(443)),
          application: 'https',
          targets: [
            { clients: 'any', to: id('interface', target), port: targetPort, sees: 'balancer' },
          ],
        },
      ],
    },
  ];
}

function interfaceRecord(
  name: string,
  owner: ResourceId,
  placement: Placement,
  plan: NetworkPlan,
  dialect: EstateSize['dialect'],
): GraphRecord {
  const { publicAddress, ipv6 } = placement;
  const held: InterfaceAddress[] = [
    {
      inside: AddressSet.parse(placement.address),
      plane: 'private',
      exact: true,
      ...(publicAddress === undefined ? {} : { outside: AddressSet.parse(publicAddress) }),
    },
  ];
  if (ipv6 !== undefined) {
    held.push({
      inside: AddressSet.parse(ipv6),
      plane: 'public',
      exact: true,
      ...(dialect === 'aws' ? { unansweredDelivery: WITHOUT_ROUTE } : {}),
    });
  }
  const layer: FilterLayer = {
    kind: 'layer',
    combine: 'pool',
    attachments: placement.groups.map((group) => ({
      filter: id('filter', group),
      enforcement: 'enforced',
    })),
    whenNone: { ingress: 'allow', egress: 'allow' },
    atEnd: { ingress: 'deny', egress: 'deny' },
  };
  return {
    ...base('interface', name),
    kind: 'interface',
    network: id('network', plan.name),
    subnet: id('subnet', `${plan.name}-${placement.subnet}`),
    addresses: held,
    layers: [layer],
    owner,
    isPrimary: true,
    forwards: false,
  };
}
