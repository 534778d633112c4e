import type { FastifyInstance } from 'fastify';
import type { HttpPorts } from './http-ports.ts';
import { latestScanPage } from './latest-scan-page.ts';

/** The page loads nothing, runs nothing, and is shown in no frame. */
const PAGE_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Beside the API: whether the process lives and works, its numbers, and one page with the latest scan. */
export function addPageRoutes(app: FastifyInstance, ports: HttpPorts): void {
  const open = { config: { access: 'open' }, schema: { hide: true } } as const;
  app.get('/healthz', open, async () => ({ status: 'ok' }));
  app.get('/readyz', open, async (_request, reply) => {
    const isReady = await ports.isReady().catch(() => false);
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' });
  });
  const numbers = { config: { access: 'read' }, schema: { hide: true } } as const;
  app.get('/metrics', numbers, async (_request, reply) => {
    const { contentType, text } = await ports.metrics();
    return reply.type(contentType).send(text);
  });
  // What can be reached from outside is worth a token; a browser sends it as a password.
  const page = { config: { access: 'read', isPage: true }, schema: { hide: true } } as const;
  app.get('/', page, async (_request, reply) => {
    const { items } = await ports.read.scans({ limit: 1 });
    const exposures = await ports.read.exposures({ limit: 500 });
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .header('referrer-policy', 'no-referrer')
      .send(latestScanPage(items[0], exposures.items));
  });
}
