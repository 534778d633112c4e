import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Logger } from '@netposture/providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../apps/scanner/src/config/service-environment.ts';
import { type Service, startService } from '../../../apps/scanner/src/service/start-service.ts';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { type FakeSlack, serveSlack } from '../../clouds/slack/serve.ts';
import { createShop, SHOP_TOKEN } from './shop.testkit.ts';

const HOOK_SECRET = 'secret-of-the-hook';

/** What the whole service must do on every kind of queue and database, given by their variables. */
export function describeService(
  where: string,
  servers: () => Promise<Readonly<Record<string, string>>>,
): void {
  describe(`the service ${where}`, () => {
    const shop = createShop();
    const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
    const logged: unknown[] = [];
    let cloud: SimulatedHetzner;
    let slack: FakeSlack;
    let service: Service;
    let token = '';

    beforeAll(async () => {
      cloud = await serveHetzner(shop.world);
      slack = await serveSlack();
      process.env['TEST_SHOP_TOKEN'] = SHOP_TOKEN;
      process.env['TEST_SLACK_URL'] = slack.url;
      const config = join(directory, 'netposture.yaml');
      const account = {
        provider: 'hetzner',
        project: 'shop',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
        token: '${TEST_SHOP_TOKEN}',
        endpoint: cloud.cloudUrl,
        hetznerEndpoint: cloud.hetznerUrl,
      };
      writeFileSync(
        config,
        JSON.stringify({
          accounts: [account],
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
          notifications: [{ kind: 'slack', url: '${TEST_SLACK_URL}' }],
        }),
      );
      const environment = readEnvironment({
        ...(await servers()),
        NETPOSTURE_CONFIG: config,
        NETPOSTURE_DATA_DIR: join(directory, 'data'),
        NETPOSTURE_PORT: '0',
        NETPOSTURE_HOOK_SECRET: HOOK_SECRET,
      });
      const note = (level: string) => (message: string, fields?: unknown) =>
        void logged.push([level, message, fields]);
      const logger: Logger = {
        debug: note('debug'),
        info: note('info'),
        warn: note('warn'),
        error: note('error'),
      };
      service = await startService({ environment, role: 'all', logger });
      token = readFileSync(join(directory, 'data', 'first-token'), 'utf8').trim();
    });
    afterAll(async () => {
      await service.close();
      await cloud.close();
      await slack.close();
    });

    const call = (path: string, init: RequestInit = {}) =>
      fetch(`${service.url}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
      });
    const json = { 'content-type': 'application/json' };

    async function untilRecorded(id: string): Promise<void> {
      for (;;) {
        const scan = (await (await call(`/v1/scans/${id}`)).json()) as { state: string };
        if (scan.state === 'failed') throw new Error(JSON.stringify([scan, logged]));
        if (scan.state === 'recorded') return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    async function untilSlackHas(count: number): Promise<void> {
      while (slack.messages.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    async function scan(): Promise<void> {
      const answer = await call('/v1/scans', { method: 'POST', headers: json, body: '{}' });
      expect(answer.status).toBe(202);
      await untilRecorded(((await answer.json()) as { id: string }).id);
    }

    it('keeps its first token where only its owner reads it', () => {
      expect(statSync(join(directory, 'data', 'first-token')).mode & 0o777).toBe(0o600);
    });

    it('scans on demand, and sends one summary of what is there', async () => {
      await scan();
      await untilSlackHas(1);

      expect(slack.messages).toEqual([expect.stringContaining('First scan: 1 of 2 targets')]);
      const exposures = (await (await call('/v1/exposures')).json()) as {
        items: readonly unknown[];
      };
      expect(exposures.items).toHaveLength(2);
    });

    it('sends a planted change to Slack exactly once, asked for by the signed hook', async () => {
      shop.open('5432');
      const body = '{"provider":"hetzner"}';
      const seconds = Math.floor(Date.now() / 1000);
      const digest = createHmac('sha256', HOOK_SECRET).update(`${seconds}.${body}`).digest('hex');
      const send = (signature: string) =>
        fetch(`${service.url}/v1/hook`, {
          method: 'POST',
          body,
          headers: { ...json, 'netposture-signature': signature },
        });

      expect((await send(`t=${seconds},v1=${'0'.repeat(64)}`)).status).toBe(401);
      const answer = await send(`t=${seconds},v1=${digest}`);
      expect(answer.status).toBe(202);
      expect((await send(`t=${seconds},v1=${digest}`)).status).toBe(401);
      await untilRecorded(((await answer.json()) as { id: string }).id);
      await untilSlackHas(2);
      await scan();

      expect(slack.messages).toHaveLength(2);
      expect(slack.messages[1]).toContain('port 5432');
      expect(slack.refused).toEqual([]);
    });

    it('gives the same scan for the same idempotency key', async () => {
      const ask = async () =>
        (await (
          await call('/v1/scans', {
            method: 'POST',
            headers: { ...json, 'idempotency-key': 'build-7' },
            body: '{}',
          })
        ).json()) as { id: string };

      const first = await ask();
      await untilRecorded(first.id);

      expect(await ask()).toEqual({ id: first.id, isNew: false });
    });

    it('refuses calls without a token, with a wrong one, and by a foreign name', async () => {
      expect((await fetch(`${service.url}/v1/findings`)).status).toBe(401);
      expect((await fetch(`${service.url}/metrics`)).status).toBe(401);
      expect(
        (await call('/v1/findings', { headers: { authorization: 'Bearer npt_wrong' } })).status,
      ).toBe(401);
      expect(
        (await call('/v1/scans', { method: 'POST', headers: json, body: '{"nonsense":1}' })).status,
      ).toBe(400);
      expect((await call('/v1/scans', { method: 'POST', headers: json, body: '{' })).status).toBe(
        400,
      );
      const large = JSON.stringify({ account: 'x'.repeat(1_100_000) });
      expect((await call('/v1/scans', { method: 'POST', headers: json, body: large })).status).toBe(
        413,
      );
    });

    it('answers pages, metrics and its own description', async () => {
      const page = (await (await call('/v1/scans?limit=1')).json()) as {
        items: unknown[];
        next: string;
      };
      expect(page.items).toHaveLength(1);
      const second = (await (await call(`/v1/scans?limit=1&cursor=${page.next}`)).json()) as {
        items: unknown[];
      };
      expect(second.items).not.toEqual(page.items);
      expect(await (await call('/metrics')).text()).toContain('netposture_alerts_waiting 0');
      expect(await (await call('/')).text()).not.toContain('<!channel>');
      expect(((await (await call('/v1/openapi.json')).json()) as { openapi: string }).openapi).toBe(
        '3.1.0',
      );
      expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    });

    it('writes no secret to its log or to Slack', () => {
      const written = JSON.stringify([logged, slack.messages]);
      for (const secret of [SHOP_TOKEN, HOOK_SECRET, token, 'secret-of-the-webhook']) {
        expect(written).not.toContain(secret);
      }
    });
  });
}
