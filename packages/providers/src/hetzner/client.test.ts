import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import hcloud from 'hcloud-js';
import { afterEach, describe, expect, it } from 'vitest';
import { CallFailure } from '../client/call-failure.ts';
import type { HttpRequest } from '../client/transport.ts';
import { createHcloudTransport } from './client.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server on 127.0.0.1 that notes who comes with which token. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, seen };
}

function request(path: string, given: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    path,
    query: {},
    headers: { accept: 'application/json' },
    operation: 'servers',
    maxBodyBytes: 1000,
    signal: new AbortController().signal,
    ...given,
  };
}

describe('hcloud-js as a transport', () => {
  it('sends the token, the path below the base, and repeated parameters', async () => {
    const { url, seen } = await serve((_, response) => response.end('{}'));
    const transport = createHcloudTransport({ baseUrl: `${url}/v1/`, token: 'TOKEN' });

    const query = { sort: ['id:asc', 'name'], page: '2' };
    const answer = await transport.send(request('/servers', { query }));

    expect(answer).toMatchObject({ status: 200, body: '{}' });
    expect(seen).toEqual(['/v1/servers?sort=id:asc&sort=name&page=2 Bearer TOKEN']);
  });

  it('never sends the token to another host, though hcloud-js itself would', async () => {
    const other = await serve((_, response) => response.end('{}'));
    const own = await serve((_, response) => response.end('{}'));
    const transport = createHcloudTransport({ baseUrl: own.url, token: 'TOKEN' });

    await transport.send(request(`${other.url}/steal`)).catch(() => undefined);
    await transport.send(request('//steal.example')).catch(() => undefined);
    expect(other.seen).toEqual([]);

    const client = new hcloud.Client({ token: 'TOKEN', baseURL: own.url });
    await client.axios.get(`${other.url}/steal`);
    expect(other.seen).toEqual(['/steal Bearer TOKEN']);
  });

  it('gives a redirect as an answer and does not follow it', async () => {
    const other = await serve((_, response) => response.end('{}'));
    const own = await serve((_, response) =>
      response.writeHead(302, { location: other.url }).end(),
    );
    const transport = createHcloudTransport({ baseUrl: own.url, token: 'TOKEN' });

    const answer = await transport.send(request('/servers'));

    expect(answer.status).toBe(302);
    expect(other.seen).toEqual([]);
  });

  it('gives an error page as an answer, over which hcloud-js itself throws a TypeError', async () => {
    const { url } = await serve((_, response) => response.writeHead(502).end('<html></html>'));
    const transport = createHcloudTransport({ baseUrl: url, token: 'TOKEN' });

    expect(await transport.send(request('/servers'))).toMatchObject({
      status: 502,
      body: '<html></html>',
    });
    const client = new hcloud.Client({ token: 'TOKEN', baseURL: url });
    await expect(client.axios.get('/servers')).rejects.toThrow(TypeError);
  });

  it('takes no answer that is larger than allowed', async () => {
    const { url } = await serve((_, response) => response.end('x'.repeat(1001)));
    const transport = createHcloudTransport({ baseUrl: url, token: 'TOKEN' });

    const failure = await transport.send(request('/servers')).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(CallFailure);
    expect(failure).toMatchObject({ kind: 'refused' });
  });

  it('fails with an error that does not hold the token when the connection breaks', async () => {
    const { url } = await serve((incoming) => incoming.socket.destroy());
    const transport = createHcloudTransport({ baseUrl: url, token: 'TOKEN' });

    const failure = await transport.send(request('/servers')).catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: 'unavailable' });
    expect(JSON.stringify([failure, String(failure)])).not.toContain('TOKEN');
  });

  it('rejects with the reason of an abort', async () => {
    const controller = new AbortController();
    const { url } = await serve(() => controller.abort(new Error('enough')));
    const transport = createHcloudTransport({ baseUrl: url, token: 'TOKEN' });

    const sending = transport.send(request('/servers', { signal: controller.signal }));

    await expect(sending).rejects.toThrow('enough');
  });

  it('refuses a base address with a user name in it', () => {
    const baseUrl = 'https://someone@api.example.com';

    expect(() => createHcloudTransport({ baseUrl, token: 'TOKEN' })).toThrow(TypeError);
  });
});

describe('why nothing else of hcloud-js is used', () => {
  it('asks /servers when it is asked for networks', async () => {
    const { url, seen } = await serve((_, response) => response.end('{"servers":[]}'));
    const client: object = new hcloud.Client({ token: 'TOKEN', baseURL: `${url}/` });
    const { networks } = client as { networks: { list: () => Promise<unknown> } };

    await networks.list().catch(() => undefined);

    expect(seen[0]).toMatch(/^\/servers/);
  });
});
