import type { GraphRecord, Route } from '@netposture/network/graph';
import type { AddressSet } from '@netposture/network/netset';
import { addresses, base, id } from './estate-graph-base.ts';
import { borderRecord, groupRecord, ipv6Members } from './estate-graph-filter.ts';
import { balancerRecords, hostRecords } from './estate-graph-host.ts';
import type { EstateSize, NetworkPlan } from './estate-plan.ts';

/** A planned network as records of the graph. */
export function networkRecords(
  plan: NetworkPlan,
  dialect: EstateSize['dialect'] = 'any',
): readonly GraphRecord[] {
  const members = dialect === 'aws' ? ipv6Members(plan) : new Map<string, AddressSet>();
  return [
    ...frameRecords(plan),
    ...plan.groups.map((group) => groupRecord(group, plan, members)),
    ...plan.hosts.flatMap((host) => hostRecords(host, plan, dialect)),
    ...plan.balancers.flatMap((balancer) => balancerRecords(balancer, plan, dialect)),
  ];
}

/** The network itself with its subnets, gateways, route tables, border and peering. */
function frameRecords(plan: NetworkPlan): readonly GraphRecord[] {
  const { name, border } = plan;
  const network = id('network', name);
  const internet = id('gateway', `${name}-igw`);
  const nat = id('gateway', `${name}-nat`);
  const gateway = { kind: 'gateway', state: 'active' } as const;
  const table = (own: string, routes: readonly Route[]): GraphRecord => ({
    ...base('route-table', own),
    kind: 'route-table',
    network,
    routes,
  });
  const local = [route(plan.range, { kind: 'local' }), route(plan.range6, { kind: 'local' })];
  const onward = route('0.0.0.0/0', { kind: 'gateway', gateway: internet });
  const onward6 = route('::/0', { kind: 'gateway', gateway: internet });
  const translated = route('0.0.0.0/0', { kind: 'gateway', gateway: nat });
  return [
    {
      ...base('network', name),
      kind: 'network',
      ranges: addresses(plan.range).union(addresses(plan.range6)),
      isDefault: false,
      isPublicSpace: false,
    },
    { ...base('gateway', `${name}-igw`), ...gateway, gatewayKind: 'internet', networks: [network] },
    {
      ...base('gateway', `${name}-nat`),
      ...gateway,
      gatewayKind: 'nat',
      networks: [network],
      egressAddresses: addresses(plan.natAddress),
      subnet: id('subnet', `${name}-0`),
    },
    table(`${name}-public`, [...local, onward, onward6]),
    table(`${name}-private`, [...local, translated]),
    ...(border === undefined ? [] : [borderRecord(`${name}-border`, border)]),
    ...plan.subnets.map(
      (range, position): GraphRecord => ({
        ...base('subnet', `${name}-${position}`),
        kind: 'subnet',
        network,
        ranges: addresses(range),
        zone: position % 2 === 0 ? 'a' : 'b',
        routeTable: id('route-table', position < 2 ? `${name}-public` : `${name}-private`),
        ...(border === undefined ? {} : { filter: id('filter', `${name}-border`) }),
      }),
    ),
    ...(plan.isPeered ? [peeringRecord(plan)] : []),
  ];
}

function peeringRecord({ index, name }: NetworkPlan): GraphRecord {
  return {
    ...base('gateway', `peer-${index}`),
    kind: 'gateway',
    gatewayKind: 'peering',
    state: 'active',
    networks: [id('network', `net-${index - 1}`), id('network', name)],
  };
}

function route(destination: string, target: Route['target']): Route {
  return {
    destination: addresses(destination),
    prefixLength: Number(destination.split('/')[1]),
    preference: 0,
    target,
    label: destination,
  };
}
