import type { Budget, BudgetRegistry } from '@netposture/providers';
import { expect } from 'vitest';
import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import type { Check } from '../check.ts';
import { byScope, healthyScan, scanOf, withCloud } from '../scan.ts';
import { operationsOf, type Subject } from '../subject.ts';

/** Collecting asks what is declared, within the limits, and answers for everything. */
export const collectingChecks: readonly Check[] = [
  { name: 'calls nothing that it does not declare', run: callsDeclared },
  { name: 'calls every operation that it declares', run: callsEverything },
  { name: 'observes every operation, each scope once', run: observesOnce },
  { name: 'reads a healthy cloud completely', run: completeWhenHealthy },
  { name: 'spends the shared budget for every request', run: spendsBudget },
  { name: 'counts every request on the meter', run: countsRequests },
  { name: 'tells every end of a call as progress', run: tellsProgress },
  { name: 'stops at the request cap and says so', run: stopsAtCap },
  { name: 'rejects with the reason of an abort', run: rejectsWhenAborted },
];

async function callsDeclared(subject: Subject): Promise<void> {
  const declared = new Set(subject.provider.operations.map(({ id }) => id));
  await withCloud(subject, async (cloud) => {
    await scanOf(subject.provider, cloud);
    const called = new Set(cloud.calls.map(({ operation }) => operation));
    expect([...called].filter((operation) => !declared.has(operation))).toEqual([]);
  });
}

async function callsEverything(subject: Subject): Promise<void> {
  await withCloud(subject, async (cloud) => {
    await scanOf(subject.provider, cloud);
    const called = new Set(cloud.calls.map(({ operation }) => operation));
    const silent = operationsOf(subject).filter(({ id }) => !called.has(id));
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
}

async function observesOnce(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  expect(byScope(observations).size).toBe(observations.length);
  const observed = new Set(observations.map(({ operation }) => operation));
  const missing = operationsOf(subject).filter(({ id }) => !observed.has(id));
  expect(missing.map(({ id }) => id)).toEqual([]);
  for (const observation of observations) {
    const operation = subject.provider.operations.find(({ id }) => id === observation.operation);
    expect(observation.provider).toBe(subject.provider.id);
    expect(observation.subject !== undefined, `a subject of ${observation.operation}`).toBe(
      operation?.perSubject !== undefined,
    );
    expect(observation.location === 'global', `the location of ${observation.operation}`).toBe(
      operation?.scope === 'global',
    );
  }
}

async function completeWhenHealthy(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  const gaps = observations.filter(({ outcome }) => outcome !== 'complete');
  expect(gaps).toEqual([]);
}

async function spendsBudget(subject: Subject): Promise<void> {
  let spent = 0;
  const { budgets } = createTestContext();
  const counting = (budget: Budget): Budget => ({
    spend: (signal, work) => {
      spent += 1;
      return budget.spend(signal, work);
    },
    observe: (hint) => budget.observe(hint),
    pauseUntil: (instantMs) => budget.pauseUntil(instantMs),
    takeRetry: () => budget.takeRetry(),
  });
  const registry: BudgetRegistry = {
    budgetFor: (scope, limit) => counting(budgets.budgetFor(scope, limit)),
  };
  await withCloud(subject, async (cloud) => {
    await scanOf(subject.provider, cloud, { budgets: registry });
    expect(spent).toBe(cloud.calls.length);
  });
}

async function countsRequests(subject: Subject): Promise<void> {
  const { meter } = createTestContext();
  await withCloud(subject, async (cloud) => {
    await scanOf(subject.provider, cloud, { meter });
    expect(meter.read().requests).toBe(cloud.calls.length);
  });
}

async function tellsProgress(subject: Subject): Promise<void> {
  const { events, observations } = await healthyScan(subject);
  const told = events.map((event) => `${event.location} ${event.operation} ${event.items}`);
  const ended = observations.map((one) => `${one.location} ${one.operation} ${one.items.length}`);
  expect(told.sort()).toEqual(ended.sort());
}

async function stopsAtCap(subject: Subject): Promise<void> {
  const requestCap = 2;
  await withCloud(subject, async (cloud) => {
    const { observations } = await scanOf(subject.provider, cloud, { requestCap });
    expect(cloud.calls.length).toBeLessThanOrEqual(requestCap);
    const capped = observations.filter(({ message }) => message?.includes('requests'));
    expect(capped.length).toBeGreaterThan(0);
  });
}

async function rejectsWhenAborted(subject: Subject): Promise<void> {
  const reason = new Error('interrupted by the user');
  await withCloud(subject, async (cloud) => {
    const early = scanOf(subject.provider, cloud, { signal: AbortSignal.abort(reason) });
    await expect(early).rejects.toBe(reason);
    expect(cloud.calls).toEqual([]);
    const controller = new AbortController();
    const midway = scanOf(subject.provider, cloud, {
      signal: controller.signal,
      progress: () => controller.abort(reason),
    });
    await expect(midway).rejects.toBe(reason);
  });
}
