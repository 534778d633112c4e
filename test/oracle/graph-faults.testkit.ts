import {
  type Filter,
  type FilterLayer,
  type FilterRule,
  type Gateway,
  type Graph,
  type GraphRecord,
  type Interface,
  isUnknown,
  type LoadBalancer,
  type Peer,
  type RouteTable,
} from '@netposture/network/graph';

/** What an engine would do that read the graph wrongly: it sees a changed record instead of the true one. */
export interface GraphFault {
  readonly name: string;
  readonly misread: (record: GraphRecord) => GraphRecord;
}

/** Faults of reading: each ignores, or takes for something else, one fact that the model speaks of. */
export const graphFaults: readonly GraphFault[] = [
  inFilters('denies are ignored', (filter) => ({
    ...filter,
    rules: filter.rules.filter((rule) => rule.action !== 'deny'),
  })),
  inFilters('priorities are ignored', (filter) => ({
    ...filter,
    rules: filter.rules.map(({ priority, ...rule }) => rule),
  })),
  inFilters('stateless filters are taken for stateful ones', (filter) => ({
    ...filter,
    stateful: true,
  })),
  inFilters('planes are ignored', (filter) => ({ ...filter, planes: ['public', 'private'] })),
  inFilters('no rule is taken for no match', ({ defaults, ...filter }) => ({
    ...filter,
    defaults: {
      ingress: { ...defaults.ingress, noRule: defaults.ingress.noMatch },
      egress: { ...defaults.egress, noRule: defaults.egress.noMatch },
    },
  })),
  inFilters('exemptions are ignored', (filter) => ({ ...filter, exemptions: [] })),
  inFilters('missing rules are taken for no rules', ({ incomplete, ...filter }) => filter),
  inRules(
    'rules for established connections open new ones',
    ({ establishedOnly, ...rule }) => rule,
  ),
  inRules('disabled rules count', ({ disabled, ...rule }) => rule),
  inRules('rules for some interfaces count for all', ({ targets, ...rule }) => rule),
  inRules('the address at this end is ignored', ({ own, ...rule }) => rule),
  inRules('goto-next is taken for a deny', (rule) =>
    rule.action === 'goto-next' ? { ...rule, action: 'deny' } : rule,
  ),
  inRules('unknown peers are taken for nobody', (rule) => ({ ...rule, peer: nobody(rule.peer) })),
  inLayers('pending filters count as in force', (layer) => ({
    ...layer,
    attachments: layer.attachments.map((each) =>
      each.enforcement === 'pending' ? { ...each, enforcement: 'enforced' } : each,
    ),
  })),
  inLayers('failed filters count as in force', (layer) => ({
    ...layer,
    attachments: layer.attachments.map((each) =>
      each.enforcement === 'failed' ? { ...each, enforcement: 'enforced' } : each,
    ),
  })),
  inLayers('nothing attached always allows', (layer) => ({
    ...layer,
    whenNone: { ingress: 'allow', egress: 'allow' },
  })),
  inLayers('sequences are taken for pools', (layer) => ({ ...layer, combine: 'pool' })),
  inTables('blackholes are taken for no route', (table) => ({
    ...table,
    routes: table.routes.filter((route) => route.target.kind !== 'blackhole'),
  })),
  inTables('the first route that matches wins, whatever its length', (table) => ({
    ...table,
    routes: table.routes.map((route, i) => ({ ...route, prefixLength: 0, preference: i })),
  })),
  inTables('missing routes are taken for no routes', ({ incomplete, ...table }) => table),
  inGateways('gateways of unknown state are taken for active', (gateway) =>
    isUnknown(gateway.state) ? { ...gateway, state: 'active' } : gateway,
  ),
  inGateways('edge tables are ignored', ({ routeTable, ...gateway }) => gateway),
  {
    name: 'the filters of subnets are ignored',
    misread(record) {
      if (record.kind !== 'subnet') return record;
      const { filter, ...rest } = record;
      return rest;
    },
  },
  {
    name: 'blocks above all filters are ignored',
    misread(record) {
      if (record.kind !== 'subnet') return record;
      const { internetBlock, ...rest } = record;
      return rest;
    },
  },
  {
    name: 'stopped servers are taken for running',
    misread: (record) =>
      record.kind === 'workload' || record.kind === 'service' || record.kind === 'load-balancer'
        ? { ...record, state: 'running' }
        : record,
  },
  inInterfaces('addresses that only receive also send', ({ addresses, ...rest }) => ({
    ...rest,
    addresses: addresses.map(({ originates, ...entry }) => entry),
  })),
  inInterfaces('addresses known by host name are taken for exact', ({ addresses, ...rest }) => ({
    ...rest,
    addresses: addresses.map((entry) => ({ ...entry, exact: true })),
  })),
  inInterfaces(
    'what is delivered without an answer is taken for sure',
    ({ addresses, ...rest }) => ({
      ...rest,
      addresses: addresses.map(({ unansweredDelivery, ...entry }) => entry),
    }),
  ),
  inInterfaces('an unseen subnet is taken for none', ({ subnet, ...rest }) =>
    subnet?.endsWith('/lost') ? rest : { ...rest, ...(subnet === undefined ? {} : { subnet }) },
  ),
  inBalancers('targets always see the client', (target) => ({ ...target, sees: 'client' })),
  inBalancers('the port of the target is taken for that of the listener', (target) => ({
    ...target,
    port: 'same',
  })),
  inBalancers('targets for one family take the other too', (target) => ({
    ...target,
    clients: 'any',
  })),
];

/** The graph as an engine with this fault would read it. */
export function misreadBy({ misread }: GraphFault, graph: Graph): Graph {
  const records = [...graph.records].map(([id, record]) => [id, misread(record)] as const);
  return { ...graph, records: new Map(records) };
}

function nobody(peer: Peer): Peer {
  if (peer.kind === 'any-of') return { ...peer, peers: peer.peers.map(nobody) };
  return peer.kind === 'undetermined' ? { kind: 'any-of', peers: [] } : peer;
}

function inFilters(name: string, change: (filter: Filter) => Filter): GraphFault {
  return { name, misread: (record) => (record.kind === 'filter' ? change(record) : record) };
}

function inRules(name: string, change: (rule: FilterRule) => FilterRule): GraphFault {
  return inFilters(name, (filter) => ({ ...filter, rules: filter.rules.map(change) }));
}

function inInterfaces(name: string, change: (record: Interface) => Interface): GraphFault {
  return { name, misread: (record) => (record.kind === 'interface' ? change(record) : record) };
}

function inLayers(name: string, change: (layer: FilterLayer) => FilterLayer): GraphFault {
  return inInterfaces(name, (record) => ({
    ...record,
    layers: record.layers.map((layer) => (isUnknown(layer) ? layer : change(layer))),
  }));
}

function inTables(name: string, change: (table: RouteTable) => RouteTable): GraphFault {
  return { name, misread: (record) => (record.kind === 'route-table' ? change(record) : record) };
}

function inGateways(name: string, change: (gateway: Gateway) => Gateway): GraphFault {
  return { name, misread: (record) => (record.kind === 'gateway' ? change(record) : record) };
}

type Target = LoadBalancer['listeners'][number]['targets'][number];

function inBalancers(name: string, change: (target: Target) => Target): GraphFault {
  return {
    name,
    misread: (record) =>
      record.kind === 'load-balancer'
        ? {
            ...record,
            listeners: record.listeners.map((listener) => ({
              ...listener,
              targets: listener.targets.map(change),
            })),
          }
        : record,
  };
}
