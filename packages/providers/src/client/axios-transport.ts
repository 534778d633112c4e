import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { CallFailure, tooLarge } from './call-failure.ts';
import type { HttpRequest, HttpResponse, Transport } from './transport.ts';

/** An axios instance of somebody else's, and where it may send. */
export interface AxiosTransportOptions {
  readonly instance: AxiosInstance;
  /** May hold a path: `https://api.example.com/v1`. */
  readonly baseUrl: string;
}

/**
 * A transport over the axios instance that a client library brings along: the base address and the
 * headers are given with every single request, so that nothing which the library keeps for itself
 * (a base, a token) decides where a request goes or on whose behalf. Every status is an answer,
 * redirects and absolute URLs are not followed, and an error carries a code and no request.
 *
 * @throws TypeError for an address that is not http(s) or that carries a user name.
 */
export function createAxiosTransport({ instance, baseUrl }: AxiosTransportOptions): Transport {
  const baseURL = checkedBase(baseUrl);
  return {
    async send(request) {
      if (!request.path.startsWith('/') || request.path.startsWith('//')) {
        throw new CallFailure('refused', 'Another host was refused.');
      }
      try {
        return answerOf(await instance.request<string>({ ...sent(request), baseURL }));
      } catch (error) {
        throw failureOf(error, request);
      }
    },
  };
}

/**
 * The base address without a slash at its end.
 *
 * @throws TypeError for an address that is not http(s) or that carries a user name.
 */
export function checkedBase(baseUrl: string): string {
  const base = new URL(baseUrl);
  if (!/^https?:$/.test(base.protocol) || base.username !== '' || base.password !== '') {
    throw new TypeError('A base address must be http or https and carry no user name.');
  }
  return base.href.replace(/\/+$/, '');
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
    // No time limit of its own: the chain above has one, with a clock that tests can move.
    timeout: 0,
    maxContentLength: request.maxBodyBytes,
    // Every status is an answer. Also keeps the libraries' own error handling out, which throws on
    // answers that are not JSON.
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
