import { createCollectContext } from '@netposture/providers';
import { defaultPolicy } from '@netposture/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuleJudge } from '../../../apps/scanner/src/scan/judge-rules.ts';
import { runWholeScan } from '../../../apps/scanner/src/scan/run-scan.ts';
import { scanBaseline } from '../../../apps/scanner/src/service/adopt-baseline.ts';
import { createBaselines } from '../../../apps/scanner/src/store/baselines.ts';
import type { Database } from '../../../apps/scanner/src/store/open-database.ts';
import { createReadModel } from '../../../apps/scanner/src/store/read-model.ts';
import { createScanStore } from '../../../apps/scanner/src/store/scan-store.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import type { Fault } from '../../clouds/fault.ts';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { createShop, shopAccounts } from './shop.testkit.ts';

/** What a baseline must do on every database engine. The scans follow each other, as they do in life. */
export function describeBaseline(engine: string, open: () => Promise<Database>): void {
  describe(`a baseline ${engine}`, () => {
    const shop = createShop();
    const faults = new Map<string, Fault>();
    let clock = Date.UTC(2026, 10, 21);
    const now = { now: () => clock };
    let database: Database;
    let cloud: SimulatedHetzner;
    const judging = () => ({
      database: database.kysely,
      providers: [hetzner],
      evaluateRules: createRuleJudge(defaultPolicy),
    });

    beforeAll(async () => {
      database = await open();
      cloud = await serveHetzner(shop.world, { misbehave: (operation) => faults.get(operation) });
      shop.openOnly(['22', '443']);
    });
    afterAll(async () => {
      await cloud.close();
      await database.close();
    });

    async function scan(): Promise<string> {
      clock += 60_000;
      return runWholeScan(
        { scope: {}, reason: 'command' },
        {
          ...judging(),
          store: createScanStore(database.kysely, now),
          accounts: shopAccounts(cloud),
          context: createCollectContext({ signal: new AbortController().signal }),
          clock: now,
          destinations: ['slack'],
        },
      );
    }
    const baselines = () => createBaselines(database.kysely, now);
    async function findings() {
      const { items } = await createReadModel(database.kysely).findings({ limit: 500 });
      return items;
    }
    async function lastMessage() {
      const rows = await database.kysely
        .selectFrom('outbox')
        .select('message')
        .orderBy('created_at', 'desc')
        .execute();
      return {
        count: rows.length,
        alert: rows[0]?.message as {
          readonly summary: Readonly<Record<string, number>>;
          readonly items: readonly Readonly<Record<string, unknown>>[];
        },
      };
    }

    it('made of a recorded scan marks what stands open, with everything else as it was', async () => {
      const first = await scan();
      const before = await findings();
      const wanted = await scanBaseline(first, judging());
      expect(wanted).toBeDefined();
      if (wanted === undefined) return;

      expect(await baselines().adopt(wanted, 'a test')).toBe(true);

      const open = before.filter(({ state }) => state === 'open');
      expect(open.length).toBeGreaterThan(0);
      expect(await findings()).toEqual(
        before.map((one) => ({ ...one, inBaseline: one['state'] === 'open' })),
      );
      expect(await baselines().current()).toMatchObject({
        source: `scan ${first}`,
        findings: open.length,
        exposures: 1,
        outgrown: 0,
      });
    });

    it('that is handed in again changes nothing', async () => {
      const first = (await createReadModel(database.kysely).scans({ limit: 1 })).items[0];
      const wanted = await scanBaseline(String(first?.['id']), judging());

      expect(await baselines().adopt(wanted ?? { source: '', entries: [] }, 'a test')).toBe(false);
    });

    it('alerts nobody where nothing changed', async () => {
      const { count } = await lastMessage();

      await scan();

      expect((await lastMessage()).count).toBe(count);
    });

    it('lets nothing pass that grew beyond it: told as widened, and not in the baseline any more', async () => {
      shop.open('3389');

      await scan();

      const { alert } = await lastMessage();
      expect(alert.items.map(({ kind }) => kind)).toContain('exposure-widened');
      expect(JSON.stringify(alert.items)).toContain('3389');
      const exposures = await createReadModel(database.kysely).exposures({ limit: 9 });
      expect(exposures.items.map(({ inBaseline }) => inBaseline)).toEqual([false, false]);
    });

    it('holds what could not be seen for a while', async () => {
      shop.openOnly(['22', '443']);
      await scan();
      faults.set('firewalls', { kind: 'status', status: 403, code: 'forbidden' });
      await scan();
      faults.clear();
      const { count } = await lastMessage();

      await scan();

      expect((await lastMessage()).count).toBe(count);
      const open = (await findings()).filter(({ state }) => state === 'open');
      expect(open.every(({ inBaseline }) => inBaseline === true)).toBe(true);
    });

    it('lets go of what is closed: it is told when it opens again', async () => {
      shop.openOnly(['443']);
      await scan();
      const { count } = await lastMessage();
      shop.openOnly(['443', '22']);

      await scan();

      const { count: after, alert } = await lastMessage();
      expect(after).toBe(count + 1);
      expect(alert.items.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['exposure-widened', 'finding-reopened']),
      );
    });

    it('ends, and nothing is set apart any more; the audit tells both', async () => {
      expect(await baselines().end('a test')).toBe(true);

      expect(await baselines().current()).toBeUndefined();
      expect(await baselines().end('a test')).toBe(false);
      expect((await findings()).some(({ inBaseline }) => inBaseline === true)).toBe(false);
      const audit = await database.kysely.selectFrom('audit').select('action').execute();
      expect(audit.map(({ action }) => action)).toEqual(['baseline-adopted', 'baseline-ended']);
    });
  });
}
