import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const LAUNCHER = fileURLToPath(new URL('../apps/scanner/bin/netposture.mjs', import.meta.url));
const POLICY = fileURLToPath(new URL('./netposture.yaml', import.meta.url));

/** A finding as `GET /v1/findings` tells it, as far as the demo shows it. */
const Finding = z.object({
  id: z.string(),
  rule: z.string(),
  severity: z.string(),
  state: z.string(),
  title: z.string(),
  detail: z.object({
    title: z.string(),
    subject: z.string(),
    trace: z.array(z.string()),
    members: z.array(z.string()),
    reasons: z.array(z.string()),
  }),
});
export type Finding = z.infer<typeof Finding>;

/** A difference between two scans, as `GET /v1/drift` tells it. */
const Drift = z.object({ scanId: z.string(), kind: z.string(), text: z.string() });
export type Drift = z.infer<typeof Drift>;

const Ticket = z.object({ id: z.string() });
const Scan = z.object({ state: z.string(), error: z.string().nullable() });

/** A running `netposture serve`, asked over its HTTP API. */
export interface RunningService {
  readonly url: string;
  /** The file with its first token. */
  readonly tokenFile: string;
  /** Scans, and answers with the scan's id when it is recorded. */
  readonly scan: (scope?: { readonly provider: string }) => Promise<string>;
  readonly findings: () => Promise<readonly Finding[]>;
  readonly drift: (scanId: string) => Promise<readonly Drift[]>;
}

/** A process of the service, ready or not. */
export interface ServiceProcess {
  /** Rejects where it ends before it is ready, with what it said. */
  readonly ready: Promise<RunningService>;
  /** Asks it to end, and waits until it did. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the scanner as a process of its own, with these variables and no others, so that no credential of this machine is
 * ever used.
 */
export function startService(
  variables: Readonly<Record<string, string>>,
  directory: string,
): ServiceProcess {
  const child = spawn(
    process.execPath,
    [LAUNCHER, 'serve', '--config', POLICY, '--data-dir', directory, '--port', '0'],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: directory,
        NETPOSTURE_LOG_LEVEL: 'error',
        ...variables,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const ended = once(child, 'exit');
  return {
    ready: readyAt(child).then((url) => running(url, join(directory, 'first-token'))),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function running(url: string, tokenFile: string): RunningService {
  const token = readFileSync(tokenFile, 'utf8').trim();
  const call = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}${path}`, { ...init, headers });
    const body = await answer.json();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(body)}`);
    return body;
  };
  const all = async <Item>(path: string, item: z.ZodType<Item>): Promise<readonly Item[]> =>
    z.object({ items: z.array(item) }).parse(await call(`${path}?limit=500`)).items;
  return {
    url,
    tokenFile,
    scan: async (scope) => {
      const body = JSON.stringify(scope ?? {});
      const { id } = Ticket.parse(await call('/v1/scans', { method: 'POST', body }));
      for (;;) {
        const { state, error } = Scan.parse(await call(`/v1/scans/${id}`));
        if (state === 'recorded') return id;
        if (state === 'failed') throw new Error(`The scan failed: ${error ?? 'no reason given'}`);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    findings: () => all('/v1/findings', Finding),
    drift: async (scanId) =>
      (await all('/v1/drift', Drift)).filter((item) => item.scanId === scanId),
  };
}

const POLL_MS = 50;

/** Where the service listens, as soon as it says so. */
function readyAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, url] = /is ready on (http:\S+)\.\n/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`The service did not start.\n${said}`)));
  });
}
