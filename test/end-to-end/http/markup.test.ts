import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveHetzner } from '../../clouds/hetzner/serve.ts';
import { serveSlack } from '../../clouds/slack/serve.ts';
import { folderOf, netposture } from '../cli/netposture.testkit.ts';
import { smallOffice } from '../cli/office.testkit.ts';
import { type RunningService, startRunning, until } from './running.testkit.ts';

/** What somebody may call a server: markup of every medium that a name passes through. */
const HOSTILE =
  '<!channel> <@U1> <https://evil.example|ok> *b* _i_ ~s~ `c` @here </td><script>alert(1)</script> " \' | [x](javascript:alert(1)) ![y](https://evil.example/y.png) \\ \u202e\u001b[31m\u0007';

describe('a hostile name in the service', () => {
  let service: RunningService;
  let message = '';
  let page = '';
  const closers: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const rules = (ports: readonly string[]) =>
      ports.map((port) => ({
        direction: 'in' as const,
        protocol: 'tcp',
        port,
        ips: ['0.0.0.0/0', '::/0'],
      }));
    const projectWith = (ports: readonly string[]) => ({
      token: 'token-of-the-hostile',
      servers: [{ id: 1, name: HOSTILE, labels: { [HOSTILE]: HOSTILE }, ipv4: '5.75.0.1' }],
      firewalls: [{ id: 7, name: HOSTILE, rules: rules(ports), appliedTo: [1] }],
    });
    const projects = [projectWith(['443'])];
    const cloud = await serveHetzner({ projects });
    const slack = await serveSlack();
    process.env['TEST_HOSTILE_TOKEN'] = 'token-of-the-hostile';
    service = await startRunning({
      secrets: [],
      policy: {
        accounts: [
          {
            provider: 'hetzner',
            project: HOSTILE.replaceAll('\u0007', ''),
            // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of the policy file.
            token: '${TEST_HOSTILE_TOKEN}',
            endpoint: cloud.cloudUrl,
            hetznerEndpoint: cloud.hetznerUrl,
          },
        ],
        notifications: [{ kind: 'slack', url: slack.url }],
      },
    });
    closers.push(service.close, cloud.close, slack.close);
    await service.scan();
    projects[0] = projectWith(['443', '5432']);
    await service.scan();
    await until(() => slack.messages.length === 2);
    message = slack.messages[1] ?? '';
    page = await (await service.call('/')).text();
  });
  afterAll(async () => {
    for (const close of closers) await close();
  });

  it('mentions nobody, links nowhere and formats nothing in Slack', () => {
    const { blocks } = JSON.parse(message) as {
      readonly blocks: readonly {
        readonly type: string;
        readonly text?: { readonly type: string; readonly text: string };
        readonly elements?: readonly { readonly text: string }[];
      }[];
    };
    const texts = blocks.flatMap(({ text, elements }) => [
      ...(text === undefined ? [] : [text.text]),
      ...(elements ?? []).map((element) => element.text),
    ]);

    expect(texts.join('\n')).toContain('&lt;!channel&gt;');
    for (const text of texts) {
      expect(text).not.toMatch(/[<>]/);
      expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      // Ours are the only marks that pair up: "*Why:*" at the beginning of a line.
      expect(text.replaceAll(/^\*[\w -]+:?\*/gm, '')).not.toMatch(/(?<!\u2060)[*_~`]/);
    }
  });

  it('stays text on the page with the latest scan', () => {
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script/i);
    expect(page.match(/<[a-z!/][^>]*>/gi)?.filter((tag) => /on\w+=|href|src/i.test(tag))).toEqual(
      [],
    );
    expect(page.match(/<\/?(\w+)/g)?.map((tag) => tag.replace(/[</]/g, ''))).toSatisfy(
      (tags: readonly string[]) =>
        tags.every((tag) =>
          ['meta', 'title', 'h1', 'p', 'table', 'caption', 'tr', 'th', 'td'].includes(tag),
        ),
    );
  });

  it('is escaped by JSON alone in the API, whose answers are no page', async () => {
    const answer = await service.call('/v1/exposures');
    const { items } = (await answer.json()) as { items: readonly { readonly name: string }[] };

    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(items.map(({ name }) => name)).toContain(HOSTILE);
  });
});

describe('a hostile name in a report', () => {
  let folder = '';
  beforeAll(async () => {
    folder = folderOf(await smallOffice(HOSTILE));
  });
  const report = async (format: string) =>
    (await netposture(['scan', '--observations', folder, '--format', format])).stdout;

  it('stays text in Markdown: no HTML, no link, no picture, no new cell, no mention', async () => {
    const text = await report('markdown');

    expect(text).toContain('&lt;script>');
    expect(text).not.toMatch(/(?<!\\)\[x|(?<!\\)\|x|<script|<!channel|@here|(?<!\\)`c/);
    expect(text).not.toMatch(/(?<!\\)\]\(/);
    for (const line of text.split('\n').filter((row) => row.startsWith('| '))) {
      expect([3, 5]).toContain(line.match(/(?<!\\)\|/g)?.length);
    }
  });

  it('becomes no link in SARIF, whose messages may hold links', async () => {
    const log = JSON.parse(await report('sarif')) as {
      readonly runs: readonly {
        readonly results: readonly { readonly message: { readonly text: string } }[];
      }[];
    };
    const messages = log.runs[0]?.results.map(({ message }) => message.text) ?? [];

    expect(messages.join('\n')).toContain('[x]');
    for (const message of messages) {
      expect(message).not.toContain('](');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
      expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });

  it('moves no cursor of a terminal', async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(await report('table')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});
