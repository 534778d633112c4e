import type { FastifyReply } from 'fastify';

/** Answers with a problem document. https://www.rfc-editor.org/rfc/rfc9457 */
export function sendProblem(
  reply: FastifyReply,
  problem: { readonly status: number; readonly code: string; readonly detail: string },
): FastifyReply {
  const { status, code, detail } = problem;
  return reply
    .code(status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: code, status, code, detail }));
}
