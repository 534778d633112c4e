import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { asCallFailure } from './call-failure.ts';
import { createFetchTransport } from './fetch-transport.ts';
import type { HttpRequest } from './transport.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const request: HttpRequest = {
  method: 'GET',
  path: '/list',
  query: { page: '1', zone: ['a', 'b'] },
  headers: { authorization: 'Bearer T' },
  operation: 'list',
  maxBodyBytes: 1000,
  signal: new AbortController().signal,
};

describe('the fetch transport', () => {
  it('sends below the base path and gives status, headers and body', async () => {
    const base = await serve((incoming, answer) => {
      answer.writeHead(418, { 'X-Seen': incoming.url }).end(incoming.headers.authorization);
    });

    const response = await createFetchTransport(`${base}/v1/`).send(request);

    expect(response).toMatchObject({ status: 418, body: 'Bearer T' });
    expect(response.headers['x-seen']).toBe('/v1/list?page=1&zone=a&zone=b');
  });

  it('follows no redirect', async () => {
    let requests = 0;
    const base = await serve((_, answer) => {
      requests += 1;
      answer.writeHead(302, { location: '/elsewhere' }).end();
    });

    expect((await createFetchTransport(base).send(request)).status).toBe(302);
    expect(requests).toBe(1);
  });

  it('stops reading an answer that is too large', async () => {
    const base = await serve((_, answer) => answer.end('x'.repeat(2000)));

    const sending = createFetchTransport(base).send(request);

    await expect(sending).rejects.toMatchObject({ kind: 'refused' });
  });

  it('takes a body that ends early for a broken connection', async () => {
    const base = await serve((_, answer) => {
      answer.writeHead(200, { 'content-length': '100' });
      answer.write('{"list":');
      setImmediate(() => answer.destroy());
    });

    const failure = await createFetchTransport(base).send(request).catch(asCallFailure);

    expect(failure).toMatchObject({ kind: 'unavailable' });
  });

  it.each(['ftp://example.com', 'https://user:pass@example.com'])(
    'refuses %s as a base',
    (base) => {
      expect(() => createFetchTransport(base)).toThrow(TypeError);
    },
  );
});
