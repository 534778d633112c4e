/**
 * Collecting one large team from the simulated DigitalOcean: how many requests it takes, beside how many it must take
 * at two hundred items a page, and beside the 250 requests a minute and 5,000 an hour that DigitalOcean allows a token.
 *
 * The simulation counts and refuses as DigitalOcean does; time is a number that sleeping moves, so the waiting that a
 * scan would do is told without being done. The bound is the waiting that the limits themselves force on that many requests.
 */
import { createCollectContext } from '../packages/providers/src/client/system-context.ts';
import { digitalocean } from '../packages/providers/src/digitalocean/index.ts';
import { serveDigitalOcean } from '../test/clouds/digitalocean/serve.ts';
import type { TeamDeclaration } from '../test/clouds/digitalocean/world.ts';
import { inOwnProcess, readable, table } from './measure.ts';

const DROPLETS = 2_000;
const FIREWALLS = 100;
const PER_PAGE = 200;
const PER_HOUR = 5_000;
const PER_MINUTE = 250;
/** How many databases each scan has: the estate of the promise, and one that no minute holds. */
const DATABASES = [60, 600];

interface Reading {
  readonly requests: number;
  readonly minimum: number;
  readonly refused: number;
  readonly incomplete: number;
  readonly waitedSeconds: number;
  readonly boundSeconds: number;
  readonly milliseconds: number;
  readonly records: number;
  readonly normalizeMilliseconds: number;
}

const engineOf = (index: number) => ['pg', 'mysql', 'valkey'][index % 3] ?? 'pg';

function estate(databases: number): TeamDeclaration {
  return {
    token: 'dop_v1_token-of-the-benchmark',
    vpcs: [{ id: 'vpc', range: '10.10.0.0/16' }],
    droplets: Array.from({ length: DROPLETS }, (_, index) => ({
      id: index + 1,
      ipv4: `104.131.${index >> 8}.${index & 255}`,
      vpc: 'vpc',
      privateIp: `10.10.${(index >> 8) + 1}.${index & 255}`,
      tags: [`tier-${index % FIREWALLS}`],
    })),
    firewalls: Array.from({ length: FIREWALLS }, (_, index) => ({
      id: `firewall-${index}`,
      inbound: Array.from({ length: 40 }, (_unused, rule) => ({
        ports: String(1_000 + rule),
        addresses: ['0.0.0.0/0', '::/0'],
        ...(rule % 10 === 0 ? { action: 'deny' } : {}),
      })),
      outbound: [{ addresses: ['0.0.0.0/0', '::/0'] }],
      tags: [`tier-${index}`],
    })),
    databases: Array.from({ length: databases }, (_, index) => ({
      id: `database-${index}`,
      engine: engineOf(index),
      vpc: 'vpc',
      trusted: [{ type: 'tag', value: `tier-${index % FIREWALLS}` }],
      ...(index % 6 === 0 ? { replicas: [{ id: `replica-${index}` }] } : {}),
    })),
  };
}

/** One request for every page of every list, and for what is asked about each database and VPC. */
function minimumOf({ databases = [], vpcs = [] }: TeamDeclaration): number {
  const lists = digitalocean.operations.filter((one) => one.perSubject === undefined).length;
  const further = DROPLETS / PER_PAGE - 1;
  const details = databases.reduce((sum, { engine, replicas }) => {
    const hasReplicas = engine === 'pg' || engine === 'mysql';
    return sum + 1 + (hasReplicas ? 1 : 0) + (engine === 'pg' ? 1 : 0) + (replicas?.length ?? 0);
  }, 0);
  const members = (DROPLETS + databases.length) / PER_PAGE;
  return lists + further + details + vpcs.length * Math.ceil(members);
}

/** What a scan must wait if it may send all that the limits allow, at once when they allow it. */
function boundOf(requests: number): number {
  return (Math.ceil(requests / PER_MINUTE) - 1) * 60;
}

async function measured(databases: number): Promise<Reading> {
  let nowMs = Date.UTC(2026, 0, 1);
  const team = estate(databases);
  const rate = { perHour: PER_HOUR, perMinute: PER_MINUTE, now: () => nowMs };
  const simulation = await serveDigitalOcean({ teams: [team] }, { rate });
  const context = createCollectContext({
    signal: new AbortController().signal,
    clock: { now: () => nowMs },
    sleep: async (durationMs) => {
      nowMs += durationMs;
    },
  });
  const settings = { team: 'bench', token: team.token, endpoint: simulation.url };
  const began = performance.now();
  const beganAt = nowMs;
  const observations = [];
  const { targets } = await digitalocean.discover(settings, context);
  for (const target of targets) {
    for await (const one of digitalocean.collect(target, settings, context)) observations.push(one);
  }
  const milliseconds = performance.now() - began;
  await simulation.close();
  const normalizing = performance.now();
  const { records } = digitalocean.normalize(observations);
  return {
    requests: simulation.requests.length,
    minimum: minimumOf(team),
    refused: simulation.refusedForRate(),
    incomplete: observations.filter(({ outcome }) => outcome !== 'complete').length,
    waitedSeconds: (nowMs - beganAt) / 1000,
    boundSeconds: boundOf(simulation.requests.length),
    milliseconds,
    records: records.size,
    normalizeMilliseconds: performance.now() - normalizing,
  };
}

async function main(arguments_: readonly string[]): Promise<void> {
  const [asked] = arguments_;
  if (asked !== undefined) {
    process.stdout.write(JSON.stringify(await measured(Number(asked))));
    return;
  }
  const scans = DATABASES.map((databases) => ({
    databases,
    reading: inOwnProcess<Reading>(import.meta.filename, [String(databases)]),
  }));
  process.stdout.write(`${DROPLETS} Droplets, ${FIREWALLS} firewalls in one team\n`);
  const head = [
    'databases',
    'requests',
    'minimum',
    'refused',
    'incomplete',
    'waits s',
    'limits force s',
    'collect ms',
    'records',
    'normalize ms',
  ];
  const rows = scans.map(({ databases, reading }) => [
    String(databases),
    String(reading.requests),
    String(reading.minimum),
    String(reading.refused),
    String(reading.incomplete),
    readable(reading.waitedSeconds),
    readable(reading.boundSeconds),
    readable(reading.milliseconds),
    String(reading.records),
    readable(reading.normalizeMilliseconds),
  ]);
  process.stdout.write(`${table([head, ...rows])}\n`);
  const failed = scans.some(
    ({ reading }) =>
      reading.requests !== reading.minimum || reading.refused + reading.incomplete > 0,
  );
  if (failed) process.exitCode = 1;
}

await main(process.argv.slice(2));
