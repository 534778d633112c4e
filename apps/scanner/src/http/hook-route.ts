import type { FastifyInstance } from 'fastify';
import type { ScanScope } from '../scan/ports.ts';
import { HOOK_VALID_MS, verifiedSignature } from './hook-signature.ts';
import type { HttpPorts } from './http-ports.ts';
import { sendProblem } from './problem.ts';
import { ScopeBody, scopeOf } from './scan-scope.ts';

/** The signed hook: no token, but a signature over the exact body, accepted once. Absent where there is no secret. */
export function addHookRoute(app: FastifyInstance, ports: HttpPorts): void {
  const { hookSecret } = ports;
  if (hookSecret === undefined) return;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const schema = {
    summary:
      'Asks for a scan, signed: `netposture-signature: t=SECONDS,v1=HEX`, the hex being HMAC-SHA-256 of `SECONDS.BODY`',
  };
  app.post('/hook', { config: { access: 'signed' }, schema }, async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const header = request.headers['netposture-signature'];
    const text = typeof header === 'string' ? header : undefined;
    const signature = verifiedSignature(text, body, hookSecret, ports.clock.now());
    if (signature === undefined || !(await ports.rememberSignature(signature, 2 * HOOK_VALID_MS))) {
      const detail = 'The signature is wrong, too old, or was used before.';
      return sendProblem(reply, { status: 401, code: 'POSTURE_SIGNATURE_INVALID', detail });
    }
    const scope = readScope(body);
    if (scope === undefined) {
      const detail =
        'The body must be a JSON object with provider, account and location, each optional.';
      return sendProblem(reply, { status: 400, code: 'POSTURE_REQUEST_INVALID', detail });
    }
    return reply.code(202).send(await ports.requestScan({ scope, reason: 'hook' }));
  });
}

function readScope(body: string): ScanScope | undefined {
  try {
    const parsed = ScopeBody.safeParse(JSON.parse(body === '' ? '{}' : body));
    return parsed.success ? scopeOf(parsed.data) : undefined;
  } catch {
    // Not JSON: the caller is told so.
    return undefined;
  }
}
