/**
 * Collecting one large project from the simulated Hetzner Cloud: how many requests it takes, beside how many it must
 * take at fifty items a page, and beside the 3,600 requests an hour that Hetzner allows a project.
 *
 * The simulation counts and refuses as Hetzner does; time is a number that sleeping moves, so the waiting that a scan
 * would do is told without being done. A second scan begins with almost nothing left of the hour's requests.
 */
import { createCollectContext } from '../packages/providers/src/client/system-context.ts';
import { hetzner } from '../packages/providers/src/hetzner/index.ts';
import { serveHetzner } from '../test/clouds/hetzner/serve.ts';
import type { HetznerWorld, Project } from '../test/clouds/hetzner/world.ts';
import { inOwnProcess, readable, table } from './measure.ts';

const SERVERS = 2_000;
const FIREWALLS = 50;
const NETWORKS = 30;
const LOAD_BALANCERS = 40;
const PER_PAGE = 50;
const PER_HOUR = 3_600;
/** What is left of the hour in the second scan. */
const ALMOST_NOTHING = 20;

interface Reading {
  readonly requests: number;
  readonly minimum: number;
  readonly refused: number;
  readonly incomplete: number;
  readonly waitedSeconds: number;
  readonly milliseconds: number;
  readonly records: number;
  readonly normalizeMilliseconds: number;
}

function estate(): Project {
  return {
    token: 'token-of-the-benchmark',
    servers: Array.from({ length: SERVERS }, (_, index) => ({
      id: index + 1,
      ipv4: `5.75.${index >> 8}.${index & 255}`,
      ipv6: `2a01:4f8:1c1c:${index.toString(16)}::/64`,
      networks: { [9_000 + (index % NETWORKS)]: `10.0.${(index >> 8) + 1}.${index & 255}` },
      labels: { tier: `tier-${index % FIREWALLS}` },
    })),
    firewalls: Array.from({ length: FIREWALLS }, (_, index) => ({
      id: 7_000 + index,
      rules: Array.from({ length: 50 }, (_unused, rule) => ({
        direction: 'in' as const,
        protocol: 'tcp',
        port: String(1_000 + rule),
        ips: ['0.0.0.0/0', '::/0'],
      })),
      appliedTo: [`tier=tier-${index}`],
    })),
    networks: Array.from({ length: NETWORKS }, (_, index) => ({
      id: 9_000 + index,
      range: '10.0.0.0/16',
    })),
    loadBalancers: Array.from({ length: LOAD_BALANCERS }, (_, index) => ({
      id: 5_000 + index,
      ipv4: `5.76.0.${index}`,
      networks: { [9_000 + (index % NETWORKS)]: `10.0.0.${index + 2}` },
      services: [{ listen: 443 }],
      targets: [{ selector: `tier=tier-${index}`, usePrivateIp: true }],
    })),
  };
}

/** One request for every fifty items, and one for every list that has none. */
function minimumOf(project: Project): number {
  const lists = [SERVERS, FIREWALLS, NETWORKS, LOAD_BALANCERS, SERVERS * 2];
  const pages = lists.reduce((sum, count) => sum + Math.ceil(count / PER_PAGE), 0);
  const asked = hetzner.operations.filter(
    (one) => one.family === 'cloud' && one.perSubject === undefined,
  );
  return pages + asked.length - lists.length + (project.storageBoxes?.length ?? 0);
}

async function measured(remaining: number): Promise<Reading> {
  let nowMs = Date.UTC(2026, 0, 1);
  const project = estate();
  const world: HetznerWorld = { projects: [project] };
  const simulation = await serveHetzner(world, {
    rate: { limit: PER_HOUR, remaining, now: () => nowMs },
  });
  const context = createCollectContext({
    signal: new AbortController().signal,
    clock: { now: () => nowMs },
    sleep: async (durationMs) => {
      nowMs += durationMs;
    },
  });
  const settings = {
    project: 'bench',
    token: project.token,
    endpoint: simulation.cloudUrl,
    hetznerEndpoint: simulation.hetznerUrl,
  };
  const began = performance.now();
  const beganAt = nowMs;
  const observations = [];
  const { targets } = await hetzner.discover(settings, context);
  for (const target of targets) {
    for await (const one of hetzner.collect(target, settings, context)) observations.push(one);
  }
  const milliseconds = performance.now() - began;
  await simulation.close();
  const normalizing = performance.now();
  const { records } = hetzner.normalize(observations);
  return {
    requests: simulation.requests.length,
    minimum: minimumOf(project),
    refused: simulation.refusedForRate(),
    incomplete: observations.filter(({ outcome }) => outcome !== 'complete').length,
    waitedSeconds: (nowMs - beganAt) / 1000,
    milliseconds,
    records: records.size,
    normalizeMilliseconds: performance.now() - normalizing,
  };
}

async function main(arguments_: readonly string[]): Promise<void> {
  const [remaining] = arguments_;
  if (remaining !== undefined) {
    process.stdout.write(JSON.stringify(await measured(Number(remaining))));
    return;
  }
  const scans = [PER_HOUR, ALMOST_NOTHING].map((left) => ({
    left,
    reading: inOwnProcess<Reading>(import.meta.filename, [String(left)]),
  }));
  process.stdout.write(
    `${SERVERS} servers, ${FIREWALLS} firewalls, ${NETWORKS} networks, ${LOAD_BALANCERS} load balancers in one project\n`,
  );
  const rows = scans.map(({ left, reading }) => [
    `${left} requests left of ${PER_HOUR}`,
    String(reading.requests),
    String(reading.minimum),
    String(reading.refused),
    String(reading.incomplete),
    readable(reading.waitedSeconds),
    readable(reading.milliseconds),
    String(reading.records),
    readable(reading.normalizeMilliseconds),
  ]);
  const head = [
    'the hour begins with',
    'requests',
    'minimum',
    'refused',
    'incomplete',
    'waits s',
    'collect ms',
    'records',
    'normalize ms',
  ];
  process.stdout.write(`${table([head, ...rows])}\n`);
  const failed = scans.some(
    ({ reading }) =>
      reading.requests !== reading.minimum || reading.refused + reading.incomplete > 0,
  );
  if (failed) process.exitCode = 1;
}

await main(process.argv.slice(2));
