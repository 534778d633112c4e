import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { driftKinds } from '../drift/drift-item.ts';
import { CoverageJson, SEVERITIES } from '../output/scan-report.ts';
import type { HttpPorts } from './http-ports.ts';
import { PageAnswer, PageQuery, pageAnswer, pageRequest, TimePageQuery } from './page-query.ts';
import { sendProblem } from './problem.ts';
import { printable } from './scan-scope.ts';

const security = [{ bearer: [] }];
const place = { provider: printable.optional(), account: printable.optional() };
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
    list(PageQuery.extend(place), 'What the latest scan found reachable from outside'),
    async ({ query }) => pageAnswer(await read.exposures(filtered(query))),
  );
  typed.get(
    '/drift',
    list(
      TimePageQuery.extend({
        scan: z.uuid().optional(),
        kind: z.enum(driftKinds).optional(),
        subject: z
          .string()
          .min(1)
          .max(4000)
          .regex(/^[^\p{Cc}\p{Cs}]*$/u)
          .optional(),
      }),
      'What changed, newest first',
    ),
    async ({ query }) => pageAnswer(await read.drift(filtered(query))),
  );
  typed.get(
    '/coverage',
    list(
      PageQuery.extend({ ...place, outcome: CoverageJson.shape.outcome.optional() }),
      'What the latest scan could see, and what it could not',
    ),
    async ({ query }) => pageAnswer(await read.coverage(filtered(query))),
  );
  typed.get(
    '/findings',
    list(
      PageQuery.extend({
        state: states.optional(),
        severity: z.enum(SEVERITIES).optional(),
        rule: printable.optional(),
      }),
      'Findings as they stand now',
    ),
    async ({ query }) => pageAnswer(await read.findings(filtered(query))),
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

/** A query as the store takes it: the part of the list, and what its items must have. */
function filtered<Query extends z.infer<typeof PageQuery>>(query: Query) {
  const { limit: _, cursor: __, ...filters } = query;
  return { ...filters, ...pageRequest(query) };
}
