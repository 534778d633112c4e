import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { type FakeSlack, serveSlack } from '../../clouds/slack/serve.ts';
import { createShop, SHOP_TOKEN, shopAccounts } from '../../end-to-end/service/shop.testkit.ts';
import { Random } from '../../oracle/random.testkit.ts';
import type { ServiceProcess } from '../service-process.testkit.ts';
import { knownFrom, openReference, type Reference } from './reference.testkit.ts';

/** How the service of these rounds is made, and which of its processes is killed. */
export interface Victim {
  /** Starts what is killed; called again after every kill. */
  start(variables: Readonly<Record<string, string>>): Promise<ServiceProcess>;
  /** Where the API answers that is never killed; absent where the victim has it. */
  readonly apiUrl?: string;
  close(): Promise<void>;
}

const ROUNDS = Number(process.env['NETPOSTURE_KILL_ROUNDS'] ?? '20');
const SEED = Number(process.env['NETPOSTURE_KILL_SEED'] ?? '1');
/** Only there to tell what hangs. */
const HANGING_MS = 60_000;

/**
 * Kills the service in the middle of scans, again and again, and holds what it knows and tells afterwards to a reference that
 * was never killed.
 */
export function describeKills(
  where: string,
  prepare: (variables: Readonly<Record<string, string>>) => Promise<Victim>,
): void {
  describe(`kill -9 ${where}`, () => {
    const shop = createShop();
    const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
    let cloud: SimulatedHetzner;
    let slack: FakeSlack;
    let whenSlackIsAsked = () => {};
    let reference: Reference;
    let victim: Victim;
    let running: ServiceProcess;
    let variables: Readonly<Record<string, string>>;

    beforeAll(async () => {
      cloud = await serveHetzner(shop.world);
      slack = await serveSlack(() => {
        whenSlackIsAsked();
        return undefined;
      });
      variables = {
        PATH: process.env['PATH'] ?? '',
        NETPOSTURE_CONFIG: configFile(directory, cloud, slack),
        NETPOSTURE_DATA_DIR: join(directory, 'data'),
        NETPOSTURE_PORT: '0',
      };
      reference = await openReference(shopAccounts(cloud));
      victim = await prepare(variables);
      running = await victim.start(variables);
    }, 120_000);
    afterAll(async () => {
      await running.kill();
      await victim.close();
      await reference.close();
      await cloud.close();
      await slack.close();
    });

    const call = async (path: string, init: RequestInit = {}): Promise<unknown> => {
      const token = readFileSync(join(directory, 'data', 'first-token'), 'utf8').trim();
      const headers = { authorization: `Bearer ${token}`, ...init.headers };
      const answer = await fetch(`${victim.apiUrl ?? running.url}${path}`, { ...init, headers });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      return path === '/metrics' ? answer.text() : answer.json();
    };
    const ask = (key: string) =>
      call('/v1/scans', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: '{}',
      }) as Promise<{ readonly id: string }>;

    async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
      const end = Date.now() + HANGING_MS;
      while (!(await isSo())) {
        if (Date.now() > end) {
          const scans = JSON.stringify(await call('/v1/scans'));
          throw new Error(`${what} did not happen: ${scans}\n${running.log()}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
    const isRecorded = async (id: string) =>
      ((await call(`/v1/scans/${id}`)) as { state: string }).state === 'recorded';
    const isAllSent = async () =>
      String(await call('/metrics')).includes('netposture_alerts_waiting 0\n');

    async function finish(key: string): Promise<void> {
      const { id } = await ask(key);
      await until(`scan ${key}`, () => isRecorded(id));
      await until('the alert', isAllSent);
    }
    const items = async (path: string) => ((await call(path)) as { items: unknown[] }).items;
    const known = async () => {
      const drift: unknown[] = [];
      for (let next = ''; ; ) {
        const page = (await call(`/v1/drift?limit=500${next}`)) as {
          items: unknown[];
          next?: string;
        };
        drift.push(...page.items);
        if (page.next === undefined) break;
        next = `&cursor=${page.next}`;
      }
      return knownFrom({
        findings: await items('/v1/findings?limit=500'),
        exposures: await items('/v1/exposures?limit=500'),
        drift,
      });
    };
    const tellingOf = (port: string) =>
      slack.messages.flatMap((text, at) =>
        new RegExp(`\\b${port}\\b`).test(text) ? [{ at, isMarked: text.includes(REPEAT) }] : [],
      );

    /** Something that every scan after the first has to tell: a port of its own, and now and then SSH as well. */
    function change(round: number): string {
      const port = String(20_000 + round);
      shop.openOnly(['443', port, ...(round % 3 === 0 ? ['22'] : [])]);
      return port;
    }

    let usualMs = 0;
    it('is worth something: an undisturbed scan finds, tells and keeps what the reference does', async () => {
      await finish('first');
      await reference.scan();
      const port = change(0);
      const began = performance.now();
      await finish('undisturbed');
      usualMs = performance.now() - began;

      const expected = await reference.scan();
      expect(await known()).toEqual(expected);
      expect(expected.findings.some((line) => line.endsWith(': open'))).toBe(true);
      expect(tellingOf(port)).toEqual([{ at: 1, isMarked: false }]);
      expect(slack.messages).toHaveLength(2);
    });

    it(`loses, doubles and resolves nothing in ${ROUNDS} rounds`, async () => {
      const random = new Random(SEED);
      let repeats = 0;
      for (let round = 1; round <= ROUNDS; round += 1) {
        const port = change(round);
        const told = slack.messages.length;
        const asked = ask(`round-${round}`).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, random.next() * usualMs * 1.2));
        await running.kill();
        const answeredBefore = slack.messages.length;
        await asked;
        running = await victim.start(variables);
        await finish(`round-${round}`);

        const context = `round ${round} of seed ${SEED}`;
        const telling = tellingOf(port);
        const [first, second] = telling;
        expect(telling.length, `${context}: the alert was lost`).toBeGreaterThan(0);
        expect(slack.messages.length - told, `${context}: alerts`).toBe(telling.length);
        if (second !== undefined) {
          // Slack had answered, and the process died before it could note that: the one window.
          repeats += 1;
          expect(telling, context).toHaveLength(2);
          expect(first?.at, context).toBeLessThan(answeredBefore);
          expect(second, context).toEqual({ at: answeredBefore, isMarked: true });
        }
        expect(await known(), context).toEqual(await reference.scan());
      }
      const scans = (await items('/v1/scans?limit=500')) as readonly { readonly state: string }[];
      expect(new Set(scans.map(({ state }) => state))).toEqual(new Set(['recorded']));
      expect(slack.refused).toEqual([]);
      process.stdout.write(`${where}: ${ROUNDS} kills, ${repeats} in the window of a repeat\n`);
    }, 3_600_000);

    it('repeats, and says so, an alert that Slack took when the process died before it knew', async () => {
      const port = change(ROUNDS + 1);
      const taken = Promise.withResolvers<void>();
      whenSlackIsAsked = () => {
        // Frozen before Slack answers, so that the answer is never seen.
        running.freeze();
        taken.resolve();
        whenSlackIsAsked = () => {};
      };
      const asked = ask('window').catch(() => undefined);
      await taken.promise;
      await until('the answer of Slack', async () => tellingOf(port).length === 1);
      await running.kill();
      await asked;
      running = await victim.start(variables);
      await until('the repeat', async () => tellingOf(port).length === 2);
      await finish('window');

      expect(tellingOf(port).map(({ isMarked }) => isMarked)).toEqual([false, true]);
      expect(await known()).toEqual(await reference.scan());
    });

    it('tells nothing where nothing changed', async () => {
      const before = slack.messages.length;

      await finish('quiet');

      expect(slack.messages.length).toBe(before);
      expect(await known()).toEqual(await reference.scan());
    });
  });
}

const REPEAT = 'this may be a repeat';

function configFile(directory: string, cloud: SimulatedHetzner, slack: FakeSlack): string {
  const secret = (name: string, text: string) => {
    const kept = join(directory, name);
    writeFileSync(kept, `${text}\n`, { mode: 0o600 });
    return `file:${kept}`;
  };
  const file = join(directory, 'netposture.yaml');
  const account = {
    provider: 'hetzner',
    project: 'shop',
    token: secret('token', SHOP_TOKEN),
    endpoint: cloud.cloudUrl,
    hetznerEndpoint: cloud.hetznerUrl,
  };
  const notifications = [{ kind: 'slack', url: secret('slack', slack.url) }];
  writeFileSync(file, JSON.stringify({ accounts: [account], notifications }));
  return file;
}
