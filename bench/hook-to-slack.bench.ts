/**
 * From the signed hook to the Slack message: the time that netposture itself takes to tell one changed rule in a large estate.
 * The estate is told by an adapter that answers from memory, so the provider's own latency is nothing; everything else is the
 * service as it runs: HTTP, queue, embedded store, normalizing, evaluation, rules, comparison, outbox, and a Slack of its own.
 *
 * `npm run bench -- hook-to-slack [rules]`, 100,000 rules unless told otherwise. "wall" is the clock's, "cpu" the processor time
 * of the whole process: on a busy machine the clock says how busy it is.
 */
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { readEnvironment } from '../apps/scanner/src/config/service-environment.ts';
import type { AccountEntry } from '../apps/scanner/src/scan/ports.ts';
import { startService } from '../apps/scanner/src/service/start-service.ts';
import { aws } from '../packages/providers/src/aws/index.ts';
import type { Observation } from '../packages/providers/src/observation.ts';
import { type FakeSlack, serveSlack } from '../test/clouds/slack/serve.ts';
import { ACCOUNT, REGION } from './estate-aws-id.ts';
import { observedEstate } from './estate-observations.ts';
import { readable, table } from './measure.ts';

const SECRET = 'secret-of-the-hook';
const CHANGES = 3;
/** Seconds from the hook to the message. */
const BUDGET_SECONDS = 5;

interface Group {
  readonly GroupId: string;
  readonly IpPermissions: readonly object[];
}

interface Card {
  readonly Association?: { readonly PublicIp?: string };
  readonly Groups: readonly { readonly GroupId: string }[];
}

/** An estate whose rules the benchmark changes. */
class ChangingEstate {
  readonly #observations: Observation[];
  readonly #exposed: readonly string[];

  constructor(rules: number) {
    this.#observations = [...observedEstate({ rules }, 1)];
    const cards = this.#itemsOf<Card>('DescribeNetworkInterfaces');
    this.#exposed = cards
      .filter(({ Association }) => Association?.PublicIp !== undefined)
      .map(({ Groups }) => Groups[0]?.GroupId ?? '');
  }

  /** Lets everybody in to this port of a server with a public address: one rule more. */
  open(port: number, which: number): void {
    const id = this.#exposed[which * 7];
    const at = this.#observations.findIndex(({ operation }) => operation === GROUPS);
    const known = this.#observations[at];
    if (known === undefined || id === undefined) throw new Error('The estate has no such server.');
    const rule = {
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      UserIdGroupPairs: [],
      IpRanges: [{ CidrIp: '0.0.0.0/0' }],
      Ipv6Ranges: [],
      PrefixListIds: [],
    };
    const items = this.#itemsOf<Group>(GROUPS).map((group) =>
      group.GroupId === id ? { ...group, IpPermissions: [...group.IpPermissions, rule] } : group,
    );
    // The items are what AWS answers: text, numbers, booleans, lists and records only.
    this.#observations[at] = { ...known, items: items as unknown as Observation['items'] };
  }

  /** What is answered now, of the region or of what belongs to none. */
  *answers(location: string): Generator<Observation> {
    const collectedAt = new Date().toISOString();
    for (const one of this.#observations) {
      if (one.location === location) yield { ...one, collectedAt };
    }
  }

  #itemsOf<T>(operation: string): readonly T[] {
    const found = this.#observations.find((one) => one.operation === operation);
    return (found?.items ?? []) as unknown as readonly T[];
  }
}

const GROUPS = 'DescribeSecurityGroups';

function accountOf(estate: ChangingEstate): AccountEntry {
  const targets = [REGION, 'global'].map((location) => ({ account: ACCOUNT, location }));
  const provider = {
    ...aws,
    discover: async () => ({ targets, observations: [] }),
    collect: async function* ({ location }: { readonly location: string }) {
      yield* estate.answers(location);
    },
  };
  return { provider, settings: {} };
}

interface Timing {
  readonly wall: number;
  readonly cpu: number;
}

async function timed(work: () => Promise<void>): Promise<Timing> {
  const began = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - began) / 1000, cpu: (user + system) / 1_000_000 };
}

/** Resolves when Slack has a message about all of these words; polling costs a thousandth of what is measured. */
async function untilTold(slack: FakeSlack, word: string): Promise<void> {
  while (!slack.messages.some((text) => text.includes(word))) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function main(rules: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'netposture-bench-'));
  const slack = await serveSlack();
  const config = join(directory, 'netposture.yaml');
  const webhook = join(directory, 'webhook');
  writeFileSync(webhook, `${slack.url}\n`);
  const notifications = [{ kind: 'slack', url: `file:${webhook}` }];
  writeFileSync(config, JSON.stringify({ notifications }));
  const estate = new ChangingEstate(rules);
  const service = await startService({
    environment: readEnvironment({
      NETPOSTURE_CONFIG: config,
      NETPOSTURE_DATA_DIR: join(directory, 'data'),
      NETPOSTURE_PORT: '0',
      NETPOSTURE_HOOK_SECRET: SECRET,
      NETPOSTURE_LOG_LEVEL: process.env['BENCH_LOG'] ?? 'warn',
    }),
    role: 'all',
    accounts: [accountOf(estate)],
  });
  const callHook = async () => {
    const body = JSON.stringify({ provider: 'aws', location: REGION });
    const seconds = Math.floor(Date.now() / 1000);
    const digest = createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'netposture-signature': `t=${seconds},v1=${digest}`,
    };
    const answer = await fetch(`${service.url}/v1/hook`, { method: 'POST', body, headers });
    if (answer.status !== 202) throw new Error(`The hook answered ${answer.status}.`);
  };
  const token = readFileSync(join(directory, 'data', 'first-token'), 'utf8').trim();
  const first = await timed(async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    await fetch(`${service.url}/v1/scans`, { method: 'POST', headers, body: '{}' });
    await untilTold(slack, 'First scan');
  });
  const changes: Timing[] = [];
  for (let change = 1; change <= CHANGES; change += 1) {
    const port = 61_000 + change;
    estate.open(port, change);
    changes.push(
      await timed(async () => {
        await callHook();
        await untilTold(slack, `port ${port}`);
      }),
    );
  }
  await service.close();
  await slack.close();
  rmSync(directory, { recursive: true });
  const row = (name: string, { wall, cpu }: Timing) => [name, readable(wall), readable(cpu)];
  const worst = Math.max(...changes.map(({ wall }) => wall));
  process.stdout.write(
    `${rules.toLocaleString('en')} rules\n${table([
      ['', 'wall s', 'cpu s'],
      row('first scan to its summary', first),
      ...changes.map((timing, index) => row(`hook to message, change ${index + 1}`, timing)),
    ])}\nbudget ${BUDGET_SECONDS} s: ${worst <= BUDGET_SECONDS ? 'held' : 'MISSED'}\n`,
  );
}

await main(Number(process.argv[2] ?? '100000'));
