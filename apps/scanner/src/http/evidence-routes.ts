import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { evidenceTables } from '../store/evidence-rows.ts';
import type { HttpPorts } from './http-ports.ts';
import { PageAnswer, pageAnswer } from './page-query.ts';

/** Everything that was recorded, table by table: what `netposture export` writes to files. */
export function addEvidenceRoutes(app: FastifyInstance, { evidence }: HttpPorts): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/evidence/:table',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'A table of evidence, 500 rows at a time, in the order of its key',
        params: z.object({ table: z.enum(evidenceTables) }),
        querystring: z.strictObject({
          cursor: z
            .string()
            .regex(/^[A-Za-z0-9_-]{1,8000}$/)
            .optional(),
        }),
        response: { 200: PageAnswer },
        security: [{ bearer: [] }],
      },
    },
    async ({ params, query }) => pageAnswer(await evidence(params.table, query.cursor)),
  );
}
