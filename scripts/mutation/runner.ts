/**
 * A test runner for Stryker that makes a mutant cost milliseconds: the tests of one folder, cheapest first, in a process that
 * lives on from mutant to mutant (see `modules.ts` for why that is sound). Stryker's own runner for Vitest starts Vitest over for
 * each mutant, which took half a second and more.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MutantCoverage, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { expect } from 'vitest';
import { freshModules, javascript, type Read, withOneMutant } from './modules.ts';
import { suiteOf, type Test } from './suite.ts';
import { outcomeOf } from './trial.ts';

/** The tree as it is; Stryker gives each run a copy of the mutated files, in which the runner is started. */
const PROJECT = path.join(import.meta.dirname, '../..');
/** Where the runner that made the dry run leaves what each test took, in the copy that all runners share. */
const COSTS = 'mutation-costs.json';
/** Processor time that a test may take with a mutant: this, and a multiple of what it takes without. */
const LEAST_MS = 1000;
/** Times that a mutant may be reached in one test: this, and as many times as often as the most frequent one without. */
const LEAST_HITS = 100_000;
const TIMES = 20;

/** A test, and what it took without a mutant: processor time, and how often it reaches the mutant that it reaches most. */
interface Cost {
  readonly id: string;
  readonly file: string;
  readonly ms: number;
  readonly hits: number;
}

/** What the code of Stryker in a mutated file reads and writes. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

class FreshModulesRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  readonly #switches: Switches = {};
  readonly #folder: string;
  readonly #files: readonly string[];
  #costs: ReadonlyMap<string, Cost> | undefined;

  constructor(options: StrykerOptions) {
    const { folder, leftOut } = options['freshModules'] as { folder: string; leftOut: string[] };
    this.#folder = path.join(PROJECT, folder);
    this.#files = readdirSync(this.#folder).filter(
      (name) => name.endsWith('.test.ts') && !leftOut.includes(name),
    );
    Object.assign(globalThis, { __stryker__: this.#switches });
    // The same random sets in every run, and the first counterexample is enough.
    fc.configureGlobal({ seed: 1, endOnFailure: true });
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Everything is translated once, before anybody looks at the time. */
  async init(): Promise<void> {
    for (const name of readdirSync(this.#folder))
      if (name.endsWith('.ts')) javascript(path.join(this.#folder, name));
  }

  /** Every test once, without a mutant: what it reaches and what it takes. */
  async dryRun(): Promise<DryRunResult> {
    const costs: Cost[] = [];
    const tests: TestResult[] = [];
    const switches = this.#switches;
    const testsIn = this.#fresh((file) =>
      javascript(file.includes('.test') ? file : inSandbox(file)),
    );
    for (const file of this.#files) {
      for (const test of testsIn(file)) {
        switches.currentTestId = test.id;
        const { outcome, ms } = await outcomeOf(() => test, 600_000);
        switches.currentTestId = undefined;
        const hits = Object.values(switches.mutantCoverage?.perTest[test.id] ?? {});
        costs.push({ id: test.id, file, ms, hits: hits.reduce((a, b) => Math.max(a, b), 0) });
        const result = { id: test.id, name: test.id, timeSpentMs: Math.round(ms) };
        tests.push(
          outcome.kind === 'passed'
            ? { ...result, status: TestStatus.Success }
            : { ...result, status: TestStatus.Failed, failureMessage: JSON.stringify(outcome) },
        );
      }
    }
    writeFileSync(COSTS, JSON.stringify(costs));
    const mutantCoverage = switches.mutantCoverage ?? { static: {}, perTest: {} };
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  /** The tests that reach the mutant, cheapest first, until one fails. */
  async mutantRun({ activeMutant, testFilter }: MutantRunOptions): Promise<MutantRunResult> {
    const mutated = path.resolve(PROJECT, activeMutant.fileName);
    const testsIn = this.#fresh((file) =>
      file === mutated ? withOneMutant(inSandbox(file), activeMutant.id) : javascript(file),
    );
    const switches = this.#switches;
    switches.activeMutant = activeMutant.id;
    const plan = this.#planOf(testFilter);
    for (const [position, { id, file, ms, hits }] of plan.entries()) {
      switches.hitCount = 0;
      switches.hitLimit = LEAST_HITS + hits * TIMES;
      const find = () => named(id, testsIn(file));
      const { outcome } = await outcomeOf(find, LEAST_MS + ms * TIMES);
      if (outcome.kind === 'late')
        return { status: MutantRunStatus.Timeout, reason: `${id}: its time was over` };
      if (switches.hitCount > switches.hitLimit)
        return { status: MutantRunStatus.Timeout, reason: `${id}: reached without end` };
      if (outcome.kind === 'failed')
        return {
          status: MutantRunStatus.Killed,
          killedBy: [id],
          failureMessage: outcome.message,
          nrOfTests: position + 1,
        };
    }
    return { status: MutantRunStatus.Survived, nrOfTests: plan.length };
  }

  #planOf(filter: readonly string[] | undefined): readonly Cost[] {
    this.#costs ??= new Map(
      (JSON.parse(readFileSync(COSTS, 'utf8')) as Cost[]).map((cost) => [cost.id, cost]),
    );
    const costs = this.#costs;
    return (filter ?? [...costs.keys()])
      .flatMap((id) => costs.get(id) ?? [])
      .sort((a, b) => a.ms - b.ms);
  }

  /** The tests of each file, in a fresh set of modules. */
  #fresh(read: Read): (file: string) => readonly Test[] {
    const known = new Map<string, readonly Test[]>();
    const vitest = {};
    const load = freshModules(
      read,
      new Map<string, unknown>([
        ['vitest', vitest],
        ['fast-check', { __esModule: true, ...fc, default: fc }],
      ]),
    );
    return (file) => {
      let tests = known.get(file);
      if (tests === undefined) {
        const suite = suiteOf(file, expect);
        Object.assign(vitest, suite.vitest);
        load(path.join(this.#folder, file));
        tests = suite.tests;
        known.set(file, tests);
      }
      return tests;
    };
  }
}

function named(id: string, tests: readonly Test[]): Test {
  const test = tests.find((one) => one.id === id);
  if (test === undefined) throw new Error(`The test is gone: ${id}`);
  return test;
}

function inSandbox(file: string): string {
  return path.resolve(path.relative(PROJECT, file));
}

/** What Stryker finds in a plugin. */
export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'fresh-modules', FreshModulesRunner),
];

/** What this runner reads of the configuration of Stryker. */
export const strykerValidationSchema = {
  properties: {
    freshModules: {
      type: 'object',
      properties: {
        folder: { type: 'string' },
        leftOut: { type: 'array', items: { type: 'string' } },
      },
      required: ['folder', 'leftOut'],
    },
  },
};
