import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PostureError } from '../errors.ts';
import { type TokenHolder, type TokenRole, type Tokens, tokenRoles } from '../store/tokens.ts';
import type { HttpPorts } from './http-ports.ts';
import { sendProblem } from './problem.ts';

/**
 * Who may call a route. `open`: anybody. `signed`: whoever signed the body, which the route itself checks. A role: whoever
 * has a token with that role or a higher one.
 */
export type RouteAccess = 'open' | 'signed' | TokenRole;

/** A route with who may call it. */
export interface Route {
  readonly method: string;
  /** As declared: `/v1/scans/:id`. */
  readonly path: string;
  readonly access: RouteAccess;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose token came with the request; undefined on routes that want none. */
    holder: TokenHolder | undefined;
  }
  interface FastifyContextConfig {
    access?: RouteAccess;
    /**
     * The route is a page for a browser, which can send a token as the password of Basic authentication only. Never on a route
     * that changes something: browsers send that password along with requests that other sites cause.
     */
    isPage?: boolean;
  }
}

/**
 * Guards every route that is registered from now on, and answers the list of them, which grows as they are registered.
 *
 * @throws PostureError `POSTURE_ROUTE_WITHOUT_ACCESS` when a route is registered that does not say who may call it.
 */
export function guardRoutes(app: FastifyInstance, ports: HttpPorts): readonly Route[] {
  const routes: Route[] = [];
  app.decorateRequest('holder', undefined);
  app.addHook('onRoute', ({ method, url, config }) => {
    const access = config?.access;
    if (access === undefined) {
      throw new PostureError(
        'POSTURE_ROUTE_WITHOUT_ACCESS',
        `The route ${String(method)} ${url} does not say who may call it.`,
      );
    }
    for (const one of [method].flat()) routes.push({ method: one, path: url, access });
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('cache-control', 'no-store');
    if (!isOwnName(request.headers.host, ports.hosts)) {
      const detail =
        'This service is not called by that name. NETPOSTURE_HOSTS lists the names it has besides its address.';
      return sendProblem(reply, { status: 421, code: 'POSTURE_HOST_UNKNOWN', detail });
    }
    if (!request.is404) return guardAccess(request, reply, ports.tokens);
  });
  return routes;
}

/** A page on a hostile site must not reach us through a name of its own that it points at our address. */
function isOwnName(host: string | undefined, names: readonly string[]): boolean {
  return host !== undefined && names.includes(host.replace(/:\d+$/, '').toLowerCase());
}

async function guardAccess(request: FastifyRequest, reply: FastifyReply, tokens: Tokens) {
  const { access, isPage = false } = request.routeOptions.config;
  if (access === 'open' || access === 'signed') return;
  const holder = await holderOf(request.headers.authorization ?? '', isPage, tokens);
  if (holder === undefined) {
    reply.header('www-authenticate', isPage ? 'Basic realm="netposture"' : 'Bearer');
    const detail =
      'Give a token in the header "Authorization: Bearer …". `netposture token create` makes one.';
    return sendProblem(reply, { status: 401, code: 'POSTURE_TOKEN_WANTED', detail });
  }
  request.holder = holder;
  const role = access ?? 'admin';
  if (tokenRoles.indexOf(holder.role) >= tokenRoles.indexOf(role)) return;
  const detail = `This needs a token with the role ${role}.`;
  return sendProblem(reply, { status: 403, code: 'POSTURE_ROLE_TOO_LOW', detail });
}

async function holderOf(
  header: string,
  isPage: boolean,
  tokens: Tokens,
): Promise<TokenHolder | undefined> {
  const [, bearer] = /^Bearer ([\w.~+/=-]{1,200})$/i.exec(header) ?? [];
  const text = bearer ?? (isPage ? passwordOf(header) : undefined);
  return text === undefined ? undefined : tokens.find(text);
}

/** The password of Basic authentication, whatever the user name. https://www.rfc-editor.org/rfc/rfc7617 */
function passwordOf(header: string): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]{1,600})$/i.exec(header) ?? [];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}
