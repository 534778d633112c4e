import type { Gateway } from '../graph/gateway.ts';
import type { Graph } from '../graph/graph.ts';
import type { LinkedGraph } from '../graph/link.ts';
import type { Subnet } from '../graph/network.ts';
import type { RecordKind } from '../graph/record.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { Service } from '../graph/service.ts';
import { isUnknown } from '../graph/unknown.ts';

/** What a change of some records touches, so that everything else may be kept. */
export interface Affected {
  readonly filters: ReadonlySet<ResourceId>;
  readonly routeTables: ReadonlySet<ResourceId>;
  /** Interfaces whose own filters, subnet filter or routes changed. */
  readonly interfaces: ReadonlySet<ResourceId>;
  /** Interfaces, owners and everything behind balancers among them: their exposures are worked out again. */
  readonly targets: ReadonlySet<ResourceId>;
}

/** Kinds whose change reaches only those who use the record. */
const LOCAL: ReadonlySet<RecordKind> = new Set(['filter', 'route-table']);

/** The records of a graph through which a change spreads. They stay the same while only filters and route tables change. */
export interface Spreaders {
  readonly subnets: readonly Subnet[];
  readonly gateways: readonly Gateway[];
  readonly services: readonly Service[];
}

/** Costs a look at every record. */
export function spreadersOf({ records }: Graph): Spreaders {
  const subnets: Subnet[] = [];
  const gateways: Gateway[] = [];
  const services: Service[] = [];
  for (const record of records.values()) {
    if (record.kind === 'subnet') subnets.push(record);
    else if (record.kind === 'gateway') gateways.push(record);
    else if (record.kind === 'service') services.push(record);
  }
  return { subnets, gateways, services };
}

/**
 * What changed records touch; `spreaders` tells the spreaders of the graph before. Undefined where a change may reach anything (an interface, a gateway, a network, a record that
 * came or went): then nothing may be kept.
 */
export function affectedBy(
  before: LinkedGraph,
  after: LinkedGraph,
  changed: Iterable<ResourceId>,
  spreaders: () => Spreaders,
): Affected | undefined {
  const filters = new Set<ResourceId>();
  const routeTables = new Set<ResourceId>();
  for (const id of changed) {
    const [old, now] = [before.graph.records.get(id), after.graph.records.get(id)];
    if (old === now) continue;
    if (old === undefined || now === undefined || old.kind !== now.kind || !LOCAL.has(now.kind))
      return undefined;
    (now.kind === 'filter' ? filters : routeTables).add(id);
  }
  const known = spreaders();
  const interfaces = usersOf(after, filters, routeTables, known);
  if (interfaces === undefined) return undefined;
  return { filters, routeTables, interfaces, targets: behind(after, interfaces, known) };
}

function usersOf(
  linked: LinkedGraph,
  filters: ReadonlySet<ResourceId>,
  routeTables: ReadonlySet<ResourceId>,
  { subnets, gateways }: Spreaders,
): ReadonlySet<ResourceId> | undefined {
  const found = new Set<ResourceId>();
  for (const filter of filters) for (const { id } of linked.carriersOf(filter)) found.add(id);
  if (routeTables.size > 0 && gateways.some((gateway) => usesOneOf(gateway, routeTables)))
    return undefined;
  for (const { id: subnet, filter, routeTable } of subnets) {
    const isTouched =
      (filter !== undefined && !isUnknown(filter) && filters.has(filter)) ||
      (!isUnknown(routeTable) && routeTables.has(routeTable));
    if (isTouched) for (const { id } of linked.interfacesInSubnet(subnet)) found.add(id);
  }
  if (routeTables.size === 0) return found;
  for (const { id, routeTable } of linked.interfaces) {
    if (routeTable !== undefined && !isUnknown(routeTable) && routeTables.has(routeTable))
      found.add(id);
  }
  return found;
}

/** Edge and transit tables reach further than the interfaces that use a table. */
function usesOneOf(gateway: Gateway, routeTables: ReadonlySet<ResourceId>): boolean {
  const tables = [
    gateway.routeTable,
    ...(gateway.attachments ?? []).map(({ routeTable }) => routeTable),
  ];
  return tables.some((table) => table !== undefined && !isUnknown(table) && routeTables.has(table));
}

/** Interfaces, their owners, and all that their balancers pass packets on to. */
function behind(
  linked: LinkedGraph,
  interfaces: ReadonlySet<ResourceId>,
  { services }: Spreaders,
): ReadonlySet<ResourceId> {
  const found = new Set<ResourceId>();
  const open = [...interfaces];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const record = linked.graph.records.get(next);
    if (record?.kind === 'interface' && record.owner !== undefined) open.push(record.owner);
    if (record?.kind !== 'load-balancer') continue;
    open.push(...record.interfaces);
    for (const listener of record.listeners) open.push(...listener.targets.map(({ to }) => to));
  }
  return withEndpoints(services, found);
}

/** Services name the interfaces of their endpoints, which others may own. */
function withEndpoints(
  services: readonly Service[],
  found: Set<ResourceId>,
): ReadonlySet<ResourceId> {
  for (const record of services) {
    if (found.has(record.id)) continue;
    const isTouched = record.endpoints.some(({ interfaces }) =>
      interfaces.some((id) => found.has(id)),
    );
    const movesInto = Array.isArray(record.failoverSubnets) && record.failoverSubnets.length > 0;
    if (isTouched || movesInto) found.add(record.id);
  }
  return found;
}
