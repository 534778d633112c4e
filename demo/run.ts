/**
 * `npm run demo`: a company's clouds, simulated; the real scanner on them, as a process of its own; what it finds, and what it
 * says when something changes. With `--once` it ends after printing, else the service keeps running.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type FakeSlack, serveSlack } from '../test/clouds/slack/serve.ts';
import { type SimulatedCompany, startCompany } from './company/clouds.ts';
import { AS_FOUND, WITH_SSH_OPEN, YESTERDAY } from './company/facts.ts';
import { inColor, plain } from './print/paint.ts';
import { changeText, foundText, introduction, staysText } from './print/story.ts';
import { type RunningService, startService } from './service.ts';

const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
const isTerminal = process.stdout.isTTY === true && !process.env['NO_COLOR'];
const paint = isTerminal || process.env['FORCE_COLOR'] === '1' ? inColor : plain;

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interruption.abort());
}
const interrupted = new Promise<'interrupted'>((resolve) => {
  interruption.signal.addEventListener('abort', () => resolve('interrupted'), { once: true });
});

// Whoever reads the first lines alone (`npm run demo | head`) has seen enough.
process.stdout.on('error', () => interruption.abort());

interface Stage {
  readonly company: SimulatedCompany;
  readonly slack: FakeSlack;
  readonly service: RunningService;
}

const closers: (() => Promise<void> | void)[] = [];
try {
  print(introduction(paint));
  note('Starting the clouds and the scanner.');
  const ended = await Promise.race([setUp().then(play), interrupted]);
  if (ended === 'interrupted') process.exitCode = 130;
  else if (!values.once) {
    print(staysText(ended.service, paint));
    await interrupted;
  }
} finally {
  for (const close of closers.toReversed()) await close();
}

async function setUp(): Promise<Stage> {
  const company = await startCompany(YESTERDAY);
  closers.push(company.close);
  const slack = await serveSlack();
  closers.push(slack.close);
  const directory = mkdtempSync(join(tmpdir(), 'netposture-demo-'));
  closers.push(() => rmSync(directory, { recursive: true, force: true }));
  const variables = { ...company.variables, LARKFIELD_SLACK: slack.url };
  const { ready, stop } = startService(variables, directory);
  closers.push(stop);
  return { company, slack, service: await ready };
}

async function play(stage: Stage): Promise<Stage> {
  const { company, slack, service } = stage;
  note('Scanning Hetzner as it was yesterday: a worker still exists that is deleted today.');
  await service.scan({ provider: 'hetzner' });
  note('Scanning all four clouds as they are today.');
  company.become(AS_FOUND);
  await service.scan();
  print(foundText(await service.findings(), paint));

  note('Somebody changes a firewall. Scanning Hetzner again, as a webhook asks for it.');
  company.become(WITH_SSH_OPEN);
  const scan = await service.scan({ provider: 'hetzner' });
  const message = await thirdMessage(slack);
  print(changeText(await service.drift(scan), message, paint));
  return stage;
}

/** One message for each scan: what there was at first, the deleted worker, the change. */
async function thirdMessage(slack: FakeSlack): Promise<string> {
  for (;;) {
    const [, , third] = slack.messages;
    if (third !== undefined) return third;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Progress is no result. */
function note(sentence: string): void {
  process.stderr.write(`${paint('dim', sentence)}\n`);
}
