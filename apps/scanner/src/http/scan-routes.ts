import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { HttpPorts } from './http-ports.ts';
import { ScopeBody, scopeOf } from './scan-scope.ts';

const Ticket = z.object({ id: z.string(), isNew: z.boolean() });

/** Asking for scans. */
export function addScanRoutes(app: FastifyInstance, { requestScan }: HttpPorts): void {
  const headers = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() });
  const schema = {
    summary: 'Asks for a scan of everything, or of what has all the given parts',
    body: ScopeBody,
    headers,
    response: { 202: Ticket },
    security: [{ bearer: [] }],
  };
  app
    .withTypeProvider<ZodTypeProvider>()
    .post('/scans', { config: { access: 'scan' }, schema }, async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const ticket = await requestScan({
        scope: scopeOf(request.body),
        reason: 'api',
        ...(key === undefined ? {} : { idempotencyKey: key }),
      });
      return reply.code(202).send(ticket);
    });
}
