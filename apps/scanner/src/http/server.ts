import swagger from '@fastify/swagger';
import type { Logger } from '@netposture/providers';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { ScanRequest, ScanTicket } from '../scan/ports.ts';
import type { ReadModel } from '../store/read-model.ts';
import { type TokenHolder, type TokenRole, type Tokens, tokenRoles } from '../store/tokens.ts';
import { HOOK_VALID_MS, verifiedSignature } from './hook-signature.ts';
import { latestScanPage } from './latest-scan-page.ts';
import { sendProblem } from './problem.ts';

/** What the API works with. */
export interface HttpPorts {
  readonly read: ReadModel;
  readonly tokens: Tokens;
  readonly requestScan: (request: ScanRequest) => Promise<ScanTicket>;
  readonly isReady: () => Promise<boolean>;
  /** Absent: the hook is off. */
  readonly hookSecret?: string;
  /** False where this signature was accepted before. */
  readonly rememberSignature: (signature: string, validForMs: number) => Promise<boolean>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Names under which the service may be called, without ports. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

const MOST_BYTES = 1_048_576;

const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,2000}$/)
    .optional(),
});
const PageAnswer = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.string().optional(),
});
const name = z.string().min(1).max(200);
const ScopeBody = z.strictObject({
  provider: name.optional(),
  account: name.optional(),
  location: name.optional(),
});
const Ticket = z.object({ id: z.string(), isNew: z.boolean() });

/** The HTTP interface, not listening yet. Every route under `/v1` wants a token whose role suffices. */
export async function createHttpServer(ports: HttpPorts): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: MOST_BYTES, logger: false, trustProxy: false });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      return sendProblem(reply, { status, code: 'POSTURE_REQUEST_INVALID', detail: error.message });
    }
    ports.logger.error('a request failed', { error });
    const detail = 'Something went wrong in netposture itself; its log says what.';
    return sendProblem(reply, { status: 500, code: 'POSTURE_INTERNAL', detail });
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, {
      status: 404,
      code: 'POSTURE_NOT_FOUND',
      detail: 'There is nothing here.',
    }),
  );
  app.addHook('onRequest', async (request, reply) => guardHost(request, reply, ports));
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'netposture', version: '1' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (open) => addOpenRoutes(open, ports));
  await app.register(async (guarded) => addPages(guarded, ports));
  await app.register(async (guarded) => addReadRoutes(guarded, ports), { prefix: '/v1' });
  await app.register(async (guarded) => addScanRoutes(guarded, ports), { prefix: '/v1' });
  await app.register(async (hook) => addHook(hook, ports), { prefix: '/v1' });
  return app;
}

/** A page on a hostile site must not reach us through a name that it points at 127.0.0.1. */
async function guardHost(request: FastifyRequest, reply: FastifyReply, ports: HttpPorts) {
  reply.header('x-content-type-options', 'nosniff');
  reply.header('cache-control', 'no-store');
  if (ports.hosts.includes(request.hostname.replace(/:\d+$/, ''))) return;
  const detail = 'This service is not called by that name.';
  return sendProblem(reply, { status: 421, code: 'POSTURE_HOST_UNKNOWN', detail });
}

function demand(role: TokenRole, ports: HttpPorts) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const holder = await holderOf(request, ports.tokens);
    if (holder === undefined) {
      reply.header('www-authenticate', 'Bearer');
      const detail =
        'Give a token in the header "Authorization: Bearer …". `netposture token create` makes one.';
      return sendProblem(reply, { status: 401, code: 'POSTURE_TOKEN_WANTED', detail });
    }
    if (tokenRoles.indexOf(holder.role) >= tokenRoles.indexOf(role)) return;
    const detail = `This needs a token with the role ${role}.`;
    return sendProblem(reply, { status: 403, code: 'POSTURE_ROLE_TOO_LOW', detail });
  };
}

async function holderOf(request: FastifyRequest, tokens: Tokens): Promise<TokenHolder | undefined> {
  const [, text] = /^Bearer ([\w.~+/=-]{1,200})$/.exec(request.headers.authorization ?? '') ?? [];
  return text === undefined ? undefined : tokens.find(text);
}

function addOpenRoutes(app: FastifyInstance, ports: HttpPorts): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const isReady = await ports.isReady().catch(() => false);
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' });
  });
}

function addReadRoutes(app: FastifyInstance, ports: HttpPorts): void {
  app.addHook('onRequest', demand('read', ports));
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { read } = ports;
  const schema = {
    querystring: PageQuery,
    response: { 200: PageAnswer },
    security: [{ bearer: [] }],
  };
  typed.get('/scans', { schema }, async ({ query }) => answer(await read.scans(pageOf(query))));
  typed.get('/exposures', { schema }, async ({ query }) =>
    answer(await read.exposures(pageOf(query))),
  );
  typed.get('/drift', { schema }, async ({ query }) => answer(await read.drift(pageOf(query))));
  typed.get('/coverage', { schema }, async ({ query }) =>
    answer(await read.coverage(pageOf(query))),
  );
  const states = z.enum(['open', 'undetermined', 'waived', 'resolved']);
  const withState = PageQuery.extend({ state: states.optional() });
  typed.get('/findings', { schema: { ...schema, querystring: withState } }, async ({ query }) =>
    answer(await read.findings({ ...pageOf(query), state: query.state })),
  );
  typed.get(
    '/scans/:id',
    { schema: { params: z.object({ id: z.uuid() }) } },
    async (request, reply) => {
      const scan = await read.scan(request.params.id);
      if (scan !== undefined) return reply.send(scan);
      return sendProblem(reply, {
        status: 404,
        code: 'POSTURE_SCAN_UNKNOWN',
        detail: 'There is no such scan.',
      });
    },
  );
  typed.get('/openapi.json', async () => app.swagger());
}

/** Beside the API, and behind a token all the same. */
function addPages(app: FastifyInstance, ports: HttpPorts): void {
  app.addHook('onRequest', demand('read', ports));
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await ports.metrics();
    return reply.type(contentType).send(text);
  });
  app.get('/', async (_request, reply) => {
    const { items } = await ports.read.scans({ limit: 1 });
    const exposures = await ports.read.exposures({ limit: 500 });
    return reply.type('text/html; charset=utf-8').send(latestScanPage(items[0], exposures.items));
  });
}

function addScanRoutes(app: FastifyInstance, ports: HttpPorts): void {
  app.addHook('onRequest', demand('scan', ports));
  const headers = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() });
  const schema = { body: ScopeBody, headers, response: { 202: Ticket } };
  app.withTypeProvider<ZodTypeProvider>().post('/scans', { schema }, async (request, reply) => {
    const key = request.headers['idempotency-key'];
    const ticket = await ports.requestScan({
      scope: defined(request.body),
      reason: 'api',
      ...(key === undefined ? {} : { idempotencyKey: key }),
    });
    return reply.code(202).send(ticket);
  });
}

/** The signed hook: no token, but a signature over the exact body, accepted once. */
function addHook(app: FastifyInstance, ports: HttpPorts): void {
  const { hookSecret } = ports;
  if (hookSecret === undefined) return;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/hook', async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const header = request.headers['netposture-signature'];
    const text = typeof header === 'string' ? header : undefined;
    const signature = verifiedSignature(text, body, hookSecret, ports.clock.now());
    if (signature === undefined || !(await ports.rememberSignature(signature, 2 * HOOK_VALID_MS))) {
      const detail = 'The signature is wrong, too old, or was used before.';
      return sendProblem(reply, { status: 401, code: 'POSTURE_SIGNATURE_INVALID', detail });
    }
    const scope = scopeOf(body);
    if (scope === undefined) {
      const detail =
        'The body must be a JSON object with provider, account and location, each optional.';
      return sendProblem(reply, { status: 400, code: 'POSTURE_REQUEST_INVALID', detail });
    }
    return reply.code(202).send(await ports.requestScan({ scope, reason: 'hook' }));
  });
}

function scopeOf(body: string): ScanRequest['scope'] | undefined {
  try {
    const parsed = ScopeBody.safeParse(JSON.parse(body === '' ? '{}' : body));
    return parsed.success ? defined(parsed.data) : undefined;
  } catch {
    // Not JSON: the caller is told so.
    return undefined;
  }
}

function pageOf({ limit, cursor }: z.infer<typeof PageQuery>) {
  if (cursor === undefined) return { limit };
  return { limit, cursor: Buffer.from(cursor, 'base64url').toString('utf8') };
}

function answer(page: { items: readonly Readonly<Record<string, unknown>>[]; next?: string }) {
  return { items: [...page.items], ...(page.next === undefined ? {} : { next: page.next }) };
}

function defined({ provider, account, location }: z.infer<typeof ScopeBody>): ScanRequest['scope'] {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(account === undefined ? {} : { account }),
    ...(location === undefined ? {} : { location }),
  };
}
