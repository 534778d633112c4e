import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { tokenRoles } from '../store/tokens.ts';
import type { HttpPorts } from './http-ports.ts';
import { sendProblem } from './problem.ts';
import { printable } from './scan-scope.ts';

const role = z.enum(tokenRoles);
const instant = z.iso.datetime();
const Entry = z.object({
  id: z.string(),
  name: z.string(),
  role,
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
const Wanted = z.strictObject({ name: printable, role, expiresAt: instant.optional() });

/** Making, listing and revoking tokens. */
export function addTokenRoutes(app: FastifyInstance, { tokens, clock }: HttpPorts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const config = { access: 'admin' } as const;
  const security = [{ bearer: [] }];
  typed.get(
    '/tokens',
    {
      config,
      schema: {
        summary: 'Tokens, without their texts',
        response: { 200: z.object({ items: z.array(Entry) }) },
        security,
      },
    },
    async () => ({ items: [...(await tokens.list())] }),
  );
  typed.post(
    '/tokens',
    {
      config,
      schema: {
        summary: 'Makes a token; its text is in the answer, and nowhere else',
        body: Wanted,
        response: { 201: z.object({ id: z.string(), text: z.string() }) },
        security,
      },
    },
    async ({ body, holder }, reply) => {
      const { expiresAt, ...wanted } = body;
      if (expiresAt !== undefined && Date.parse(expiresAt) <= clock.now()) {
        const detail = 'expiresAt lies in the past.';
        return sendProblem(reply, { status: 400, code: 'POSTURE_REQUEST_INVALID', detail });
      }
      const made = await tokens.create(
        { ...wanted, ...(expiresAt === undefined ? {} : { expiresAt }) },
        holder?.name ?? '',
      );
      return reply.code(201).send(made);
    },
  );
  typed.delete(
    '/tokens/:id',
    {
      config,
      schema: {
        summary: 'Revokes a token, at once and for good',
        params: z.object({ id: z.uuid() }),
        security,
      },
    },
    async ({ params, holder }, reply) => {
      if (await tokens.revoke(params.id, holder?.name ?? '')) return reply.send({ id: params.id });
      const detail = 'There is no such token, or it was revoked before.';
      return sendProblem(reply, { status: 404, code: 'POSTURE_TOKEN_UNKNOWN', detail });
    },
  );
}
