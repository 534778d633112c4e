import { CallFailure, tooLarge } from './call-failure.ts';
import type { HttpRequest, HttpResponse, Transport } from './transport.ts';

/**
 * A transport over the platform's `fetch`, for providers without a client library of their own.
 *
 * @param baseUrl may hold a path (`https://api.example.com/v1`).
 * @throws TypeError for an address that is not http(s) or that carries a user name.
 */
export function createFetchTransport(baseUrl: string): Transport {
  const base = new URL(baseUrl);
  if (!/^https?:$/.test(base.protocol) || base.username !== '' || base.password !== '') {
    throw new TypeError('A base address must be http or https and carry no user name.');
  }
  const prefix = base.pathname.replace(/\/+$/, '');
  return {
    async send(request) {
      const url = new URL(prefix + request.path, base);
      if (url.origin !== base.origin) throw new CallFailure('refused', 'Another host was refused.');
      for (const [name, value] of Object.entries(request.query)) {
        for (const one of [value].flat()) url.searchParams.append(name, one);
      }
      const response = await fetch(url, {
        method: request.method,
        headers: request.headers,
        redirect: 'manual',
        signal: request.signal,
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await bodyOf(response, request),
      } satisfies HttpResponse;
    },
  };
}

async function bodyOf(response: Response, request: HttpRequest): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > request.maxBodyBytes) throw tooLarge(request.maxBodyBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
