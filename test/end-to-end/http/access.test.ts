import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { openApi } from './api.testkit.ts';

/** Opened at once: the tests below are made from its routes. */
const api = await openApi();
afterAll(() => api.close());

/** Who may call what. A new route fails the first test until somebody has thought about its line here. */
const ACCESS = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /metrics': 'read',
  'GET /': 'read',
  'GET /v1/scans': 'read',
  'GET /v1/scans/:id': 'read',
  'GET /v1/scans/:id/events': 'read',
  'GET /v1/findings': 'read',
  'GET /v1/exposures': 'read',
  'GET /v1/drift': 'read',
  'GET /v1/coverage': 'read',
  'GET /v1/openapi.json': 'read',
  'POST /v1/reach': 'read',
  'GET /v1/baseline': 'read',
  'PUT /v1/baseline': 'admin',
  'DELETE /v1/baseline': 'admin',
  'POST /v1/scans': 'scan',
  'GET /v1/evidence/:table': 'admin',
  'GET /v1/tokens': 'admin',
  'POST /v1/tokens': 'admin',
  'DELETE /v1/tokens/:id': 'admin',
  'POST /v1/hook': 'signed',
} as const;

/** What each caller gets: `in`, or the status of a refusal. */
const ANSWERS = {
  open: {
    none: 'in',
    wrong: 'in',
    revoked: 'in',
    expired: 'in',
    read: 'in',
    scan: 'in',
    admin: 'in',
  },
  read: { none: 401, wrong: 401, revoked: 401, expired: 401, read: 'in', scan: 'in', admin: 'in' },
  scan: { none: 401, wrong: 401, revoked: 401, expired: 401, read: 403, scan: 'in', admin: 'in' },
  admin: { none: 401, wrong: 401, revoked: 401, expired: 401, read: 403, scan: 403, admin: 'in' },
  // No token opens it, only a signature.
  signed: { none: 401, wrong: 401, revoked: 401, expired: 401, read: 401, scan: 401, admin: 401 },
} as const;

const revoked = await api.tokens.create({ name: 'a lost one', role: 'admin' }, 'a test');
await api.tokens.revoke(revoked.id, 'a test');
const expired = await api.tokens.create(
  { name: 'an old one', role: 'admin', expiresAt: new Date(api.clock.now()).toISOString() },
  'a test',
);
const CALLERS = {
  none: undefined,
  wrong: `npt_${'A'.repeat(43)}`,
  revoked: revoked.text,
  expired: expired.text,
  read: api.tokenOf.read,
  scan: api.tokenOf.scan,
  admin: api.tokenOf.admin,
};

it('says of every route who may call it', () => {
  const declared = api.routes.map(({ method, path, access }) => [`${method} ${path}`, access]);
  const heads = Object.entries(ACCESS)
    .filter(([route]) => route.startsWith('GET '))
    .map(([route, access]) => [route.replace('GET', 'HEAD'), access]);

  expect(Object.fromEntries(declared)).toEqual({ ...ACCESS, ...Object.fromEntries(heads) });
});

describe.each(api.routes)('$method $path, which is for $access', ({ method, path, access }) => {
  it.each(Object.entries(CALLERS))(
    'answers a caller with the token "%s" as it should',
    async (caller, token) => {
      const hasBody = method === 'POST' || method === 'PUT';
      const answer = await api.call({
        method: method as 'GET',
        url: path.replace(':id', randomUUID()).replace(':table', 'audit'),
        ...(token === undefined ? {} : { token }),
        ...(hasBody ? { payload: {} } : {}),
      });
      const isRefused = answer.statusCode === 401 || answer.statusCode === 403;

      expect(isRefused ? answer.statusCode : 'in').toBe(ANSWERS[access][caller as 'none']);
      expect(answer.statusCode).toBeLessThan(500);
      if (isRefused && method !== 'HEAD') {
        expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
        expect(answer.json()).toMatchObject({ status: answer.statusCode });
      }
    },
  );
});

it.each([
  'Bearer',
  'Bearer ',
  'Basic abc',
  `Token ${api.tokenOf.admin}`,
  `Bearer ${api.tokenOf.admin} x`,
  `Bearer ${api.tokenOf.admin}\u00e9`,
  `Bearer ${'a'.repeat(5000)}`,
])('refuses the header "%s"', async (authorization) => {
  expect((await api.call({ url: '/v1/scans', headers: { authorization } })).statusCode).toBe(401);
});

it('refuses to register a route that does not say who may call it', () => {
  expect(() => api.app.route({ method: 'GET', url: '/new', handler: () => '' })).toThrow();
});

describe('the page with the latest scan', () => {
  const withPassword = (password: string) => ({
    authorization: `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`,
  });

  it('makes a browser ask for the token as a password', async () => {
    const refused = await api.call({ url: '/' });
    const shown = await api.call({ url: '/', headers: withPassword(api.tokenOf.read) });

    expect(refused.headers['www-authenticate']).toBe('Basic realm="netposture"');
    expect(shown.statusCode).toBe(200);
    expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await api.call({ url: '/', headers: withPassword('wrong') })).statusCode).toBe(401);
  });

  it('is the only route that takes a password: browsers send it for other sites too', async () => {
    const headers = withPassword(api.tokenOf.admin);

    expect((await api.call({ url: '/v1/scans', headers })).statusCode).toBe(401);
    expect((await api.call({ url: '/metrics', headers })).statusCode).toBe(401);
    expect(
      (await api.call({ method: 'POST', url: '/v1/scans', payload: {}, headers })).statusCode,
    ).toBe(401);
  });
});

it('answers an unknown path with 404 and tells nothing, token or not', async () => {
  expect((await api.call({ url: '/v1/nothing' })).json()).toMatchObject({ status: 404 });
  expect((await api.call({ url: '/v1/nothing', token: api.tokenOf.read })).statusCode).toBe(404);
});

it('sends no header that lets other sites read an answer', async () => {
  const answer = await api.call({
    url: '/v1/scans',
    token: api.tokenOf.read,
    headers: { origin: 'https://evil.example' },
  });
  const preflight = await api.call({
    method: 'OPTIONS',
    url: '/v1/scans',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });

  for (const { headers } of [answer, preflight]) {
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
});

describe('a name that somebody pointed at our address', () => {
  it.each([
    'evil.example',
    'evil.example:7788',
    'localhost.evil.example',
    '127.0.0.1.evil.example:7788',
    'localhost@evil.example',
    '0.0.0.0:7788',
  ])('"%s" is refused, with the best token', async (host) => {
    const answer = await api.call({
      url: '/v1/findings',
      token: api.tokenOf.admin,
      headers: { host },
    });

    expect(answer.statusCode).toBe(421);
    expect(answer.json()).toMatchObject({ code: 'POSTURE_HOST_UNKNOWN' });
  });

  it.each(['localhost', 'LOCALHOST:7788', '127.0.0.1:1'])('"%s" is our own', async (host) => {
    const answer = await api.call({
      url: '/v1/findings',
      token: api.tokenOf.read,
      headers: { host },
    });

    expect(answer.statusCode).toBe(200);
  });
});
