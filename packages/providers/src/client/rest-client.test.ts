import { describe, expect, it } from 'vitest';
import type { CollectContext } from '../collect-context.ts';
import { basic, bearer } from './authenticate.ts';
import { CallFailure } from './call-failure.ts';
import { createTestContext } from './context.testkit.ts';
import { createRestClient, type RestClientOptions } from './rest-client.ts';
import { type Scripted, scripted } from './scripted-transport.testkit.ts';
import type { Transport } from './transport.ts';

function clientOver(
  transport: Transport,
  context: CollectContext = createTestContext(),
  options: Partial<RestClientOptions> = {},
) {
  const limit = { burst: 100, perSecond: 100, concurrency: 10 };
  const budget = context.budgets.budgetFor('test', limit);
  return createRestClient({
    transport,
    context,
    budget,
    authenticate: bearer('TOKEN'),
    ...options,
  });
}

async function failureOf(answers: readonly Scripted[], options: Partial<RestClientOptions> = {}) {
  const context = createTestContext();
  const transport = scripted(answers);
  const failure = await clientOver(transport, context, options)
    .getJson('list', '/list')
    .catch((error: unknown) => error);
  if (!(failure instanceof CallFailure)) throw new Error('The call did not fail.');
  return { kind: failure.kind, message: failure.message, sent: transport.requests.length, context };
}

const RESET = new TypeError('fetch failed', {
  cause: Object.assign(new Error('read'), { code: 'ECONNRESET' }),
});

describe('the client chain', () => {
  it('sends the credential, the query and the operation, and parses the answer', async () => {
    const transport = scripted([{ body: '{"list":[1]}' }]);

    const answer = await clientOver(transport).getJson('list', '/list', {
      page: 2,
      label: undefined,
    });

    expect(answer).toEqual({ list: [1] });
    expect(transport.requests[0]).toMatchObject({
      path: '/list',
      query: { page: '2' },
      headers: { authorization: 'Bearer TOKEN' },
      operation: 'list',
    });
  });

  it('repeats a 429 after what the provider asks for, and counts it', async () => {
    const context = createTestContext();
    const transport = scripted([{ status: 429, headers: { 'retry-after': '7' } }, {}]);

    await clientOver(transport, context).getJson('list', '/list');

    expect(context.slept[0]).toBe(7125);
    expect(context.meter.read()).toMatchObject({ requests: 2, retries: 1, throttles: 1 });
  });

  it('repeats a 5xx and a reset connection with full jitter, doubling the bound', async () => {
    const context = createTestContext();
    const transport = scripted([{ status: 503 }, RESET, { status: 500 }, {}]);

    await clientOver(transport, context).getJson('list', '/list');

    expect(context.slept).toEqual([125, 250, 500]);
  });

  it('gives up as throttled after six attempts', async () => {
    const { kind, sent } = await failureOf(Array(6).fill({ status: 429 }));

    expect({ kind, sent }).toEqual({ kind: 'throttled', sent: 6 });
  });

  it('does not wait an hour because a provider asks for it', async () => {
    const { kind, sent } = await failureOf([{ status: 429, headers: { 'retry-after': '3600' } }]);

    expect({ kind, sent }).toEqual({ kind: 'throttled', sent: 1 });
  });

  it.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'rejected'],
    [501, 'not-implemented'],
    [302, 'refused'],
  ])('never repeats a %i, which is %s', async (status, expected) => {
    const { kind, sent } = await failureOf([{ status, body: '{"message":"no"}' }]);

    expect({ kind, sent }).toEqual({ kind: expected, sent: 1 });
  });

  it('quotes the message of an error body', async () => {
    const { message } = await failureOf([
      { status: 403, body: '{"error":{"message":"missing x"}}' },
    ]);

    expect(message).toBe('The provider answered HTTP 403: missing x');
  });

  it('lets the provider read its own refusals first', async () => {
    const { kind, sent } = await failureOf(Array(6).fill({ status: 403 }), {
      classify: () => new CallFailure('throttled', 'RATE_LIMIT_EXCEEDED'),
    });

    expect({ kind, sent }).toEqual({ kind: 'throttled', sent: 6 });
  });

  it.each([
    ['<html>Bad gateway</html>', 'The provider answered with a page instead of JSON.'],
    ['{"servers":[{"id":1},', 'The provider answered with broken JSON (21 characters).'],
    ['', 'The provider answered with an empty body.'],
  ])('takes %j with status 200 for malformed', async (body, message) => {
    expect(await failureOf([{ body }])).toMatchObject({ kind: 'malformed', message, sent: 1 });
  });

  it('refuses an answer that is too large, also from a transport without a cap of its own', async () => {
    const { kind } = await failureOf([{ body: `"${'x'.repeat(100)}"` }], { maxBodyBytes: 50 });

    expect(kind).toBe('refused');
  });

  it.each([
    'https://elsewhere.example/list',
    '//elsewhere.example/list',
    'list',
    '/databases/../account',
    '/databases/%2e%2E/account',
    '/list?token=1',
    '/list\r\nx: y',
  ])('never sends %j', async (path) => {
    const transport = scripted([{}]);

    const sent = clientOver(transport).getJson('list', path);

    await expect(sent).rejects.toMatchObject({ code: 'POSTURE_PROVIDER_REFUSED' });
    expect(transport.requests).toEqual([]);
  });

  it('gives up when no answer comes in time, and repeats that', async () => {
    const expired = AbortSignal.abort();
    const context = createTestContext({ startTimeout: () => ({ expired, cancel: () => {} }) });
    const silent: Transport = { send: () => new Promise(() => {}) };

    const answer = clientOver(silent, context).getJson('list', '/list');

    await expect(answer).rejects.toMatchObject({ kind: 'timed-out' });
    expect(context.meter.read().requests).toBe(6);
  });

  it('rejects with the reason of an abort, not with a failure', async () => {
    const controller = new AbortController();
    const context = createTestContext({ signal: controller.signal });
    const silent: Transport = { send: () => new Promise(() => {}) };

    const answer = clientOver(silent, context).getJson('list', '/list');
    controller.abort(new Error('interrupted'));

    await expect(answer).rejects.toThrow('interrupted');
  });

  it('stops at the request cap', async () => {
    const context = createTestContext({ requestCap: 1 });
    const transport = scripted([{}, {}]);
    const client = clientOver(transport, context);

    await client.getJson('list', '/list');

    await expect(client.getJson('list', '/list')).rejects.toMatchObject({ kind: 'capped' });
    expect(transport.requests).toHaveLength(1);
  });

  it('is unauthenticated, and sends nothing, when the credential cannot be had', async () => {
    const { kind, sent } = await failureOf([{}], {
      authenticate: () => Promise.reject(new Error('no key file')),
    });

    expect({ kind, sent }).toEqual({ kind: 'unauthenticated', sent: 0 });
  });

  it('stops repeating when the retries of the scope are spent', async () => {
    const context = createTestContext();
    const transport = scripted(Array(200).fill({ status: 503 }));
    const client = clientOver(transport, context);

    for (let call = 0; call < 10; call += 1) {
      await client.getJson('list', '/list').catch(() => undefined);
    }

    expect(context.meter.read()).toMatchObject({ requests: 34, retries: 24 });
  });

  it('slows down by the rate-limit headers of its answers', async () => {
    const context = createTestContext();
    const headers = {
      'ratelimit-limit': '3600',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '30',
    };
    const client = clientOver(scripted([{ headers }, {}]), context);

    await client.getJson('list', '/list');
    await client.getJson('list', '/list');

    expect(context.slept).toEqual([30_000]);
  });

  it('writes HTTP Basic as the standard says', async () => {
    expect(await basic('Aladdin', 'open sesame')(new AbortController().signal)).toEqual({
      authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    });
  });
});
