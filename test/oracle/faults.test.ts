import type { Graph } from '@netposture/network/graph';
import { PacketSet, TransportSet } from '@netposture/network/netset';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compare } from './compare.testkit.ts';
import { engineOf } from './engine.testkit.ts';
import { graphFaults, misreadBy } from './graph-faults.testkit.ts';
import { randomGraph } from './random-graph.testkit.ts';

/** A fault that is not found in so many graphs would not be found at all in a quick run. */
const GRAPHS = 400;

/** The fault that the engine has at the moment: the mocks below ask for it at each call. */
const engine = vi.hoisted(() => ({ fault: '' }));

/** A function of the engine, or what stands in for it while the engine has a fault. */
const faulty = vi.hoisted(
  () =>
    <F extends (...args: never[]) => unknown>(real: F, faults: Readonly<Record<string, F>>): F =>
      ((...args: Parameters<F>) => (faults[engine.fault] ?? real)(...args)) as F,
);

vi.mock('../../packages/network/src/reachability/bounds.ts', async (original) => {
  const real = await original<typeof import('../../packages/network/src/reachability/bounds.ts')>();
  return {
    ...real,
    atBestUndetermined: faulty(real.atBestUndetermined, {
      'what is unknown is taken for allowed': (bounds) => bounds,
      'what is unknown is taken for denied': () => real.nothing,
    }),
    anyOf: faulty(real.anyOf, { 'of several ways only the first counts': (first) => first }),
  };
});

vi.mock('../../packages/network/src/reachability/verdict.ts', async (original) => {
  const real =
    await original<typeof import('../../packages/network/src/reachability/verdict.ts')>();
  return {
    ...real,
    through: faulty(real.through, {
      'what refuses a reply is forgotten': (crossing, rest) =>
        real.through({ ...crossing, reply: real.openCrossing.reply }, rest),
    }),
    either: faulty(real.either, { 'the last of several ways decides': (_first, last) => last }),
  };
});

vi.mock('../../packages/network/src/reachability/reply-route.ts', async (original) => {
  const real =
    await original<typeof import('../../packages/network/src/reachability/reply-route.ts')>();
  return {
    ...real,
    replyRouteBounds: faulty(real.replyRouteBounds, {
      'replies need no route': () => ({ certain: PacketSet.all, possible: PacketSet.all }),
    }),
    repliesOver: faulty(real.repliesOver, {
      'replies over a peering may go by a local route': (walk) => real.repliesLocally(walk),
    }),
  };
});

vi.mock('../../packages/network/src/reachability/layer-bounds.ts', async (original) => {
  const real =
    await original<typeof import('../../packages/network/src/reachability/layer-bounds.ts')>();
  return {
    ...real,
    layerBounds: faulty(real.layerBounds, {
      'replies are judged as first packets': (layer, direction, plane, _phase, lookup, context) =>
        real.layerBounds(layer, direction, plane, 'forward', lookup, context),
      'every packet is of the public plane': (layer, direction, _plane, phase, lookup, context) =>
        real.layerBounds(layer, direction, 'public', phase, lookup, context),
    }),
  };
});

vi.mock('../../packages/network/src/reachability/filter-outcomes.ts', async (original) => {
  const real =
    await original<typeof import('../../packages/network/src/reachability/filter-outcomes.ts')>();
  return {
    ...real,
    poolOutcomes: faulty(real.poolOutcomes, {
      'members of a pool that cannot be seen are ignored': (filters, direction, reply, context) =>
        real.poolOutcomes(filters, direction, reply, context, false),
    }),
  };
});

vi.mock('../../packages/network/src/reachability/route-lookup.ts', async (original) => {
  const real =
    await original<typeof import('../../packages/network/src/reachability/route-lookup.ts')>();
  return {
    ...real,
    decideRoutes: faulty(real.decideRoutes, {
      'routes for some senders are for all': (table) => real.decideRoutes(table, () => 'yes'),
      'of equal routes the first listed wins': (table, selects) =>
        real.decideRoutes(
          { ...table, routes: table.routes.map((each, preference) => ({ ...each, preference })) },
          selects,
        ),
    }),
  };
});

vi.mock('../../packages/network/src/reachability/translation.ts', async (original) => {
  const real =
    await original<typeof import('../../packages/network/src/reachability/translation.ts')>();
  return {
    ...real,
    withSources: faulty(real.withSources, {
      'packets keep their source through gateways and balancers': (packets) => packets,
    }),
  };
});

vi.mock('../../packages/network/src/reachability/internet.ts', async (original) => {
  const real =
    await original<typeof import('../../packages/network/src/reachability/internet.ts')>();
  return {
    ...real,
    unmodelledWays: faulty(real.unmodelledWays, {
      'entrances that are not modelled are taken for none': (walk) =>
        real.unmodelledWays(walk, PacketSet.empty),
    }),
  };
});

describe('the oracle finds', () => {
  afterEach(() => {
    engine.fault = '';
    vi.restoreAllMocks();
  });

  it.each(graphFaults)('$name', { timeout: 120_000 }, (fault) => {
    const found = firstGraph((seed) => {
      const graph = randomGraph(seed);
      const misread = misreadBy(fault, graph);
      if (textOf(misread) === textOf(graph)) return false;
      return compare(graph, engineOf(misread)).differences.length > 0;
    });

    expect(found).toBeLessThan(GRAPHS);
  });

  it.each([
    'what is unknown is taken for allowed',
    'what is unknown is taken for denied',
    'of several ways only the first counts',
    'what refuses a reply is forgotten',
    'the last of several ways decides',
    'replies need no route',
    'replies over a peering may go by a local route',
    'replies are judged as first packets',
    'every packet is of the public plane',
    'members of a pool that cannot be seen are ignored',
    'routes for some senders are for all',
    'of equal routes the first listed wins',
    'packets keep their source through gateways and balancers',
    'entrances that are not modelled are taken for none',
  ])('%s', { timeout: 120_000 }, (fault) => {
    engine.fault = fault;

    expect(firstGraph(differs)).toBeLessThan(GRAPHS);
  });

  it('replies keep the ports of the request', { timeout: 120_000 }, () => {
    vi.spyOn(TransportSet.prototype, 'reversed').mockImplementation(function (this: TransportSet) {
      return this;
    });

    expect(firstGraph(differs)).toBeLessThan(GRAPHS);
  });

  it('nothing where nothing is wrong', { timeout: 120_000 }, () => {
    const some = Array.from({ length: 20 }, (_, seed) => seed);

    expect(some.filter(differs)).toEqual([]);
  });
});

/** The first seed whose graph shows the fault; `GRAPHS` where none does. */
function firstGraph(shows: (seed: number) => boolean): number {
  for (let seed = 0; seed < GRAPHS; seed++) if (shows(seed)) return seed;
  return GRAPHS;
}

function differs(seed: number): boolean {
  const graph = randomGraph(seed);
  return compare(graph, engineOf(graph)).differences.length > 0;
}

function textOf(graph: Graph): string {
  return JSON.stringify([...graph.records.values()]);
}
