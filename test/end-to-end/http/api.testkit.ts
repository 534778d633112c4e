import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@netposture/providers';
import { createHttpServer, type HttpServer } from '../../../apps/scanner/src/http/server.ts';
import { createBaselines } from '../../../apps/scanner/src/store/baselines.ts';
import { evidencePage } from '../../../apps/scanner/src/store/evidence-rows.ts';
import { rememberSignature } from '../../../apps/scanner/src/store/hook-signatures.ts';
import { type Database, openDatabase } from '../../../apps/scanner/src/store/open-database.ts';
import { createReadModel } from '../../../apps/scanner/src/store/read-model.ts';
import { createScanStore } from '../../../apps/scanner/src/store/scan-store.ts';
import {
  createTokens,
  type TokenRole,
  type Tokens,
} from '../../../apps/scanner/src/store/tokens.ts';

/** A request as a test writes it. */
interface TestRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';
  readonly url: string;
  readonly payload?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
}

/** The secret of the signed hook. */
export const HOOK_SECRET = 'secret-of-the-hook';

/** The API over an embedded database, without queue and clouds. Scans that are asked for wait for ever. */
export interface TestApi extends HttpServer {
  readonly database: Database;
  readonly tokens: Tokens;
  /** A token of each role. */
  readonly tokenOf: Readonly<Record<TokenRole, string>>;
  /** Milliseconds since 1970; a test moves it. */
  readonly clock: { now: () => number };
  /** What was logged as an error: the API itself went wrong. */
  readonly errors: readonly unknown[];
  /** Sends a request, with a token where one is given. */
  call(request: TestRequest): ReturnType<typeof sent>;
  close(): Promise<void>;
}

/** Opens an API of a test's own. */
export async function openApi(): Promise<TestApi> {
  const directory = mkdtempSync(join(tmpdir(), 'netposture-'));
  const database = await openDatabase({ kind: 'embedded', directory });
  const clock = { now: () => Date.UTC(2026, 10, 21) };
  const tokens = createTokens(database.kysely, clock);
  const errors: unknown[] = [];
  const silent = () => {};
  const logger: Logger = {
    debug: silent,
    info: silent,
    warn: silent,
    error: (message, fields) => void errors.push([message, fields]),
  };
  const server = await createHttpServer({
    read: createReadModel(database.kysely),
    tokens,
    evidence: (table, cursor) => evidencePage(database.kysely, table, cursor),
    requestScan: (request) => createScanStore(database.kysely, clock).requestScan(request),
    baselines: createBaselines(database.kysely, clock),
    baselineOfScan: async () => undefined,
    latestEstate: async () => undefined,
    isReady: async () => true,
    hookSecret: HOOK_SECRET,
    rememberSignature: (signature, validForMs) =>
      rememberSignature(database.kysely, signature, validForMs, clock),
    metrics: async () => ({ contentType: 'text/plain', text: 'a_number 1\n' }),
    hosts: ['localhost', '127.0.0.1'],
    clock,
    logger,
  });
  const tokenFor = async (role: TokenRole) =>
    (await tokens.create({ name: `a ${role} token`, role }, 'a test')).text;
  return {
    ...server,
    database,
    tokens,
    clock,
    errors,
    tokenOf: {
      read: await tokenFor('read'),
      scan: await tokenFor('scan'),
      admin: await tokenFor('admin'),
    },
    call: (request) => sent(server, request),
    close: async () => {
      await server.app.close();
      await database.close();
    },
  };
}

function sent({ app }: HttpServer, { token, headers, ...request }: TestRequest) {
  return app.inject({
    ...request,
    headers: {
      host: 'localhost:7788',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
  });
}
