import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** A server of a test's own on 127.0.0.1. */
export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian's programs, which `.ci/run` installs. */
const REDIS = { server: 'redis-server', client: 'redis-cli' } as const;

const LONGEST_START_MS = 30_000;

/** Starts Debian's Redis with nothing kept on disk. */
export async function startRedis(): Promise<TestServer> {
  const port = await freePort();
  const server = spawn(
    REDIS.server,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  await until(() => execFileSync(REDIS.client, ['-p', String(port), 'ping'], { stdio: 'pipe' }));
  return { url: `redis://127.0.0.1:${port}`, stop: () => stopped(server, 'SIGTERM') };
}

/** Starts Debian's PostgreSQL on a cluster of its own. */
export async function startPostgres(): Promise<TestServer> {
  const [version = '15'] = readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a));
  const bin = `/usr/lib/postgresql/${version}/bin`;
  const folder = mkdtempSync(join(tmpdir(), 'netposture-pg-'));
  const port = await freePort();
  // PostgreSQL refuses to run as root: then it runs as the user that its package made.
  const user = process.getuid?.() === 0 ? idsOf('postgres') : undefined;
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  const data = join(folder, 'data');
  const options = { stdio: 'ignore' as const, cwd: folder, ...user };
  execFileSync(
    `${bin}/initdb`,
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'],
    options,
  );
  const server = spawn(
    `${bin}/postgres`,
    ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-F'],
    options,
  );
  await until(() =>
    execFileSync(`${bin}/pg_isready`, ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'pipe' }),
  );
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: () => stopped(server, 'SIGINT'),
  };
}

function idsOf(user: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function until(attempt: () => unknown): Promise<void> {
  const end = Date.now() + LONGEST_START_MS;
  for (;;) {
    try {
      attempt();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function stopped(server: ReturnType<typeof spawn>, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill(signal);
  });
}
