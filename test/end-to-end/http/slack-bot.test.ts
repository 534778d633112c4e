import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Destination } from '../../../apps/scanner/src/notify/destination.ts';
import { slackApi } from '../../../apps/scanner/src/notify/slack-api.ts';
import { slackBot } from '../../../apps/scanner/src/notify/slack-bot.ts';
import type { Alert, ExplainedDrift } from '../../../apps/scanner/src/scan/ports.ts';
import { createAlertThreads } from '../../../apps/scanner/src/store/alert-threads.ts';
import { type Database, openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { serveHetzner } from '../../clouds/hetzner/serve.ts';
import { type FakeSlackApi, type SlackFault, serveSlackApi } from '../../clouds/slack/web-api.ts';
import { createShop, SHOP_TOKEN } from '../service/shop.testkit.ts';
import { startRunning, until } from './running.testkit.ts';

const AT = '2026-11-21T12:00:00.000Z';

function item(kind: ExplainedDrift['kind'], subject: string, id: string): ExplainedDrift {
  const isAlert = kind !== 'finding-resolved';
  return {
    kind,
    subject,
    id,
    name: `${subject} <!channel>`,
    text: 'it is open',
    severity: 'high',
    isAlert,
  };
}

function alertOf(scanId: string, items: readonly ExplainedDrift[]): Alert {
  const summary = { targets: 2, exposed: 1, gaps: 0, openFindings: 1, drift: items.length };
  return { scanId, at: AT, kind: 'drift', summary, items };
}

describe('a channel of Slack by bot token', () => {
  let database: Database;
  let slack: FakeSlackApi;
  let bot: Destination;
  let faultAt: ((method: string, call: number) => SlackFault | undefined) | undefined;

  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
    database = await openDatabase({ kind: 'embedded', directory });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    faultAt = undefined;
    slack = await serveSlackApi(
      (method, call) => faultAt?.(method, call),
      () => Date.parse(AT),
    );
    bot = botWith(slack.token);
    await database.kysely.deleteFrom('alert_thread').execute();
  });
  afterEach(async () => {
    expect(slack.complaints).toEqual([]);
    await slack.close();
  });

  const botWith = (token: string) =>
    slackBot('team', {
      api: slackApi(token, slack.url),
      channel: slack.channel,
      threads: createAlertThreads(database.kysely),
      clock: { now: () => Date.parse(AT) },
    });
  const tell = (scanId: string, items: readonly ExplainedDrift[]) =>
    bot.deliver({ id: `${scanId}/team`, alert: alertOf(scanId, items), mayBeRepeat: false });

  it('begins a thread for each finding, and one message for everything else', async () => {
    const exposure = { ...item('exposure-opened', 'server 1', 'e'), severity: undefined };
    const { severity: _, ...plain } = exposure;
    await tell('s1', [item('finding-opened', 'f1', 'a'), item('finding-opened', 'f2', 'b'), plain]);

    expect(slack.messages.map(({ text, threadTs }) => [text, threadTs])).toEqual([
      ['Open (high): f1 &lt;!channel&gt;', undefined],
      ['Open (high): f2 &lt;!channel&gt;', undefined],
      ['Network posture: 1 change', undefined],
    ]);
  });

  it('tells what happens to a finding in its thread, and shows it in the first message', async () => {
    await tell('s1', [item('finding-opened', 'f1', 'a')]);
    await tell('s2', [item('finding-widened', 'f1', 'b')]);
    await tell('s3', [item('finding-resolved', 'f1', 'c')]);
    await tell('s4', [item('finding-reopened', 'f1', 'd')]);
    const [first, ...replies] = slack.messages;

    expect(first).toMatchObject({ text: 'Open again (high): f1 &lt;!channel&gt;', edits: 3 });
    expect(replies.map(({ text, threadTs, isBroadcast }) => [text, threadTs, isBroadcast])).toEqual(
      [
        ['Open, and wider than before (high): f1 &lt;!channel&gt;', first?.ts, true],
        // Nobody has to be called for good news.
        ['Resolved (high): f1 &lt;!channel&gt;', first?.ts, false],
        ['Open again (high): f1 &lt;!channel&gt;', first?.ts, true],
      ],
    );
  });

  it('says nothing of a resolved finding that was never told', async () => {
    expect(await tell('s1', [item('finding-resolved', 'f1', 'a')])).toEqual({ kind: 'delivered' });
    expect(slack.messages).toEqual([]);
  });

  it('tells more than 20 new findings in one message besides the threads', async () => {
    const items = Array.from({ length: 25 }, (_, n) => item('finding-opened', `f${n}`, `i${n}`));
    await tell('s1', items);

    expect(slack.messages).toHaveLength(21);
    expect(slack.messages.at(-1)?.text).toBe('Network posture: 5 changes');
  });

  it('posts nothing twice, whichever answer is lost and however often the alert is told', async () => {
    await tell('s1', [item('finding-opened', 'f0', 'z')]);
    const before = slack.calls.length;
    const items = [
      item('finding-opened', 'f1', 'a'),
      item('finding-widened', 'f0', 'b'),
      item('sight-lost', 'server 1', 'c'),
    ];
    let lost = 0;
    for (let nth = 1; ; nth += 1) {
      const start = slack.calls.length;
      // Each attempt gets one call further than the one before, and loses its answer.
      faultAt = (_method, call) => (call === start + nth ? { kind: 'answer-lost' } : undefined);
      const outcome = await tell('s2', items);
      if (outcome.kind === 'delivered') break;
      lost += 1;
    }
    faultAt = undefined;
    expect(lost).toBeGreaterThan(4);
    expect(await tell('s2', items)).toEqual({ kind: 'delivered' });

    expect(slack.calls.length).toBeGreaterThan(before + 10);
    expect(slack.messages.map(({ text }) => text)).toEqual([
      'Open, and wider than before (high): f0 &lt;!channel&gt;',
      'Open (high): f1 &lt;!channel&gt;',
      'Open, and wider than before (high): f0 &lt;!channel&gt;',
      'Network posture: 1 change',
    ]);
  });

  it('finds the first message of a thread again that was posted and not kept', async () => {
    await tell('s1', [item('finding-opened', 'f1', 'a')]);
    await database.kysely.deleteFrom('alert_thread').execute();
    await tell('s1', [item('finding-opened', 'f1', 'a')]);

    expect(slack.messages).toHaveLength(1);
    expect(await database.kysely.selectFrom('alert_thread').selectAll().execute()).toHaveLength(1);
  });

  it('waits as long as a 429 says, and goes on where it was', async () => {
    faultAt = (method) =>
      method === 'chat.postMessage' ? { kind: 'limited', seconds: 30 } : undefined;

    expect(await tell('s1', [item('finding-opened', 'f1', 'a')])).toEqual({
      kind: 'retry',
      afterMs: 30_000,
      message: 'Slack answered 429 to chat.postMessage.',
    });
  });

  it.each([
    ['invalid_auth', 'retry'],
    ['not_in_channel', 'retry'],
    ['missing_scope', 'retry'],
    ['invalid_blocks', 'refused'],
  ] as const)('after "%s" the alert is kept for later or put aside: %s', async (error, kind) => {
    faultAt = () => ({ kind: 'refused', error });
    const outcome = await tell('s1', [item('finding-opened', 'f1', 'a')]);

    expect(outcome).toEqual({ kind, message: `Slack refused conversations.history: ${error}.` });
  });

  it('goes on when somebody deleted the first message', async () => {
    await tell('s1', [item('finding-opened', 'f1', 'a')]);
    faultAt = (method) =>
      method === 'chat.update' ? { kind: 'refused', error: 'message_not_found' } : undefined;

    expect(await tell('s2', [item('finding-resolved', 'f1', 'b')])).toEqual({ kind: 'delivered' });
  });

  it('shows its token to nobody when Slack does not answer', async () => {
    faultAt = () => ({ kind: 'unheard' });
    const outcome = await tell('s1', [item('finding-opened', 'f1', 'a')]);

    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(JSON.stringify(outcome)).not.toContain(slack.token);
  });
});

it('the service opens a thread for what is found, and closes it when it is mended', async () => {
  const shop = createShop();
  const cloud = await serveHetzner(shop.world);
  const slack = await serveSlackApi();
  process.env['TEST_BOT_SHOP'] = SHOP_TOKEN;
  process.env['TEST_BOT_TOKEN'] = slack.token;
  const service = await startRunning({
    secrets: [SHOP_TOKEN, slack.token],
    policy: {
      accounts: [
        {
          provider: 'hetzner',
          project: 'shop',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
          token: '${TEST_BOT_SHOP}',
          endpoint: cloud.cloudUrl,
          hetznerEndpoint: cloud.hetznerUrl,
        },
      ],
      notifications: [
        {
          kind: 'slack-bot',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
          token: '${TEST_BOT_TOKEN}',
          channel: slack.channel,
          endpoint: slack.url,
        },
      ],
    },
  });
  await service.scan();
  await until(() => slack.messages.length === 1);
  shop.open('5432');
  await service.scan();
  await until(async () =>
    (await service.call('/metrics').then((answer) => answer.text())).includes(
      'netposture_alerts_waiting 0',
    ),
  );
  const threads = slack.messages.filter(({ text }) => text.startsWith('Open'));
  shop.closeAll();
  await service.scan();
  await until(() => threads.some(({ text }) => text.startsWith('Resolved')));
  await service.close();
  await Promise.all([cloud.close(), slack.close()]);

  expect(slack.messages[0]?.text).toMatch(/^First scan: /);
  expect(threads.length).toBeGreaterThan(0);
  expect(slack.complaints).toEqual([]);
  expect(service.log()).not.toContain(slack.token);
});
