import { graphOf, type ProviderId, providerId } from '@netposture/network/graph';
import type {
  CollectContext,
  Observation,
  Operation,
  Provider,
  Recogniser,
} from '@netposture/providers';
import { describe, expect, it } from 'vitest';
import { createTestContext } from '../../packages/providers/src/client/context.testkit.ts';
import { CHECKS } from './conformance.ts';
import type { SimulatedCloud, Subject } from './subject.ts';
import { startToyCloud } from './toy/toy-cloud.ts';
import { TOY } from './toy/toy-operations.ts';
import { toy as wholeToy } from './toy/toy-provider.ts';

// The suite hands settings over as it got them from the provider, so their type does not matter.
const toy: Provider = wholeToy;

function providing(change: Partial<Provider>): Subject {
  return { provider: { ...toy, ...change }, startCloud: startToyCloud };
}

function declaring(change: (operation: Operation) => Partial<Operation>): Subject {
  const operations = toy.operations.map((one) => ({ ...one, ...change(one) }));
  return providing({ operations });
}

function recognising(change: Partial<Recogniser>): Subject {
  return providing({ recogniser: { ...toy.recogniser, ...change } });
}

function clouded(change: (cloud: SimulatedCloud) => Partial<SimulatedCloud>): Subject {
  const startCloud = async () => {
    const cloud = await startToyCloud();
    return { ...cloud, ...change(cloud) };
  };
  return { provider: toy, startCloud };
}

/** A toy whose collecting runs in a changed context. */
function inContext(change: (context: CollectContext) => Partial<CollectContext>): Subject {
  return providing({
    discover: (settings, context) => toy.discover(settings, { ...context, ...change(context) }),
    collect: (target, settings, context) =>
      toy.collect(target, settings, { ...context, ...change(context) }),
  });
}

/** A toy whose observations are changed on the way out. */
function observing(change: (observation: Observation) => readonly Observation[]): Subject {
  return providing({
    async discover(settings, context) {
      const discovery = await toy.discover(settings, context);
      return { ...discovery, observations: discovery.observations.flatMap(change) };
    },
    async *collect(target, settings, context) {
      for await (const observation of toy.collect(target, settings, context)) {
        yield* change(observation);
      }
    },
  });
}

function normalizing(normalize: Provider['normalize']): Subject {
  return providing({ normalize });
}

const ownContext = createTestContext();

/** What is wrong with a toy that each check must notice. One fault per check, by the check's name. */
const FAULTS: Readonly<Record<string, Subject>> = {
  'names each operation once, so that files can be named after it': declaring(({ id }) => ({
    id: id === 'servers' ? 'Networks' : id,
  })),
  'describes each operation for the people who grant its permissions': declaring(() => ({
    reads: '',
  })),
  'refers only to operations that it declares': declaring(() => ({ satisfiedBy: ['machines'] })),
  'demands no essential answer about single objects': declaring(() => ({ need: 'essential' })),
  'writes every permission into its permissions document': providing({
    permissions: { file: 'toy.txt', render: () => 'toy:networks' },
  }),
  'refuses settings that it does not know': providing({
    settings: { ...toy.settings, safeParse: () => ({ success: true, data: {} }) },
  }),
  'says what it does not model, in sentences': providing({ notModelled: ['todo'] }),

  'calls nothing that it does not declare': providing({
    operations: toy.operations.filter(({ id }) => id !== 'servers'),
  }),
  'calls every operation that it declares': providing({
    operations: [...toy.operations, { ...TOY.networks, id: 'balancers' }],
  }),
  'observes every operation, each scope once': observing((one) =>
    one.operation === 'servers' ? [one, one] : [one],
  ),
  'reads a healthy cloud completely': observing((one) =>
    one.operation === 'servers' ? [{ ...one, outcome: 'partial' }] : [one],
  ),
  'spends the shared budget for every request': inContext(() => ({ budgets: ownContext.budgets })),
  'counts every request on the meter': inContext(() => ({ meter: ownContext.meter })),
  'tells every end of a call as progress': inContext(() => ({ progress: () => {} })),
  'stops at the request cap and says so': inContext(() => ({ requestCap: 1000 })),
  'rejects with the reason of an abort': inContext(() => ({ signal: ownContext.signal })),

  'names each failing call with its cause': observing((one) => [{ ...one, outcome: 'complete' }]),
  'changes nothing else when a call fails': observing(hidingServersBesideAnyFailure()),
  'answers for every operation when nothing is permitted': observing((one) =>
    one.outcome === 'forbidden' && one.operation === 'servers' ? [] : [one],
  ),
  'never repeats a call after a failed authentication': providing({
    async discover(settings, context) {
      for (let attempt = 0; attempt < 20; attempt += 1) await toy.discover(settings, context);
      return toy.discover(settings, context);
    },
  }),
  'shows no secret in anything that leaves it': inContext((context) => ({
    budgets: {
      budgetFor(scope, limit) {
        context.logger.info('Asking.', { token: 'toy-credential-7f3a9c' });
        return context.budgets.budgetFor(scope, limit);
      },
    },
  })),

  'gives a graph whose records say where they come from': normalizing((observations) => {
    const { records, coverage } = toy.normalize(observations);
    const foreign: ProviderId = providerId('elsewhere');
    const moved = [...records.values()].map((record) => ({
      ...record,
      provenance: { ...record.provenance, provider: foreign },
    }));
    return graphOf(moved, coverage);
  }),
  'gives the same graph whatever the order of observations and items': normalizing(
    (observations) => {
      const { records, coverage } = toy.normalize(observations);
      const first = JSON.stringify(observations[0]?.operation);
      return graphOf(
        [...records.values()].map((record) => ({ ...record, name: first })),
        coverage,
      );
    },
  ),
  'carries the outcome of every call into the graph': normalizing((observations) => {
    const { records, coverage } = toy.normalize(observations);
    return graphOf(
      records.values(),
      coverage.filter(({ outcome }) => outcome === 'complete'),
    );
  }),
  'gives a graph for any subset of observations': normalizing((observations) => {
    if (!observations.some(({ operation }) => operation === 'networks'))
      throw new Error('No networks.');
    return toy.normalize(observations);
  }),
  'makes a gap of every item that it cannot read': normalizing((observations) =>
    toy.normalize(
      observations.map((one) => ({
        ...one,
        items: one.items.filter((item) => typeof item === 'object'),
      })),
    ),
  ),
  'leaves its observations as they are': normalizing((observations) => {
    for (const { items } of observations) if (Array.isArray(items)) items.sort();
    return toy.normalize(observations);
  }),

  'gives the same observations after saving and reading': observing((one) => [
    Object.assign({ ...one }, { etag: 'x' }),
  ]),
  'recognises its own answers in files that people already have': recognising({
    answers: toy.recogniser.answers.filter(({ operation }) => operation !== 'servers'),
  }),
  'has a shard key for all items, whatever their order': declaring(() => ({
    nativeId: () => undefined,
  })),
};

/** The classic: one failing call empties the answer of another. */
function hidingServersBesideAnyFailure(): (one: Observation) => readonly Observation[] {
  let failed = false;
  return (one) => {
    failed =
      one.operation === 'regions'
        ? one.outcome !== 'complete'
        : failed || one.outcome !== 'complete';
    return failed && one.operation === 'servers' ? [{ ...one, items: [] }] : [one];
  };
}

describe('the conformance suite', () => {
  it('has a planted fault for each of its checks', () => {
    expect(Object.keys(FAULTS)).toEqual(CHECKS.map(({ name }) => name));
  });

  it.each(CHECKS)('fails a provider that no longer “$name”', async ({ name, run }) => {
    const faulty = FAULTS[name];
    if (faulty === undefined) throw new Error('No fault is planted.');

    await expect(run(faulty)).rejects.toThrow();
  });

  it('fails a provider whose cloud shows it no secret to drop', async () => {
    const check = CHECKS.find(({ name }) => name === 'shows no secret in anything that leaves it');
    const blind = clouded(() => ({ secrets: [] }));

    await expect(check?.run(blind)).rejects.toThrow();
  });
});
