import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOOK_SECRET, openApi, type TestApi } from './api.testkit.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => {
  expect(api.errors).toEqual([]);
  await api.close();
});

const BODY = '{"account":"shop"}';
const seconds = () => Math.floor(api.clock.now() / 1000);

function signed(at: number, body: string, secret = HOOK_SECRET): string {
  const digest = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${digest}`;
}

function send(signature: string | undefined, payload = BODY, type = 'application/json') {
  const headers = {
    'content-type': type,
    ...(signature === undefined ? {} : { 'netposture-signature': signature }),
  };
  return api.call({ method: 'POST', url: '/v1/hook', payload, headers });
}

it('a signed body asks for a scan of what it names', async () => {
  const answer = await send(signed(seconds(), BODY));

  expect(answer.statusCode).toBe(202);
  const kept = await api.database.kysely
    .selectFrom('scan')
    .select(['scope', 'reason'])
    .where('id', '=', answer.json().id)
    .executeTakeFirstOrThrow();
  expect(kept).toEqual({ scope: { account: 'shop' }, reason: 'hook' });
});

it('the same signature is refused the second time, and after the service was restarted', async () => {
  const signature = signed(seconds() - 1, BODY);

  expect((await send(signature)).statusCode).toBe(202);
  expect((await send(signature)).statusCode).toBe(401);
  expect((await send(signature)).json()).toMatchObject({ code: 'POSTURE_SIGNATURE_INVALID' });
});

it('the same signature is refused for as long as its time would be accepted', async () => {
  const now = api.clock.now();
  const ahead = signed(seconds() + 300, BODY);
  expect((await send(ahead)).statusCode).toBe(202);

  api.clock.now = () => now + 600_000;
  expect((await send(ahead)).statusCode).toBe(401);
  api.clock.now = () => now;
});

it.each([-301, 301, -86_400])('a time that is %i seconds off is refused', async (off) => {
  expect((await send(signed(seconds() + off, BODY))).statusCode).toBe(401);
});

it('a body that was changed on its way is refused', async () => {
  expect((await send(signed(seconds(), BODY), '{"account":"other"}')).statusCode).toBe(401);
  expect((await send(signed(seconds(), BODY), `${BODY} `)).statusCode).toBe(401);
});

it('a time that was changed on its way is refused', async () => {
  const at = seconds();
  const digest = signed(at - 3600, BODY).split(',')[1];

  expect((await send(`t=${at},${digest}`)).statusCode).toBe(401);
});

it('a signature with another secret is refused', async () => {
  expect((await send(signed(seconds(), BODY, 'guess'))).statusCode).toBe(401);
  expect((await send(signed(seconds(), BODY, ''))).statusCode).toBe(401);
});

it.each([
  undefined,
  '',
  'v1=',
  `t=1,v1=${'0'.repeat(64)}`,
  `t=99999999999999999999,v1=${'0'.repeat(64)}`,
  't=NaN,v1=zz',
])('the header "%s" is refused', async (header) => {
  expect((await send(header)).statusCode).toBe(401);
});

it('a signature in upper case or with something behind it is refused', async () => {
  const good = signed(seconds() - 7, BODY);

  expect((await send(good.replace(/v1=.*/, (text) => text.toUpperCase()))).statusCode).toBe(401);
  expect((await send(`${good},v1=${'0'.repeat(64)}`)).statusCode).toBe(401);
});

it('a signed body that makes no sense is told so, and asks for nothing', async () => {
  for (const body of ['[]', '{"rgion":"x"}', 'no JSON', '{"account":"\\u0000"}']) {
    expect((await send(signed(seconds() - 9, body), body)).statusCode).toBe(400);
  }
});

it('any content type is fine, since the body is signed: forwarders send what they like', async () => {
  const type = 'application/cloudevents+json';

  expect((await send(signed(seconds() - 11, BODY), BODY, type)).statusCode).toBe(202);
});
