/**
 * Collecting from the simulated AWS, which runs in a process of its own and throttles like EC2 (50 requests at once, 10
 * per second, per account and region).
 *
 * `busy`: 10 accounts with 3 regions of about 300 calls each, 100 ms latency, beside the time that latency and rate demand.
 * `wide`: 50 accounts with 17 empty regions each, 20 ms latency: calls beside the floor (one per declared list operation,
 * region and account), and memory.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { aws } from '../packages/providers/src/aws/index.ts';
import { COLLECTED_OPERATIONS } from '../packages/providers/src/aws/operations/index.ts';
import { createCollectContext } from '../packages/providers/src/client/system-context.ts';
import { Estate } from '../test/clouds/aws/estate.ts';
import { simulateAws } from '../test/clouds/aws/simulated-aws.ts';
import type { AccountWorld, AwsWorld } from '../test/clouds/aws/world.ts';
import { readable, table } from './measure.ts';

const RATE = { burst: 50, perSecond: 10 };
const ROLE = { name: 'netposture', externalId: 'benchmark' };
const TARGET_GROUPS = 60;
const BALANCERS = 55;
const HEAP_MIB = 256;
const REGIONS = ['us-east', 'us-west', 'eu-central', 'eu-west', 'ap-south', 'sa-east'].flatMap(
  (name) => [`${name}-1`, `${name}-2`, `${name}-3`],
);

interface Scenario {
  readonly accounts: number;
  readonly regions: number;
  readonly latencyMs: number;
  readonly busy: boolean;
  /** Targets collected at the same time. */
  readonly atOnce: number;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  busy: { accounts: 10, regions: 3, latencyMs: 100, busy: true, atOnce: 40 },
  wide: { accounts: 50, regions: 17, latencyMs: 20, busy: false, atOnce: 12 },
};

interface Reading {
  readonly requests: number;
  readonly floor: number;
  readonly refused: number;
  readonly incomplete: number;
  readonly seconds: number;
  readonly boundSeconds: number;
  readonly residentMib: number;
  readonly records: number;
}

/** Requests of one region: its list operations, and the calls about what they list. */
function callsPerRegion({ busy }: Scenario): number {
  const standing = COLLECTED_OPERATIONS.filter(
    ({ scope, perSubject }) => scope === 'regional' && perSubject === undefined,
  ).length;
  return busy ? standing + TARGET_GROUPS * 2 + BALANCERS * 2 : standing;
}

/** Requests that cannot be saved: lists, dependents, roles, regions, the pages of the organization's accounts. */
function floorOf(scenario: Scenario): number {
  const { accounts, regions } = scenario;
  const global = COLLECTED_OPERATIONS.filter(
    ({ scope, perSubject }) => scope === 'global' && perSubject === undefined,
  ).length;
  const discovery = 1 + Math.ceil(accounts / 20) + (accounts - 1) + accounts;
  return accounts * (regions * callsPerRegion(scenario) + global) + discovery;
}

function worldOf({ accounts, regions, busy }: Scenario): AwsWorld {
  const all: Record<string, AccountWorld> = {};
  for (let number = 0; number < accounts; number += 1) {
    const account = String(100_000_000_000 + number);
    const names = REGIONS.slice(0, regions);
    all[account] = {
      role: ROLE,
      regions: Object.fromEntries(
        names.map((name) => [name, busy ? busyRegion(account, name) : {}]),
      ),
    };
  }
  return { accounts: all };
}

function busyRegion(account: string, region: string) {
  const estate = new Estate({ account, region }).vpc('vpc-1', '10.0.0.0/16');
  const arn = `arn:aws:elasticloadbalancing:${region}:${account}`;
  for (let index = 0; index < BALANCERS; index += 1) {
    estate.put('elbv2:DescribeLoadBalancers', {
      LoadBalancerArn: `${arn}:loadbalancer/net/lb-${index}/50dc6c495c0c9188`,
      LoadBalancerName: `lb-${index}`,
      Scheme: 'internal',
      Type: 'network',
      VpcId: 'vpc-1',
    });
  }
  for (let index = 0; index < TARGET_GROUPS; index += 1) {
    const TargetGroupArn = `${arn}:targetgroup/tg-${index}/73e2d6bc24d8a067`;
    estate.put('elbv2:DescribeTargetGroups', {
      TargetGroupArn,
      TargetGroupName: `tg-${index}`,
      Protocol: 'TCP',
      Port: 443,
    });
  }
  return estate.world();
}

/** The simulated AWS alone: prints its address, and its counts when its input ends. */
async function serve(scenario: Scenario): Promise<void> {
  const cloud = await simulateAws(worldOf(scenario), {
    latencyMs: scenario.latencyMs,
    rate: RATE,
    countOnly: true,
  });
  process.stdout.write(`${cloud.endpoint}\n`);
  process.stdin.resume();
  await once(process.stdin, 'end');
  process.stdout.write(
    `${JSON.stringify({ ...cloud.counts, violations: cloud.violations.slice(0, 3) })}\n`,
  );
  await cloud.close();
}

async function measured(name: string, scenario: Scenario): Promise<Reading> {
  const server = spawn(process.execPath, [import.meta.filename, 'serve', name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const endpoint = String((await lines.next()).value);
  const account = '100000000000';
  const settings = aws.settings.parse({
    endpoint,
    credentials: { accessKeyId: `AKIA${account}BASE`, secretAccessKey: 'benchmark' },
    organization: { role: ROLE.name, externalId: ROLE.externalId },
  });
  const context = createCollectContext({ signal: new AbortController().signal });
  const began = performance.now();
  let incomplete = 0;
  let peak = 0;
  const { targets, observations } = await aws.discover(settings, context);
  const waiting = [...targets];
  const collecting = Array.from({ length: scenario.atOnce }, async () => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
      for await (const one of aws.collect(target, settings, context)) {
        if (one.outcome !== 'complete') incomplete += 1;
      }
      peak = Math.max(peak, process.memoryUsage.rss());
    }
  });
  await Promise.all(collecting);
  const seconds = (performance.now() - began) / 1000;
  server.stdin.end();
  const counts = JSON.parse(String((await lines.next()).value));
  if (counts.violations.length > 0) throw new Error(counts.violations.join('; '));
  const calls = callsPerRegion(scenario);
  const forRate = Math.max(0, calls - RATE.burst) / RATE.perSecond;
  const rounds = Math.ceil((scenario.accounts * scenario.regions) / scenario.atOnce);
  return {
    requests: counts.requests,
    floor: floorOf(scenario),
    refused: counts.refused,
    incomplete: incomplete + observations.filter(({ outcome }) => outcome !== 'complete').length,
    seconds,
    // The last request of a region may be sent when its token comes, and takes one latency.
    boundSeconds: rounds * (forRate + scenario.latencyMs / 1000),
    residentMib: peak / 2 ** 20,
    records: targets.length,
  };
}

/** A process whose heap is bounded, so that resident memory tells what is needed and not what garbage was left lying. */
function inSmallProcess(name: string): Reading {
  const heap = `--max-old-space-size=${HEAP_MIB}`;
  const output = execFileSync(process.execPath, [heap, import.meta.filename, 'measure', name], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output);
}

async function main(arguments_: readonly string[]): Promise<void> {
  const [first, second] = arguments_;
  const served = first === 'serve' ? SCENARIOS[second ?? ''] : undefined;
  if (served !== undefined) {
    await serve(served);
    return;
  }
  if (first === 'measure') {
    const scenario = SCENARIOS[second ?? ''];
    if (scenario === undefined) throw new Error(`there is no scenario ${second}`);
    process.stdout.write(JSON.stringify(await measured(second ?? '', scenario)));
    return;
  }
  const names = first === undefined ? Object.keys(SCENARIOS) : [first];
  const rows = names.map((name) => {
    const reading = inSmallProcess(name);
    return [
      name,
      String(reading.records),
      String(reading.requests),
      String(reading.floor),
      String(reading.refused),
      String(reading.incomplete),
      readable(reading.seconds),
      readable(reading.boundSeconds),
      readable(reading.seconds / reading.boundSeconds),
      readable(reading.residentMib),
    ];
  });
  const head = [
    'scenario',
    'targets',
    'requests',
    'floor',
    'refused',
    'incomplete',
    'seconds',
    'bound',
    'ratio',
    'MiB',
  ];
  process.stdout.write(`${table([head, ...rows])}\n`);
}

await main(process.argv.slice(2));
