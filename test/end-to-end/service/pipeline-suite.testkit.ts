import { createCollectContext } from '@netposture/providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWholeScan } from '../../../apps/scanner/src/scan/run-scan.ts';
import type { Database } from '../../../apps/scanner/src/store/open-database.ts';
import { createScanStore } from '../../../apps/scanner/src/store/scan-store.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import type { Fault } from '../../clouds/fault.ts';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { createShop, SHOP_TOKEN, shopAccounts } from './shop.testkit.ts';

/** What the pipeline must do on every database engine. The scans follow each other, as they do in life. */
export function describePipeline(engine: string, open: () => Promise<Database>): void {
  describe(`scans recorded ${engine}`, () => {
    const shop = createShop();
    const faults = new Map<string, Fault>();
    let clock = Date.UTC(2026, 10, 21);
    let database: Database;
    let cloud: SimulatedHetzner;

    beforeAll(async () => {
      database = await open();
      cloud = await serveHetzner(shop.world, { misbehave: (operation) => faults.get(operation) });
    });
    afterAll(async () => {
      await cloud.close();
      await database.close();
    });

    async function scan(): Promise<string> {
      clock += 60_000;
      const now = { now: () => clock };
      return runWholeScan(
        { scope: {}, reason: 'command' },
        {
          store: createScanStore(database.kysely, now),
          accounts: shopAccounts(cloud),
          context: createCollectContext({ signal: new AbortController().signal }),
          providers: [hetzner],
          clock: now,
          destinations: ['slack'],
        },
      );
    }
    const drift = async (id: string) =>
      (
        await database.kysely.selectFrom('drift').selectAll().where('scan_id', '=', id).execute()
      ).map(({ kind, subject }) => [kind, subject.split('/').at(-1)]);
    const messages = () =>
      database.kysely.selectFrom('outbox').selectAll().orderBy('created_at').execute();

    it('summarises what is there already in one message', async () => {
      const id = await scan();

      expect(await drift(id)).toEqual([]);
      expect((await messages()).map(({ message }) => message)).toMatchObject([
        { kind: 'first-scan', items: [], summary: { targets: 2, exposed: 1 } },
      ]);
    });

    it('stores no answer twice and tells nothing where nothing changed', async () => {
      const count = () => database.kysely.selectFrom('shard').select('hash').execute();
      const before = await count();

      const id = await scan();

      expect(await count()).toEqual(before);
      expect(await drift(id)).toEqual([]);
      expect(await messages()).toHaveLength(1);
    });

    it('tells a port that was opened, with a packet and the rule that admits it', async () => {
      shop.open('5432');

      const id = await scan();

      expect(await drift(id)).toEqual([['exposure-widened', '1']]);
      const [, told] = await messages();
      expect(told?.message).toMatchObject({
        kind: 'drift',
        items: [
          {
            kind: 'exposure-widened',
            witness: { destination: '5.75.0.1', protocol: 6, destinationPort: 5432 },
            fix: expect.stringContaining('front'),
          },
        ],
      });
    });

    it('loses sight of firewalls that answer 403 without closing anything', async () => {
      faults.set('firewalls', { kind: 'status', status: 403, code: 'forbidden' });

      const id = await scan();
      const again = await scan();

      expect(await drift(id)).toContainEqual(['sight-lost', '1']);
      expect((await drift(id)).map(([kind]) => kind)).not.toContain('exposure-closed');
      expect(await drift(again)).toEqual([]);
    });

    it('loses sight of servers that answer 403 without calling them gone', async () => {
      faults.clear();
      faults.set('servers', { kind: 'status', status: 403, code: 'forbidden' });

      const id = await scan();

      expect((await drift(id)).map(([kind]) => kind)).not.toContain('target-vanished');
      faults.clear();
      expect((await drift(await scan())).map(([kind]) => kind)).toEqual(
        expect.arrayContaining(['sight-regained']),
      );
    });

    it('closes what it sees to be closed', async () => {
      shop.closeAll();

      expect(await drift(await scan())).toEqual([['exposure-closed', '1']]);
    });

    it('keeps no secret anywhere', async () => {
      for (const table of ['scan', 'scan_shard', 'coverage', 'outbox', 'drift'] as const) {
        const rows = await database.kysely.selectFrom(table).selectAll().execute();
        expect(JSON.stringify(rows)).not.toContain(SHOP_TOKEN);
      }
    });
  });
}
