import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DigitalOcean } from 'digitalocean-js';
import { instance } from 'digitalocean-js/src/lib/axios-instance.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest } from '../client/transport.ts';
import { createDigitalOceanTransport } from './client.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
  delete instance.defaults.headers.common['Authorization'];
  delete instance.defaults.headers.common['Content-Type'];
  delete instance.defaults.baseURL;
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
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function request(path: string, given: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    path,
    query: {},
    headers: { authorization: 'Bearer OWN' },
    operation: 'droplets',
    maxBodyBytes: 1000,
    signal: new AbortController().signal,
    ...given,
  };
}

describe('digitalocean-js as a transport', () => {
  it('sends the token and the base address of the request, whatever the instance was told', async () => {
    const own = await serve((_, response) => response.end('{}'));
    const other = await serve((_, response) => response.end('{}'));
    const transport = createDigitalOceanTransport(`${own.url}/v2/`);
    new DigitalOcean('SOMEBODY-ELSE', other.url);

    const answer = await transport.send(request('/droplets', { query: { page: '2' } }));

    expect(answer).toMatchObject({ status: 200, body: '{}' });
    expect(own.seen).toEqual(['/v2/droplets?page=2 Bearer OWN']);
    expect(other.seen).toEqual([]);
  });

  it('refuses a request without a credential of its own, which would take the one of the instance', async () => {
    const { url, seen } = await serve((_, response) => response.end('{}'));
    const transport = createDigitalOceanTransport(url);
    new DigitalOcean('SOMEBODY-ELSE', url);

    await expect(transport.send(request('/droplets', { headers: {} }))).rejects.toMatchObject({
      kind: 'refused',
    });
    expect(seen).toEqual([]);
  });

  it('never sends the token to another host, and follows no redirect', async () => {
    const other = await serve((_, response) => response.end('{}'));
    const own = await serve((_, response) =>
      response.writeHead(302, { location: other.url }).end(),
    );
    const transport = createDigitalOceanTransport(own.url);

    await expect(transport.send(request(`${other.url}/steal`))).rejects.toMatchObject({
      kind: 'refused',
    });
    expect(await transport.send(request('/droplets'))).toMatchObject({ status: 302 });
    expect(other.seen).toEqual([]);
  });

  it('fails with an error that does not hold the token when the connection breaks', async () => {
    const { url } = await serve((incoming) => incoming.socket.destroy());
    const transport = createDigitalOceanTransport(url);

    const failure = await transport.send(request('/droplets')).catch((error: unknown) => error);

    expect(failure).toMatchObject({ kind: 'unavailable' });
    expect(JSON.stringify([failure, String(failure)])).not.toContain('OWN');
  });
});

describe('why nothing else of digitalocean-js is used', () => {
  it('sends the second token with the requests of the first client', async () => {
    const { url, seen } = await serve((_, response) => response.end('{"droplets":[]}'));
    const first = new DigitalOcean('TOKEN_A', url);
    new DigitalOcean('TOKEN_B', url);

    await first.droplets.getAllDroplets();

    expect(seen).toEqual(['/droplets Bearer TOKEN_B']);
  });

  it('stops at the first page of a list', async () => {
    const { url, seen } = await serve((_, response) =>
      response.end('{"droplets":[{"id":1}],"links":{"pages":{"next":"more"}},"meta":{"total":57}}'),
    );

    const droplets = await new DigitalOcean('TOKEN', url).droplets.getAllDroplets();

    expect(droplets).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });
});
