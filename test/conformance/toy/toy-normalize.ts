import {
  type CoverageEntry,
  coverageKey,
  type Graph,
  type GraphRecord,
  graphOf,
  type Provenance,
  resourceId,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import {
  coverageOf,
  isGap,
  type Observation,
  type Operation,
  parseItems,
  scopeOf,
} from '@netposture/providers';
import { TOY } from './toy-operations.ts';

/** The toy's graph: networks, servers, and databases whose allow list may be unknown. */
export function normalizeToy(observations: readonly Observation[]): Graph {
  const coverage: CoverageEntry[] = observations.map(coverageOf);
  const inOrder = observations.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const records: GraphRecord[] = [
    ...read(TOY.networks, ({ id, name, range }, base) => ({
      ...base('network', id, name),
      kind: 'network',
      ranges: AddressSet.parse(range),
      isDefault: false,
      isPublicSpace: false,
    })),
    ...read(TOY.servers, ({ id, name }, base) => ({
      ...base('workload', id, name),
      kind: 'workload',
      state: 'running',
    })),
    ...read(TOY.databases, ({ id, name, connection }, base) => ({
      ...base('service', id, name),
      kind: 'service',
      serviceKind: 'database',
      engine: 'toy',
      state: 'running',
      endpoints: [endpointOf(id, connection.host)],
    })),
  ];
  read(TOY.regions, () => undefined);
  read(TOY.databaseRules, () => undefined);
  return graphOf(records, coverage);

  function endpointOf(id: string, hostname: string) {
    const rules = inOrder.find(
      (one) => one.operation === TOY.databaseRules.id && one.subject === id,
    );
    const reason = 'The allow list of the database is not read.';
    const cause =
      rules === undefined ? unknown(reason) : unknown(reason, coverageKey(scopeOf(rules)));
    return {
      name: 'public',
      interfaces: [],
      hostname,
      listens: TransportSet.tcp(PortSet.parse('5432')),
      authentication: 'password' as const,
      ...(rules === undefined || isGap(rules.outcome) ? { admission: cause } : {}),
    };
  }

  function read<T, R extends GraphRecord | undefined>(
    operation: Operation<T>,
    record: (item: T, base: Base) => R,
  ): readonly R[] {
    return inOrder
      .filter((one) => one.operation === operation.id)
      .flatMap((one) => {
        const { items, gaps } = parseItems(one, operation);
        coverage.push(...gaps);
        return items.map((item) => record(item, (kind, id, name) => baseOf(one, kind, id, name)));
      });
  }
}

type Base = (kind: string, nativeId: string, name: string) => ReturnType<typeof baseOf>;

function baseOf(observation: Observation, kind: string, nativeId: string, name: string) {
  const { provider, account, location, operation } = observation;
  const provenance: Provenance = { provider, account, location, nativeId, operation };
  return { id: resourceId({ provider, account, location, kind, nativeId }), name, provenance };
}

function keyOf(observation: Observation): string {
  return coverageKey(scopeOf(observation));
}
