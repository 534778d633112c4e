/**
 * What the Google Cloud adapter costs to start: importing it, and the first call, each in a process of its own. The
 * rows below the adapter are what decided which library reads what (docs/adr): the vendor's package by its index and by
 * single clients, and `google-auth-library` alone.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { inOwnProcess, readable, table } from './measure.ts';

/** The limits of the adapter: importing it, and the first call included. */
const LIMITS: Readonly<Record<string, { readonly milliseconds: number; readonly mib: number }>> = {
  'the adapter, imported': { milliseconds: 300, mib: 80 },
  'the adapter, with the first call': { milliseconds: 1200, mib: 160 },
};

interface Reading {
  readonly milliseconds: number;
  /** Time of the processor alone: what a busy machine does not change. */
  readonly cpuMilliseconds: number;
  /** Growth of the resident set, in MiB, and what it came to. */
  readonly grownMib: number;
  readonly residentMib: number;
}

const require = createRequire(new URL('../packages/providers/src/gcp/index.ts', import.meta.url));
/** Dependencies of the adapter, not of the benchmarks. */
const AUTH = 'google-auth-library';
const COMPUTE = '@google-cloud/compute';
const client = (name: string) => `${COMPUTE}/build/src/v1/${name}_client.js`;
const FIVE = ['firewalls', 'networks', 'routes', 'subnetworks', 'instances'];

/** What each measure does, by name; imports only, but for the two that call. */
const MEASURES: Readonly<Record<string, () => unknown>> = {
  'nothing (the process itself)': () => undefined,
  'the adapter, imported': () => import('../packages/providers/src/gcp/index.ts'),
  'the adapter, with the first call': () => firstCall(false),
  'the same by the vendor library': () => firstCall(true),
  'google-auth-library': () => require(AUTH),
  '@google-cloud/compute, one client': () => require(client('firewalls')),
  '@google-cloud/compute, five clients': () => FIVE.map((name) => require(client(name))),
  '@google-cloud/compute, its index': () => require(COMPUTE),
};

/** Reads the firewall rules of one project: credential, chain, and on wish the vendor's library. */
async function firstCall(isByLibrary: boolean): Promise<unknown> {
  const [, , , endpoint = '', token = ''] = process.argv;
  await import('../packages/providers/src/gcp/index.ts');
  const { createCollectContext } = await import(
    '../packages/providers/src/client/system-context.ts'
  );
  const { createAsk } = await import('../packages/providers/src/gcp/collect/ask.ts');
  const { createClients } = await import('../packages/providers/src/gcp/client.ts');
  const { firewalls } = await import('../packages/providers/src/gcp/operations/compute.ts');
  const context = createCollectContext({ signal: new AbortController().signal });
  const settings = { endpoint, accessToken: token };
  const clients = createClients('acme-bench', settings, context);
  const ask = createAsk('acme-bench', clients, context, isByLibrary);
  const observation = await ask(firewalls);
  if (observation.outcome !== 'complete') throw new Error(observation.message);
  return observation;
}

async function measured(name: string): Promise<Reading> {
  const mib = () => process.memoryUsage().rss / 2 ** 20;
  const before = mib();
  const cpu = process.cpuUsage();
  const began = performance.now();
  await MEASURES[name]?.();
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMilliseconds = (user + system) / 1000;
  return { milliseconds, cpuMilliseconds, grownMib: mib() - before, residentMib: mib() };
}

/** Serves one small project until the parent ends, in a process that is not measured. */
async function serve(): Promise<void> {
  const { serveGcp, TOKEN, WorldBuilder } = await import('../test/clouds/gcp/index.ts');
  const builder = new WorldBuilder();
  const project = builder.project('acme-bench');
  const network = project.network('main');
  project.firewall('allow', { network, allow: 'tcp:443', from: ['0.0.0.0/0'] });
  const { endpoint } = await serveGcp(builder.world);
  process.stdout.write(`${endpoint} ${TOKEN}\n`);
}

async function main([asked]: readonly string[]): Promise<void> {
  if (asked === '--serve') return serve();
  if (asked !== undefined) {
    process.stdout.write(JSON.stringify(await measured(asked)));
    return;
  }
  const server = spawn(process.execPath, [import.meta.filename, '--serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { value: place = '' } = await firstLine(server.stdout).next();
  const rows = [['what', 'ms', 'CPU ms', 'MiB more', 'MiB in all']];
  for (const name of Object.keys(MEASURES)) {
    const reading = inOwnProcess<Reading>(import.meta.filename, [name, ...place.split(' ')]);
    const { milliseconds, cpuMilliseconds, grownMib, residentMib } = reading;
    rows.push([
      name,
      readable(milliseconds),
      readable(cpuMilliseconds),
      readable(grownMib),
      readable(residentMib),
    ]);
    const limit = LIMITS[name];
    if (limit === undefined) continue;
    if (milliseconds > limit.milliseconds || grownMib > limit.mib) process.exitCode = 1;
  }
  server.kill();
  process.stdout.write(`${table(rows)}\n`);
}

async function* firstLine(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  for await (const line of createInterface({ input: stream })) {
    yield line;
    return;
  }
}

await main(process.argv.slice(2));
