import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi, type TestApi } from './api.testkit.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.close();
});

const json = { 'content-type': 'application/json' };
const ask = (payload: string, headers: Readonly<Record<string, string>> = json) =>
  api.call({ method: 'POST', url: '/v1/scans', token: api.tokenOf.scan, payload, headers });
const scansKept = async () =>
  (await api.database.kysely.selectFrom('scan').select('id').execute()).length;

describe('a body', () => {
  it.each([
    ['is no JSON', '{'],
    ['is empty', ''],
    ['is a list', '[]'],
    ['is a text', '"everything"'],
    ['is null', 'null'],
    ['is a number', '7'],
    ['has an unknown key', '{"acount":"shop"}'],
    ['has a number for a name', '{"account":7}'],
    ['has an empty name', '{"account":""}'],
    ['has a name of 201 characters', JSON.stringify({ account: 'x'.repeat(201) })],
    ['has a NUL, which PostgreSQL refuses', '{"account":"a\\u0000b"}'],
    ['has half a character', '{"account":"\\ud800"}'],
    ['reaches for the prototype', '{"__proto__":{"isAdmin":true}}'],
    ['reaches for the constructor', '{"constructor":{"prototype":{"isAdmin":true}}}'],
    ['is 100,000 brackets deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('that %s is refused, and nothing is kept', async (_what, payload) => {
    const before = await scansKept();
    const answer = await ask(payload);

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'POSTURE_REQUEST_INVALID' });
    expect(await scansKept()).toBe(before);
  });

  it('of 1 MiB is read, and one byte more is refused', async () => {
    const largest = `{${' '.repeat(1_048_574)}}`;

    expect((await ask(largest)).statusCode).toBe(202);
    expect((await ask(`${largest} `)).statusCode).toBe(413);
  });

  it('of another type than JSON is refused: a form on a hostile site sends those', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      expect((await ask('{}', { 'content-type': type })).statusCode).toBe(415);
    }
  });

  it('that is large is not even read without a token', async () => {
    const answer = await api.call({
      method: 'POST',
      url: '/v1/scans',
      payload: 'x'.repeat(2_000_000),
      headers: json,
    });

    expect(answer.statusCode).toBe(401);
  });
});

const encoded = (text: string) => Buffer.from(text).toString('base64url');

describe('a query', () => {
  it.each([
    '/v1/findings?limit=0',
    '/v1/findings?limit=501',
    '/v1/findings?limit=many',
    '/v1/findings?limit=1&limit=2',
    '/v1/findings?state=closed',
    '/v1/findings?order=id',
    '/v1/findings?cursor=%00',
    '/v1/findings?cursor=a/b',
    `/v1/findings?cursor=${encoded('a\u0000b')}`,
    `/v1/findings?cursor=${'a'.repeat(2001)}`,
    '/v1/scans?cursor=AAAA',
    `/v1/scans?cursor=${encoded('2026-99-99T00:00:00.000Z x')}`,
    `/v1/drift?cursor=${encoded("2026-01-01T00:00:00.000Z'; drop table scan; --")}`,
    '/v1/scans/1',
    '/v1/scans/%27%20or%201=1',
    '/v1/scans/../../etc/passwd/%2e%2e',
    '/v1/scans/%zz',
  ])('%s is refused', async (url) => {
    const { statusCode } = await api.call({ url, token: api.tokenOf.read });

    expect([400, 404]).toContain(statusCode);
  });

  it('in SQL is a text like any other', async () => {
    const answer = await api.call({
      url: `/v1/findings?cursor=${encoded("' or 1=1 --")}`,
      token: api.tokenOf.read,
    });

    expect(answer.json()).toEqual({ items: [] });
  });
});

it('a header of idempotency that is too long is refused', async () => {
  expect((await ask('{}', { ...json, 'idempotency-key': 'x'.repeat(201) })).statusCode).toBe(400);
});

it('the server ends though somebody still listens to the progress of a scan', async () => {
  const other = await openApi();
  const url = await other.app.listen({ port: 0, host: '127.0.0.1' });
  const headers = { authorization: `Bearer ${other.tokenOf.scan}` };
  const asked = await fetch(`${url}/v1/scans`, {
    method: 'POST',
    headers: { ...headers, ...json },
    body: '{}',
  });
  const { id } = (await asked.json()) as { readonly id: string };
  const stream = await fetch(`${url}/v1/scans/${id}/events`, { headers });
  const text = stream.text();
  await other.close();

  expect(await text).toMatch(/^event: progress\ndata: \{"id":/);
});
