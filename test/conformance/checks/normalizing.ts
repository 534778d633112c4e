import type { Graph } from '@netposture/network/graph';
import { coverageKey, coverageOf, isGap, type Observation } from '@netposture/providers';
import { expect } from 'vitest';
import type { Check } from '../check.ts';
import { healthyScan } from '../scan.ts';
import type { Subject } from '../subject.ts';

/** Normalizing is a pure and total function of the observations. */
export const normalizingChecks: readonly Check[] = [
  { name: 'gives a graph whose records say where they come from', run: recordsHaveProvenance },
  { name: 'gives the same graph whatever the order of observations and items', run: ignoresOrder },
  { name: 'carries the outcome of every call into the graph', run: carriesCoverage },
  { name: 'gives a graph for any subset of observations', run: isTotal },
  { name: 'makes a gap of every item that it cannot read', run: gapsForRefusedItems },
  { name: 'leaves its observations as they are', run: changesNoInput },
];

/** A graph as text; equal graphs have equal texts. */
export function graphText({ records, coverage }: Graph): string {
  const rows = [...records.values()].map((record) => JSON.stringify(record)).sort();
  const lines = coverage.map((entry) => JSON.stringify(entry)).sort();
  return JSON.stringify([rows, lines]);
}

async function recordsHaveProvenance(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  const { records } = subject.provider.normalize(observations);
  const operations = new Set(subject.provider.operations.map(({ id }) => id));
  expect(records.size).toBeGreaterThan(0);
  for (const [id, record] of records) {
    expect(record.id).toBe(id);
    expect(record.provenance.provider).toBe(subject.provider.id);
    expect(operations.has(record.provenance.operation), `the operation of ${id}`).toBe(true);
  }
}

async function ignoresOrder(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  const backwards = observations
    .map((one) => ({ ...one, items: one.items.toReversed() }))
    .toReversed();
  const { normalize } = subject.provider;
  expect(graphText(normalize(backwards))).toBe(graphText(normalize(observations)));
}

async function carriesCoverage(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  const failing = observations.map(
    (one, index): Observation =>
      index % 2 === 0 ? one : { ...one, outcome: 'forbidden', message: 'No.', items: [] },
  );
  const { coverage } = subject.provider.normalize(failing);
  const outcomes = new Map(coverage.map((entry) => [coverageKey(entry.scope), entry.outcome]));
  for (const { scope, outcome } of failing.map(coverageOf)) {
    expect(outcomes.get(coverageKey(scope)), coverageKey(scope)).toBe(outcome);
  }
}

async function isTotal(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  const { normalize } = subject.provider;
  expect(normalize([]).records.size).toBe(0);
  for (const [index, left] of observations.entries()) {
    normalize([left]);
    normalize(observations.toSpliced(index, 1));
    normalize(observations.with(index, { ...left, items: [] }));
  }
}

async function gapsForRefusedItems(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  for (const [index, one] of observations.entries()) {
    const broken = { ...one, items: [...one.items, 'not what the provider answers' as const] };
    const { coverage } = subject.provider.normalize(observations.with(index, broken));
    const scope = { ...coverageOf(one).scope, subject: `#${one.items.length}` };
    const named = coverage.find((entry) => coverageKey(entry.scope) === coverageKey(scope));
    const operation = subject.provider.operations.find(({ id }) => id === one.operation);
    if (operation?.item.safeParse('not what the provider answers').success) continue;
    expect(named !== undefined && isGap(named.outcome), `a gap of ${one.operation}`).toBe(true);
  }
}

async function changesNoInput(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  subject.provider.normalize(deeplyFrozen(observations));
}

function deeplyFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(deeplyFrozen);
  return value;
}
