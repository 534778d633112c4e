import axios, { type AxiosResponse } from 'axios';
import hcloud from 'hcloud-js';
import { CallFailure, tooLarge } from '../client/call-failure.ts';
import type { HttpRequest, HttpResponse, Transport } from '../client/transport.ts';

/** To whom a client speaks, and with which token. */
export interface HcloudTransportOptions {
  /** May hold a path: `https://api.hetzner.cloud/v1`. */
  readonly baseUrl: string;
  readonly token: string;
}

/**
 * hcloud-js as the authenticated transport, and nothing else of it: its lists throw on today's API,
 * its errors are no errors, it never retries, and it would send the token to any absolute URL
 * (docs/adr: hcloud-js as a transport). Replacing the package means replacing this file.
 *
 * The token belongs to the one client that is made here, never to the process.
 *
 * @throws TypeError for an address that is not http(s) or that carries a user name.
 */
export function createHcloudTransport(options: HcloudTransportOptions): Transport {
  const base = new URL(options.baseUrl);
  if (!/^https?:$/.test(base.protocol) || base.username !== '' || base.password !== '') {
    throw new TypeError('A base address must be http or https and carry no user name.');
  }
  const baseURL = base.href.replace(/\/+$/, '');
  // No time limit of its own (0): the chain above has one, with a clock that tests can move.
  const client = new hcloud.Client({ token: options.token, baseURL, timeout: 0 });
  return {
    async send(request) {
      if (!request.path.startsWith('/') || request.path.startsWith('//')) {
        throw new CallFailure('refused', 'Another host was refused.');
      }
      try {
        return answerOf(await client.axios.request<string>(sent(request)));
      } catch (error) {
        throw failureOf(error, request);
      }
    },
  };
}

function sent(request: HttpRequest) {
  return {
    url: request.path,
    method: request.method,
    params: request.query,
    // A list is sent as a repeated parameter, without brackets.
    paramsSerializer: { indexes: null },
    headers: { ...request.headers },
    ...(request.body === undefined ? {} : { data: request.body }),
    signal: request.signal,
    // CVE-2025-27152: without this an absolute URL takes the token along to its host.
    allowAbsoluteUrls: false,
    maxRedirects: 0,
    maxContentLength: request.maxBodyBytes,
    // Every status is an answer. Also keeps hcloud-js's own error handling out, which throws a
    // TypeError on answers that are not JSON.
    validateStatus: () => true,
    responseType: 'text' as const,
    transformResponse: (body: unknown) => body,
  };
}

function answerOf(response: AxiosResponse<string>): HttpResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  }
  const body = typeof response.data === 'string' ? response.data : '';
  return { status: response.status, headers, body };
}

/** An axios error holds the request with its token: only its code goes on. */
function failureOf(error: unknown, request: HttpRequest): unknown {
  if (!axios.isAxiosError(error)) {
    return axios.isCancel(error) ? request.signal.reason : error;
  }
  if (axios.isCancel(error) || request.signal.aborted) return request.signal.reason;
  if (/maxContentLength/.test(error.message)) return tooLarge(request.maxBodyBytes);
  const code = error.code ?? 'unknown reason';
  return new CallFailure('unavailable', `The connection failed: ${code}.`);
}
