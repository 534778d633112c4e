import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ReadModel } from '../store/read-model.ts';
import type { HttpPorts } from './http-ports.ts';
import { sendProblem } from './problem.ts';

/** Other processes do the work, so progress is read from the store. */
const POLL_MS = 500;
/** Something is sent at least this often, so that no proxy takes the connection for dead. */
const SILENCE_MS = 15_000;
const ENDED: ReadonlySet<unknown> = new Set(['recorded', 'failed']);

/** The progress of a scan as server-sent events. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function addProgressRoute(app: FastifyInstance, { read }: HttpPorts): void {
  const ending = new AbortController();
  app.addHook('preClose', async () => ending.abort());
  app.withTypeProvider<ZodTypeProvider>().get(
    '/scans/:id/events',
    {
      config: { access: 'read' },
      schema: {
        summary:
          'The progress of a scan as server-sent events: `progress` with the scan whenever it changed, until it is recorded or failed',
        params: z.object({ id: z.uuid() }),
        security: [{ bearer: [] }],
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if ((await read.scan(id)) === undefined) {
        const detail = 'There is no such scan.';
        return sendProblem(reply, { status: 404, code: 'POSTURE_SCAN_UNKNOWN', detail });
      }
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('x-accel-buffering', 'no')
        .send(Readable.from(eventsOf(id, read, ending.signal)));
    },
  );
}

async function* eventsOf(id: string, read: ReadModel, signal: AbortSignal): AsyncGenerator<string> {
  let told = '';
  let silentMs = 0;
  while (!signal.aborted) {
    const scan = await read.scan(id);
    const text = JSON.stringify(scan ?? {});
    if (text !== told) yield `event: progress\ndata: ${text}\n\n`;
    else if (silentMs >= SILENCE_MS) yield ': still here\n\n';
    silentMs = text === told && silentMs < SILENCE_MS ? silentMs + POLL_MS : 0;
    told = text;
    if (scan === undefined || ENDED.has(scan['state'])) return;
    await pause(POLL_MS, undefined, { signal }).catch(() => {});
  }
}
