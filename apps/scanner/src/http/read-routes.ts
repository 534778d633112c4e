import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { HttpPorts } from './http-ports.ts';
import { PageAnswer, PageQuery, pageAnswer, pageRequest, TimePageQuery } from './page-query.ts';
import { sendProblem } from './problem.ts';

const security = [{ bearer: [] }];
const states = z.enum(['open', 'undetermined', 'waived', 'resolved']);

/** What was found, for whoever has a token. */
export function addReadRoutes(app: FastifyInstance, { read }: HttpPorts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const config = { access: 'read' } as const;
  const list = <Query>(querystring: Query, summary: string) => ({
    config,
    schema: { summary, querystring, response: { 200: PageAnswer }, security },
  });
  typed.get('/scans', list(TimePageQuery, 'Scans, newest first'), async ({ query }) =>
    pageAnswer(await read.scans(pageRequest(query))),
  );
  typed.get(
    '/exposures',
    list(PageQuery, 'What the latest scan found reachable from outside'),
    async ({ query }) => pageAnswer(await read.exposures(pageRequest(query))),
  );
  typed.get('/drift', list(TimePageQuery, 'What changed, newest first'), async ({ query }) =>
    pageAnswer(await read.drift(pageRequest(query))),
  );
  typed.get(
    '/coverage',
    list(PageQuery, 'What the latest scan could see, and what it could not'),
    async ({ query }) => pageAnswer(await read.coverage(pageRequest(query))),
  );
  typed.get(
    '/findings',
    list(PageQuery.extend({ state: states.optional() }), 'Findings as they stand now'),
    async ({ query }) =>
      pageAnswer(await read.findings({ ...pageRequest(query), state: query.state })),
  );
  const params = z.object({ id: z.uuid() });
  typed.get(
    '/scans/:id',
    { config, schema: { summary: 'One scan with its progress', params, security } },
    async (request, reply) => {
      const scan = await read.scan(request.params.id);
      if (scan !== undefined) return reply.send(scan);
      const detail = 'There is no such scan.';
      return sendProblem(reply, { status: 404, code: 'POSTURE_SCAN_UNKNOWN', detail });
    },
  );
  typed.get(
    '/openapi.json',
    { config, schema: { summary: 'This description', security } },
    async () => app.swagger(),
  );
}
