import type { LinkedGraph } from '../graph/link.ts';
import type { RecordKind } from '../graph/record.ts';
import type { ResourceId } from '../graph/resource-id.ts';
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

/**
 * What changed records touch. Undefined where a change may reach anything (an interface, a gateway, a network, a record that
 * came or went): then nothing may be kept. Costs a look at every interface and subnet once.
 */
export function affectedBy(
  before: LinkedGraph,
  after: LinkedGraph,
  changed: Iterable<ResourceId>,
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
  const interfaces = usersOf(after, filters, routeTables);
  if (interfaces === undefined) return undefined;
  return { filters, routeTables, interfaces, targets: behind(after, interfaces) };
}

function usersOf(
  linked: LinkedGraph,
  filters: ReadonlySet<ResourceId>,
  routeTables: ReadonlySet<ResourceId>,
): ReadonlySet<ResourceId> | undefined {
  const found = new Set<ResourceId>();
  for (const filter of filters) for (const { id } of linked.carriersOf(filter)) found.add(id);
  if (routeTables.size > 0 && isUsedByGateway(linked, routeTables)) return undefined;
  for (const record of linked.graph.records.values()) {
    if (record.kind === 'subnet') {
      const { filter, routeTable } = record;
      const isTouched =
        (filter !== undefined && !isUnknown(filter) && filters.has(filter)) ||
        (!isUnknown(routeTable) && routeTables.has(routeTable));
      if (isTouched) for (const { id } of linked.interfacesInSubnet(record.id)) found.add(id);
    } else if (record.kind === 'interface' && routeTables.size > 0) {
      const { routeTable } = record;
      if (routeTable !== undefined && !isUnknown(routeTable) && routeTables.has(routeTable))
        found.add(record.id);
    }
  }
  return found;
}

/** Edge and transit tables reach further than the interfaces that use a table. */
function isUsedByGateway(linked: LinkedGraph, routeTables: ReadonlySet<ResourceId>): boolean {
  for (const record of linked.graph.records.values()) {
    if (record.kind !== 'gateway') continue;
    const tables = [
      record.routeTable,
      ...(record.attachments ?? []).map(({ routeTable }) => routeTable),
    ];
    if (tables.some((table) => table !== undefined && !isUnknown(table) && routeTables.has(table)))
      return true;
  }
  return false;
}

/** Interfaces, their owners, and all that their balancers pass packets on to. */
function behind(linked: LinkedGraph, interfaces: ReadonlySet<ResourceId>): ReadonlySet<ResourceId> {
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
  return withEndpoints(linked, found);
}

/** Services name the interfaces of their endpoints, which others may own. */
function withEndpoints(linked: LinkedGraph, found: Set<ResourceId>): ReadonlySet<ResourceId> {
  for (const record of linked.graph.records.values()) {
    if (record.kind !== 'service' || found.has(record.id)) continue;
    const isTouched = record.endpoints.some(({ interfaces }) =>
      interfaces.some((id) => found.has(id)),
    );
    const movesInto = Array.isArray(record.failoverSubnets) && record.failoverSubnets.length > 0;
    if (isTouched || movesInto) found.add(record.id);
  }
  return found;
}
