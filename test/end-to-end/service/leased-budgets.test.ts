import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCollectContext, type Logger } from '@netposture/providers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DEFAULT_PATIENCE } from '../../../apps/scanner/src/patience.ts';
import { leasedBudgets } from '../../../apps/scanner/src/queue/leased-budgets.ts';
import { createLeases, type Leases } from '../../../apps/scanner/src/store/lease.ts';
import { type Database, openDatabase } from '../../../apps/scanner/src/store/open-database.ts';

const LIMIT = { burst: 40, perSecond: 10, concurrency: 10 };
const HOME = 'aws/111111111111/eu-central-1';
const COLLECTS = { process: 'other', job: 'collect-1' };
const silent = () => {};
const logger: Logger = { debug: silent, info: silent, warn: silent, error: silent };
const { signal } = new AbortController();

let database: Database;
let leases: Leases;
let clock = 0;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  database = await openDatabase({ kind: 'embedded', directory });
  leases = createLeases(database.kysely, { now: () => clock });
});
afterAll(() => database.close());
beforeEach(async () => {
  clock = Date.UTC(2026, 10, 21);
  await leases.endAll();
});

/** The budgets by which a process discovers; told of every wait. */
function budgetsOf(process: string, waited: () => Promise<void> = async () => {}) {
  const context = createCollectContext({ signal });
  return leasedBudgets(context.budgets, {
    leases,
    holder: { process, job: 'plan-1' },
    patience: DEFAULT_PATIENCE,
    sleep: waited,
    logger,
  });
}
const acquire = (holder: { readonly process: string; readonly job: string }) =>
  leases.acquire(HOME, holder, DEFAULT_PATIENCE.leaseMs);

it('discovery asks a place only when no other worker collects it', async () => {
  await acquire(COLLECTS);
  const happened: string[] = [];
  const budgets = budgetsOf('ours', async () => {
    happened.push('waited');
    if (happened.length === 3) await leases.release(HOME, COLLECTS, 0);
    clock += 1;
  });

  await budgets.budgetFor(HOME, LIMIT).spend(signal, async () => void happened.push('asked'));

  expect(happened).toEqual(['waited', 'waited', 'waited', 'asked']);
});

it('discovery does not wait for what its own process collects: they share the budget', async () => {
  await acquire({ process: 'ours', job: 'collect-1' });
  const budgets = budgetsOf('ours', () => Promise.reject(new Error('it waited')));

  expect(await budgets.budgetFor(HOME, LIMIT).spend(signal, async () => 'asked')).toBe('asked');
  expect(await leases.isHeldBy(HOME, 'ours')).toBe(true);
});

it('no other worker collects a place while discovery asks it, nor right after', async () => {
  const budget = budgetsOf('ours').budgetFor(HOME, LIMIT);
  const during = await budget.spend(signal, () => acquire(COLLECTS));

  expect(during).toBe(false);
  expect(await acquire(COLLECTS)).toBe(false);
  clock += DEFAULT_PATIENCE.restMs + 1;
  expect(await acquire(COLLECTS)).toBe(true);
});

it('a place is let go when the last of several requests ends, a failed one included', async () => {
  const budget = budgetsOf('ours').budgetFor(HOME, LIMIT);
  let end = () => {};
  const long = budget.spend(signal, () => new Promise<void>((resolve) => (end = resolve)));
  const failed = budget.spend(signal, () => Promise.reject(new Error('the cloud is away')));

  await expect(failed).rejects.toThrow('the cloud is away');
  clock += DEFAULT_PATIENCE.restMs + 1;
  expect(await acquire(COLLECTS)).toBe(false);
  end();
  await long;
  clock += DEFAULT_PATIENCE.restMs + 1;
  expect(await acquire(COLLECTS)).toBe(true);
});

it('the one call that asks whose account it is waits for nobody', async () => {
  const budgets = budgetsOf('ours');

  await budgets.budgetFor('aws/unknown/global', LIMIT).spend(signal, async () => {});

  expect(await database.kysely.selectFrom('lease').selectAll().execute()).toEqual([]);
});
