import { setImmediate } from 'node:timers/promises';
import { answerQuery, EndpointError, type Reachability } from '@netposture/network/reachability';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ReachAnswerJson, ReachErrorJson, reachJson } from '../output/reach-json.ts';
import { parseQuery, QueryError, ReachQueryJson } from '../questions/reach-query-text.ts';
import type { HttpPorts } from './http-ports.ts';
import { sendProblem } from './problem.ts';

/** More questions than this are asked in several requests: each may take the engine some time. */
const MOST_QUESTIONS = 100;
/** More older parts than this are counted. */
const SHOWN_PARTS = 100;

const Body = z.strictObject({
  queries: z.array(ReachQueryJson).min(1).max(MOST_QUESTIONS),
});

const Reply = z.object({
  schemaVersion: z.literal(1),
  scan: z
    .object({
      id: z.string(),
      recordedAt: z.iso.datetime(),
      ageSeconds: z.int().describe('since it was recorded'),
      olderParts: z
        .array(
          z.object({
            provider: z.string(),
            account: z.string(),
            location: z.string(),
            collectedAt: z.string(),
          }),
        )
        .describe('what the scan did not look at itself, and took over; the oldest first'),
      olderPartCount: z.int(),
    })
    .describe('what the answers are about'),
  answers: z
    .array(z.union([ReachAnswerJson, ReachErrorJson]))
    .describe('in the order of the questions'),
});

/** Questions of reachability, answered on the estate of the scan that was recorded last. */
export function addReachRoute(app: FastifyInstance, ports: HttpPorts): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/reach',
    {
      config: { access: 'read' },
      schema: {
        summary: `Answers who can reach what in the estate as the latest scan saw it; up to ${MOST_QUESTIONS} questions, each as \`netposture reach\` takes it`,
        body: Body,
        response: { 200: Reply },
        security: [{ bearer: [] }],
      },
    },
    async ({ body, raw }, reply) => {
      const estate = await ports.latestEstate(body.queries.length);
      if (estate === undefined) {
        const detail = 'No scan is recorded yet. POST /v1/scans asks for one.';
        return sendProblem(reply, { status: 404, code: 'POSTURE_NOTHING_RECORDED', detail });
      }
      const answers: z.infer<typeof Reply>['answers'] = [];
      for (const query of body.queries) {
        answers.push(answerOf(query, estate.reachability));
        // Others are served between two questions; whoever hung up is not worked for any longer.
        await setImmediate();
        if (raw.socket.destroyed) return reply;
      }
      const { scanId: id, recordedAt, olderParts } = estate;
      return reply.send({
        schemaVersion: 1,
        scan: {
          id,
          recordedAt,
          ageSeconds: Math.max(0, Math.floor((ports.clock.now() - Date.parse(recordedAt)) / 1000)),
          olderParts: olderParts.slice(0, SHOWN_PARTS),
          olderPartCount: olderParts.length,
        },
        answers,
      });
    },
  );
}

function answerOf(
  given: z.infer<typeof ReachQueryJson>,
  reachability: Reachability,
): z.infer<typeof Reply>['answers'][number] {
  try {
    const query = parseQuery(given);
    return ReachAnswerJson.parse(reachJson(query, answerQuery(reachability, query)));
  } catch (error) {
    if (!(error instanceof QueryError || error instanceof EndpointError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}
