import {
  type Filter,
  type FilterRule,
  type Graph,
  type GraphRecord,
  graphOf,
  isUnknown,
  type ResourceId,
} from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';

/** A graph with some records changed, and which. */
export interface ChangedGraph {
  readonly graph: Graph;
  readonly changed: readonly ResourceId[];
}

/** Changes one record: a rule less, a rule turned round, a rule on other ports, a route less, a server stopped, a filter taken off. */
export function changedGraph(graph: Graph, random: () => number): ChangedGraph {
  const records = [...graph.records.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const changeable = records.flatMap((record) => {
    const changed = changedRecord(record, random);
    return changed === undefined ? [] : [changed];
  });
  const chosen = changeable[Math.floor(random() * changeable.length)];
  if (chosen === undefined) return { graph, changed: [] };
  return {
    graph: graphOf(
      records.map((record) => (record.id === chosen.id ? chosen : record)),
      graph.coverage,
    ),
    changed: [chosen.id],
  };
}

function changedRecord(record: GraphRecord, random: () => number): GraphRecord | undefined {
  switch (record.kind) {
    case 'filter':
      return changedFilter(record, random);
    case 'route-table': {
      const without = Math.floor(random() * record.routes.length);
      return record.routes.length === 0
        ? undefined
        : { ...record, routes: record.routes.filter((_, position) => position !== without) };
    }
    case 'workload':
      return isUnknown(record.state)
        ? undefined
        : { ...record, state: record.state === 'running' ? 'stopped' : 'running' };
    case 'interface':
      return record.layers.length === 0 ? undefined : { ...record, layers: record.layers.slice(1) };
    default:
      return undefined;
  }
}

function changedFilter(filter: Filter, random: () => number): Filter | undefined {
  const position = Math.floor(random() * filter.rules.length);
  const rule = filter.rules[position];
  if (rule === undefined) return undefined;
  const dice = random();
  if (dice < 0.4) return { ...filter, rules: filter.rules.filter((one) => one !== rule) };
  const turned: FilterRule =
    dice < 0.7
      ? { ...rule, action: rule.action === 'allow' ? 'deny' : 'allow' }
      : { ...rule, transport: TransportSet.tcp(PortSet.of(443)) };
  return { ...filter, rules: filter.rules.map((one) => (one === rule ? turned : one)) };
}
