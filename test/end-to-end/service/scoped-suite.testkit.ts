import { Reachability } from '@netposture/network/reachability';
import { createCollectContext } from '@netposture/providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExposureState } from '../../../apps/scanner/src/drift/exposure-state.ts';
import { collectTarget, planScan } from '../../../apps/scanner/src/scan/collect.ts';
import { concludeScan } from '../../../apps/scanner/src/scan/conclude.ts';
import { exposureStates } from '../../../apps/scanner/src/scan/exposures.ts';
import type { ScanScope } from '../../../apps/scanner/src/scan/ports.ts';
import { recordedEstates } from '../../../apps/scanner/src/service/recorded-estates.ts';
import type { Database } from '../../../apps/scanner/src/store/open-database.ts';
import { createScanStore } from '../../../apps/scanner/src/store/scan-store.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { createShop, shopAccounts } from './shop.testkit.ts';

/** What scans of a part, and scans at the same time, must do on every database engine. */
export function describeScopedScans(engine: string, open: () => Promise<Database>): void {
  describe(`scans of a part, recorded ${engine}`, () => {
    const shop = createShop();
    const depot = createShop();
    let clock = Date.UTC(2026, 10, 21);
    let database: Database;
    let shopCloud: SimulatedHetzner;
    let depotCloud: SimulatedHetzner;

    beforeAll(async () => {
      database = await open();
      shopCloud = await serveHetzner(shop.world);
      depotCloud = await serveHetzner(depot.world);
    });
    afterAll(async () => {
      await shopCloud.close();
      await depotCloud.close();
      await database.close();
    });

    const now = { now: () => clock };
    const ports = () => ({
      store: createScanStore(database.kysely, now),
      accounts: [...shopAccounts(shopCloud), ...shopAccounts(depotCloud, 'depot')],
      context: createCollectContext({ signal: new AbortController().signal, clock: now }),
      providers: [hetzner],
      clock: now,
      destinations: ['slack'],
    });

    /** A scan up to the point where everything is collected. */
    async function collected(scope: ScanScope): Promise<string> {
      clock += 60_000;
      const { id } = await ports().store.requestScan({ scope, reason: 'hook' });
      for (const target of await planScan(id, ports())) await collectTarget(id, target, ports());
      return id;
    }
    async function concluded(id: string): Promise<string> {
      clock += 60_000;
      await concludeScan(id, ports());
      return id;
    }
    const scan = async (scope: ScanScope) => concluded(await collected(scope));
    const drift = async (id: string) =>
      (
        await database.kysely.selectFrom('drift').selectAll().where('scan_id', '=', id).execute()
      ).map(({ kind, subject }) => [kind, subject.split('/').slice(1, 2)[0]]);
    const summary = async (id: string) =>
      (
        await database.kysely
          .selectFrom('scan')
          .select('summary')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).summary;

    let wholeAt = '';
    it('asks only what they name, and take the rest from before, telling how old that is', async () => {
      wholeAt = new Date(clock + 60_000).toISOString();
      await scan({});
      const asked = depotCloud.requests.length;

      const id = await scan({ account: 'shop' });

      expect(depotCloud.requests.length).toBe(asked);
      expect(await drift(id)).toEqual([]);
      expect(await summary(id)).toMatchObject({ targets: 4, exposed: 2, oldestData: wholeAt });
    });

    it('tell what changed there, and nothing of what changed elsewhere', async () => {
      shop.open('5432');
      depot.open('3306');

      expect(await drift(await scan({ account: 'shop' }))).toEqual([['exposure-widened', 'shop']]);
      expect(await drift(await scan({ account: 'shop' }))).toEqual([]);
      expect(await drift(await scan({}))).toEqual([['exposure-widened', 'depot']]);
    });

    it('take over the latest look, also where that was a scan of another part', async () => {
      depot.open('27017');
      await scan({ account: 'depot' });

      expect(await drift(await scan({ account: 'shop' }))).toEqual([]);
      expect(await drift(await scan({}))).toEqual([]);
    });

    it('do not undo what a scan that looked later, and ended earlier, has told', async () => {
      const early = await collected({});
      shop.open('6379');
      const late = await scan({ account: 'shop' });

      await concluded(early);

      expect(await drift(late)).toEqual([['exposure-widened', 'shop']]);
      expect(await drift(early)).toEqual([]);
      expect(await drift(await scan({ account: 'depot' }))).toEqual([]);
      expect(await drift(await scan({}))).toEqual([]);
    });

    it('wait for an equal one that is being collected, and for no other', async () => {
      const { store } = ports();
      const running = await collected({ account: 'shop' });
      const equal = await store.requestScan({ scope: { account: 'shop' }, reason: 'hook' });
      const other = await store.requestScan({ scope: { account: 'depot' }, reason: 'hook' });

      expect(await store.waitsForEqual(equal.id)).toBe(true);
      expect(await store.waitsForEqual(other.id)).toBe(false);
      await concluded(running);
      expect(await store.waitsForEqual(equal.id)).toBe(false);
    });

    it('can be opened again later, each as it was judged, with how old its parts are', async () => {
      const source = recordedEstates(database.kysely, [hetzner]);
      const recorded = await database.kysely
        .selectFrom('scan')
        .select(['id', 'summary'])
        .where('state', '=', 'recorded')
        .orderBy('recorded_at')
        .execute();
      expect(recorded.length).toBeGreaterThan(8);
      const exposures = await database.kysely
        .selectFrom('exposure')
        .selectAll()
        .orderBy('target')
        .execute();
      const turn = (scanId: string) => recorded.findIndex(({ id }) => id === scanId);
      for (const [at, { id, summary: said }] of recorded.entries()) {
        const opened = await source.open(id);
        if (opened === undefined) throw new Error(`${id} cannot be opened`);
        const kept = exposures.filter(
          ({ scan_id, ended_scan_id }) =>
            turn(scan_id) <= at && (ended_scan_id === null || turn(ended_scan_id) > at),
        );
        const allowed = (states: readonly unknown[]) =>
          (states as readonly ExposureState[]).map((one) => [one.target, one.allowed]);
        expect(allowed(exposureStates(new Reachability(opened.linked)))).toEqual(
          allowed(kept.map(({ content }) => content)),
        );
        const { oldestData } = said as { readonly oldestData?: string };
        expect(opened.olderParts[0]?.collectedAt).toBe(oldestData);
      }
      expect(await source.open(crypto.randomUUID())).toBeUndefined();
    });

    it('are one scan where many ask at the same moment', async () => {
      const { store } = ports();
      const scope = { provider: 'hetzner' };
      const asked = Array.from({ length: 10 }, () => store.requestScan({ scope, reason: 'hook' }));

      const tickets = await Promise.all(asked);

      expect(new Set(tickets.map(({ id }) => id)).size).toBe(1);
      expect(tickets.filter(({ isNew }) => isNew)).toHaveLength(1);
    });
  });
}
