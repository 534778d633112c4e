import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf, PostureError } from '../errors.ts';
import type { Recorded } from '../scan/recorded.ts';
import type { TokenHolder, Tokens } from '../store/tokens.ts';
import { recordedFrom } from './recorded-pages.ts';

/** Beside the lock: where the service that holds the data directory answers, and by which token. Only its owner reads it. */
const FILE = 'service.json';
const TIMEOUT_MS = 30_000;

const Handover = z.object({ url: z.url(), token: z.string() });

/** A token of this process alone: it is in no store, and worth nothing once the process is gone. */
export interface OwnToken {
  readonly text: string;
  /** The same tokens, and this one as an admin's. */
  readonly tokens: Tokens;
}

/** Makes a token for the commands of this machine. */
export function withOwnToken(tokens: Tokens): OwnToken {
  const text = `npl_${randomBytes(32).toString('base64url')}`;
  const own = digestOf(text);
  const holder: TokenHolder = { id: 'handover', name: 'commands on this machine', role: 'admin' };
  return {
    text,
    tokens: {
      ...tokens,
      find: async (given) =>
        timingSafeEqual(digestOf(given), own) ? holder : await tokens.find(given),
    },
  };
}

/** Tells commands that find the directory locked where this service answers, until the answer is called. */
export async function offerHandover(
  directory: string,
  url: string,
  token: string,
): Promise<() => Promise<void>> {
  const file = join(directory, FILE);
  await writeFile(`${file}.new`, JSON.stringify({ url, token }), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return () => rm(file, { force: true });
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Calls the API of the service that holds a data directory. */
export type CallService = (path: string, init?: RequestInit) => Promise<unknown>;

/** The service that holds this directory; undefined where none says so, or the one that did is gone or still starting. */
export async function serviceHolding(directory: string): Promise<CallService | undefined> {
  const text = await readFile(join(directory, FILE), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { url, token } = Handover.parse(JSON.parse(text));
  const call: CallService = async (path, init = {}) => {
    const answer = await fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await answer.json();
    if (answer.ok) return body;
    const problem = Problem.parse(body);
    throw new PostureError(problem.code, problem.detail);
  };
  const isThere = await call('/v1/scans?limit=1').then(
    () => true,
    () => false,
  );
  return isThere ? call : undefined;
}

const Problem = z.object({
  code: z.string().default('POSTURE_SERVICE_REFUSED'),
  detail: z.string().default('The running service refused the request.'),
});
const Page = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.string().optional(),
});

/** What a running service has recorded. */
export function recordedThere(call: CallService): Recorded {
  return recordedFrom({
    findings: async (cursor) =>
      Page.parse(
        await call(`/v1/findings?limit=500${cursor === undefined ? '' : `&cursor=${cursor}`}`),
      ),
    scan: async (id) => z.record(z.string(), z.unknown()).parse(await call(`/v1/scans/${id}`)),
    requestScan: async () =>
      z.object({ id: z.string() }).parse(
        await call('/v1/scans', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        }),
      ),
  });
}
