import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Logger } from '@netposture/providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../apps/scanner/src/config/service-environment.ts';
import { type Service, startService } from '../../../apps/scanner/src/service/start-service.ts';
import { type FakeSlack, serveSlack } from '../../clouds/slack/serve.ts';
import { type FourClouds, serveFourClouds } from './four-clouds.testkit.ts';

/** The parts of a Slack message that these tests read: one text for each section. */
interface Told {
  readonly title: string;
  readonly sections: readonly string[];
}

describe('a service that scans four clouds on a schedule', () => {
  const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  let clouds: FourClouds;
  let slack: FakeSlack;
  let service: Service;

  beforeAll(async () => {
    clouds = await serveFourClouds();
    slack = await serveSlack();
    Object.assign(process.env, clouds.variables, { TEST_FOUR_SLACK: slack.url });
    const config = join(directory, 'netposture.yaml');
    writeFileSync(
      config,
      JSON.stringify({
        accounts: clouds.accounts,
        schedule: { cron: '*/2 * * * * *', timezone: 'Europe/Berlin' },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
        notifications: [{ kind: 'slack', url: '${TEST_FOUR_SLACK}' }],
      }),
    );
    const silent = () => {};
    const logger: Logger = { debug: silent, info: silent, warn: silent, error: silent };
    service = await startService({
      environment: readEnvironment({
        NETPOSTURE_CONFIG: config,
        NETPOSTURE_DATA_DIR: join(directory, 'data'),
        NETPOSTURE_PORT: '0',
      }),
      role: 'all',
      logger,
    });
  });
  afterAll(async () => {
    await service.close();
    await clouds.close();
    await slack.close();
  });

  const call = async (path: string, init: RequestInit = {}) => {
    const token = readFileSync(join(directory, 'data', 'first-token'), 'utf8').trim();
    const headers = { authorization: `Bearer ${token}`, ...init.headers };
    const answer = await fetch(`${service.url}${path}`, { ...init, headers });
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  };
  const itemsOf = async (path: string) =>
    (await call(path))['items'] as readonly Readonly<Record<string, unknown>>[];

  /** Asks for a scan that begins after this moment, and waits for its record and its alert. */
  async function scan(): Promise<Readonly<Record<string, unknown>>> {
    const { id } = await call('/v1/scans', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    for (;;) {
      const seen = await call(`/v1/scans/${String(id)}`);
      if (seen['state'] === 'recorded') return seen;
      if (seen['state'] === 'failed') throw new Error(JSON.stringify(seen));
      await pause();
    }
  }
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
  const told = (): readonly Told[] =>
    slack.messages.map((text) => {
      const { text: title, blocks } = JSON.parse(text) as {
        readonly text: string;
        readonly blocks: readonly { readonly type: string; readonly text?: { text: string } }[];
      };
      const sections = blocks.flatMap(({ type, text: own }) =>
        type === 'section' && own !== undefined ? [own.text] : [],
      );
      return { title, sections };
    });
  const tellings = (...words: readonly string[]) =>
    told().flatMap(({ sections }) =>
      sections.filter((text) => words.every((word) => text.includes(word))),
    );

  it('needs nobody to begin: the schedule scans, and one summary tells what is there', async () => {
    while (slack.messages.length === 0) await pause();
    const recorded = (await itemsOf('/v1/scans')).filter(({ state }) => state === 'recorded');
    const exposures = await itemsOf('/v1/exposures');

    expect(recorded.at(-1)).toMatchObject({ reason: 'schedule', scope: {} });
    expect(told()[0]?.title).toContain('First scan: 4 of 5 targets');
    expect(new Set(exposures.map(({ provider }) => provider))).toEqual(
      new Set(['aws', 'digitalocean', 'gcp', 'hetzner']),
    );
  });

  it('tells a port that was opened in every cloud, once for each', async () => {
    clouds.open(5432);

    await scan();
    await scan();
    while (clouds.names.some((name) => tellings(name, 'port 5432').length === 0)) await pause();

    for (const name of clouds.names) {
      expect(tellings(`${name}`, 'port 5432'), name).not.toEqual([]);
    }
    const exposureAlerts = tellings('is reachable by more', 'port 5432');
    expect(exposureAlerts).toHaveLength(4);
    const opened = tellings('finding-opened', 'to PostgreSQL');
    expect(opened).toHaveLength(4);
    for (const text of opened) {
      expect(text).toMatch(/^\*Witness:\* .* tcp port 5432$/m);
      expect(text).toMatch(/^\*Why:\* from the internet to /m);
      expect(text).toMatch(/^\*Fix:\* Remove or narrow the rule “.*5432.*” of /m);
    }
    expect(slack.refused).toEqual([]);
  });

  it('loses sight of a region that answers 403: its findings are undetermined, and that is told once', async () => {
    const before = await itemsOf('/v1/findings?state=open&limit=500');
    const inRegion = (finding: Readonly<Record<string, unknown>>) =>
      JSON.stringify(finding['places']).includes('eu-central-1');
    const said = slack.messages.length;
    clouds.aws.fault({ kind: 'deny', region: 'eu-central-1' });

    const { summary } = await scan();
    await scan();

    const now = await itemsOf('/v1/findings?limit=500');
    const stateOf = new Map(now.map(({ id, state }) => [id, state]));
    const ours = before.filter(inRegion);
    expect(ours.length).toBeGreaterThan(0);
    for (const { id } of ours) expect(stateOf.get(id), String(id)).toBe('undetermined');
    for (const { id } of before.filter((one) => !inRegion(one))) {
      expect(stateOf.get(id), String(id)).toBe('open');
    }
    expect(summary).toMatchObject({ gaps: expect.any(Number) });
    while (slack.messages.length === said) await pause();
    expect(tellings('aws-web', 'could not be seen')).toHaveLength(1);
    expect(slack.messages).toHaveLength(said + 1);
  });

  it('sees the region again, unchanged, and raises no alarm', async () => {
    const open = await itemsOf('/v1/findings?state=undetermined&limit=500');
    const said = slack.messages.length;
    clouds.aws.heal();

    await scan();
    await scan();

    const now = await itemsOf('/v1/findings?limit=500');
    const stateOf = new Map(now.map(({ id, state }) => [id, state]));
    for (const { id, wasOpen } of open) if (wasOpen) expect(stateOf.get(id)).toBe('open');
    const drift = await itemsOf('/v1/drift?limit=500');
    expect(drift.map(({ kind }) => kind)).toContain('sight-regained');
    expect(slack.messages).toHaveLength(said);
  });

  it('asked the clouds for nothing that they do not have', () => {
    expect(clouds.unexpected()).toEqual([]);
  });
});
