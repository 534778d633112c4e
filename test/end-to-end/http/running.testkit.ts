import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { readEnvironment } from '../../../apps/scanner/src/config/service-environment.ts';
import { createLog } from '../../../apps/scanner/src/log.ts';
import { startService } from '../../../apps/scanner/src/service/start-service.ts';

/** A whole service on the embedded default, with its own log. */
export interface RunningService {
  readonly url: string;
  /** The folder of the embedded store. */
  readonly directory: string;
  /** The first token, which may do everything. */
  readonly token: string;
  /** Every line of the log so far. */
  readonly log: () => string;
  call(path: string, init?: RequestInit): Promise<Response>;
  /** Asks for a scan of everything, and answers its id when it is recorded. */
  scan(): Promise<string>;
  close(): Promise<void>;
}

/** Starts a service with this policy file. What is a secret to it by configuration is not one by look: it must be told. */
export async function startRunning(given: {
  readonly policy: object;
  readonly environment?: Readonly<Record<string, string>>;
  /** What the log is told to hide, besides what looks like a secret. */
  readonly secrets: readonly string[];
}): Promise<RunningService> {
  const folder = mkdtempSync(join(tmpdir(), 'netposture-'));
  const directory = join(folder, 'data');
  const config = join(folder, 'netposture.yaml');
  writeFileSync(config, JSON.stringify(given.policy));
  let log = '';
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      log += String(chunk);
      done();
    },
  });
  const service = await startService({
    environment: readEnvironment({
      NETPOSTURE_CONFIG: config,
      NETPOSTURE_DATA_DIR: directory,
      NETPOSTURE_PORT: '0',
      ...given.environment,
    }),
    role: 'all',
    logger: createLog({ level: 'debug', secrets: given.secrets, destination }),
  });
  const url = service.url ?? '';
  const token = readFileSync(join(directory, 'first-token'), 'utf8').trim();
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
  return {
    url,
    directory,
    token,
    log: () => log,
    call,
    scan: async () => {
      const headers = { 'content-type': 'application/json' };
      const asked = await call('/v1/scans', { method: 'POST', headers, body: '{}' });
      const { id } = (await asked.json()) as { readonly id: string };
      for (;;) {
        const scan = (await (await call(`/v1/scans/${id}`)).json()) as { readonly state: string };
        if (scan.state === 'recorded') return id;
        if (scan.state === 'failed') throw new Error(`the scan failed: ${JSON.stringify(scan)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    close: () => service.close(),
  };
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
