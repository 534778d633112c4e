/**
 * Collecting 20 projects with 250 instances and 100 rules each from a simulated Google Cloud that takes 100 ms for every
 * answer and refuses more than 10 requests in any second of one project. The time is compared with the bound that these
 * limits set: the requests of the largest project at 10 a second, since projects are asked at the same time.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createCollectContext } from '../packages/providers/src/client/system-context.ts';
import { gcp } from '../packages/providers/src/gcp/index.ts';
import { inOwnProcess, readable, table } from './measure.ts';

const PROJECTS = 20;
const INSTANCES = 250;
const RULES = 100;
/** Groups of instances: each is asked for its members, which makes about 150 requests of a project. */
const GROUPS = 85;
const LATENCY_MS = 100;
const PER_SECOND = 10;
const BUDGET = 1.25;

interface Reading {
  readonly seconds: number;
  readonly requests: number;
  readonly largest: number;
  readonly incomplete: number;
  readonly records: number;
  readonly normalizeMs: number;
  readonly residentMib: number;
}

/** Serves the estate in a process that is not measured; tells at the end how many requests it refused. */
async function serve(): Promise<void> {
  const { serveGcp, TOKEN, WorldBuilder, instanceGroup } = await import(
    '../test/clouds/gcp/index.ts'
  );
  const builder = new WorldBuilder();
  for (let index = 0; index < PROJECTS; index += 1) {
    const project = builder.project(`acme-bench-${index}`);
    const network = project.network('main');
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/16');
    const links = Array.from({ length: INSTANCES }, (_, at) =>
      project.instance(`vm-${at}`, {
        subnetwork,
        ip: `10.0.${at >> 8}.${at & 255}`,
        tags: [`tier-${at % RULES}`],
      }),
    );
    for (let rule = 0; rule < RULES; rule += 1) {
      const raw = { targetTags: [`tier-${rule}`] };
      project.firewall(`rule-${rule}`, {
        network,
        allow: `tcp:${1000 + rule}`,
        from: ['10.0.0.0/8'],
        raw,
      });
    }
    for (let group = 0; group < GROUPS; group += 1)
      instanceGroup(project, `group-${group}`, links.slice(group, group + 3));
  }
  const cloud = await serveGcp(builder.world, { latencyMs: LATENCY_MS, perSecond: PER_SECOND });
  process.stdout.write(`${cloud.endpoint} ${TOKEN} ${builder.world.organization}\n`);
  process.stdin.on('data', () => process.stdout.write(`${cloud.refusedForRate()}\n`));
}

async function measured([
  endpoint,
  accessToken,
  organization,
]: readonly string[]): Promise<Reading> {
  const context = createCollectContext({ signal: new AbortController().signal });
  const settings = gcp.settings.parse({ endpoint, accessToken, organization });
  const began = performance.now();
  const { targets, observations } = await gcp.discover(settings, context);
  const collected = await Promise.all(
    targets.map(async (target) => {
      const own = [];
      for await (const one of gcp.collect(target, settings, context)) own.push(one);
      return own;
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const all = [...observations, ...collected.flat()];
  const normalizing = performance.now();
  const { records } = gcp.normalize(all);
  return {
    seconds,
    requests: context.meter.read().requests,
    largest: Math.max(
      ...collected.map((own) => own.reduce((sum, one) => sum + Math.max(1, one.pages), 0)),
    ),
    incomplete: all.filter(({ outcome }) => outcome !== 'complete').length,
    records: records.size,
    normalizeMs: performance.now() - normalizing,
    residentMib: process.memoryUsage().rss / 2 ** 20,
  };
}

async function main([mode, ...rest]: readonly string[]): Promise<void> {
  if (mode === '--serve') return serve();
  if (mode === '--collect') {
    process.stdout.write(JSON.stringify(await measured(rest)));
    return;
  }
  const server = spawn(process.execPath, [import.meta.filename, '--serve'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const { value: place = '' } = await lines.next();
  const reading = inOwnProcess<Reading>(import.meta.filename, [
    '--collect',
    ...String(place).split(' '),
  ]);
  server.stdin.write('?\n');
  const { value: refused } = await lines.next();
  server.kill();
  const bound = reading.largest / PER_SECOND;
  const ratio = reading.seconds / bound;
  const head = [
    'requests',
    'largest',
    'refused',
    'incomplete',
    'seconds',
    'bound s',
    'ratio',
    'records',
    'normalize ms',
    'MiB',
  ];
  const row = [
    String(reading.requests),
    String(reading.largest),
    String(refused),
    String(reading.incomplete),
    readable(reading.seconds),
    readable(bound),
    ratio.toFixed(2),
    String(reading.records),
    readable(reading.normalizeMs),
    readable(reading.residentMib),
  ];
  process.stdout.write(
    `${PROJECTS} projects, ${INSTANCES} instances and ${RULES} rules each\n${table([head, row])}\n`,
  );
  if (ratio > BUDGET || refused !== '0' || reading.incomplete > 0) process.exitCode = 1;
}

await main(process.argv.slice(2));
