import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { BaselineEntriesJson, baselineEntries } from '../drift/baseline-json.ts';
import type { HttpPorts } from './http-ports.ts';
import { sendProblem } from './problem.ts';
import { printable } from './scan-scope.ts';

const InForce = z.object({
  id: z.string(),
  source: z.string(),
  adoptedAt: z.iso.datetime(),
  findings: z.int(),
  exposures: z.int(),
  outgrown: z.int(),
});
const Wanted = z.union([
  z.strictObject({ scan: z.uuid() }),
  z.strictObject({ source: printable, entries: BaselineEntriesJson }),
]);

/** Reading, adopting and ending the baseline. Adopting one keeps alarms from being told, so it is for admins. */
export function addBaselineRoutes(app: FastifyInstance, ports: HttpPorts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const security = [{ bearer: [] }];
  typed.get(
    '/baseline',
    {
      config: { access: 'read' },
      schema: {
        summary: 'The baseline in force, with how much of it is left',
        response: { 200: InForce },
        security,
      },
    },
    async (_request, reply) => {
      const current = await ports.baselines.current();
      return current === undefined ? none(reply) : reply.send(current);
    },
  );
  typed.put(
    '/baseline',
    {
      config: { access: 'admin' },
      schema: {
        summary:
          'Adopts a recorded scan, or what `netposture scan --baseline` hands over, as the baseline; the same one again changes nothing',
        body: Wanted,
        response: { 200: z.object({ isNew: z.boolean(), entries: z.int() }) },
        security,
      },
    },
    async ({ body, holder }, reply) => {
      const wanted =
        'scan' in body
          ? await ports.baselineOfScan(body.scan)
          : { source: body.source, entries: baselineEntries(body.entries) };
      if (wanted === undefined) {
        const detail = 'There is no recorded scan of that id whose observations are still kept.';
        return sendProblem(reply, { status: 404, code: 'POSTURE_BASELINE_SCAN', detail });
      }
      const isNew = await ports.baselines.adopt(wanted, holder?.name ?? '');
      return reply.send({ isNew, entries: wanted.entries.length });
    },
  );
  typed.delete(
    '/baseline',
    {
      config: { access: 'admin' },
      schema: { summary: 'Ends the baseline: what it held is no longer set apart', security },
    },
    async ({ holder }, reply) =>
      (await ports.baselines.end(holder?.name ?? '')) ? reply.code(204).send() : none(reply),
  );
}

function none(reply: Parameters<typeof sendProblem>[0]) {
  const detail = 'No baseline is in force.';
  return sendProblem(reply, { status: 404, code: 'POSTURE_BASELINE_NONE', detail });
}
