import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { guardRoutes, type Route } from './access.ts';
import { addBaselineRoutes } from './baseline-routes.ts';
import { addEvidenceRoutes } from './evidence-routes.ts';
import { addHookRoute } from './hook-route.ts';
import type { HttpPorts } from './http-ports.ts';
import { addPageRoutes } from './page-routes.ts';
import { sendProblem } from './problem.ts';
import { addProgressRoute } from './progress-route.ts';
import { addReachRoute } from './reach-route.ts';
import { addReadRoutes } from './read-routes.ts';
import { addScanRoutes } from './scan-routes.ts';
import { addTokenRoutes } from './token-routes.ts';

const MOST_BYTES = 1_048_576;
/** Whoever sends a request more slowly than this is cut off. */
const SLOWEST_REQUEST_MS = 30_000;

/** The HTTP interface, not listening yet, with every route and who may call it. */
export interface HttpServer {
  readonly app: FastifyInstance;
  readonly routes: readonly Route[];
}

/** Builds the HTTP interface. */
export async function createHttpServer(ports: HttpPorts): Promise<HttpServer> {
  const app = Fastify({
    bodyLimit: MOST_BYTES,
    requestTimeout: SLOWEST_REQUEST_MS,
    logger: false,
    trustProxy: false,
    frameworkErrors: (_error, _request, reply) => {
      const detail = 'The address of the request is malformed.';
      void sendProblem(reply, { status: 400, code: 'POSTURE_REQUEST_INVALID', detail });
    },
  });
  // JSON only: a form on a hostile site can send plain text without being asked for leave.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app, ports);
  const routes = guardRoutes(app, ports);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'netposture', version: '1' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (part) => addPageRoutes(part, ports));
  const prefix = '/v1';
  await app.register(async (part) => addReadRoutes(part, ports), { prefix });
  await app.register(async (part) => addReachRoute(part, ports), { prefix });
  await app.register(async (part) => addProgressRoute(part, ports), { prefix });
  await app.register(async (part) => addScanRoutes(part, ports), { prefix });
  await app.register(async (part) => addEvidenceRoutes(part, ports), { prefix });
  await app.register(async (part) => addBaselineRoutes(part, ports), { prefix });
  await app.register(async (part) => addTokenRoutes(part, ports), { prefix });
  await app.register(async (part) => addHookRoute(part, ports), { prefix });
  await app.ready();
  return { app, routes };
}

function answerErrors(app: FastifyInstance, ports: HttpPorts): void {
  app.setErrorHandler(
    (error: { statusCode?: number; code?: string; message: string }, _request, reply) => {
      const status = error.code === 'POSTURE_CURSOR_INVALID' ? 400 : (error.statusCode ?? 500);
      if (status < 500) {
        return sendProblem(reply, {
          status,
          code: 'POSTURE_REQUEST_INVALID',
          detail: error.message,
        });
      }
      ports.logger.error('a request failed', { error });
      const detail = 'Something went wrong in netposture itself; its log says what.';
      return sendProblem(reply, { status: 500, code: 'POSTURE_INTERNAL', detail });
    },
  );
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, {
      status: 404,
      code: 'POSTURE_NOT_FOUND',
      detail: 'There is nothing here.',
    }),
  );
}
