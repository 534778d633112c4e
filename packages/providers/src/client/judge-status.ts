import { isJsonObject, type JsonObject } from '../json.ts';
import { asCallFailure, CallFailure, type FailureKind } from './call-failure.ts';
import { retryAfterMs } from './rate-headers.ts';
import type { HttpResponse, Layer } from './transport.ts';

/**
 * A provider's own reading of an unsuccessful answer (403 that means throttled, a missing
 * permission in the text); `undefined` leaves it to {@link failureOfStatus}.
 */
export type Classify = (response: HttpResponse) => CallFailure | undefined;

/** Turns every answer but a 2xx, and every broken connection, into a {@link CallFailure}. */
export function judgeStatus(classify: Classify | undefined, now: () => number): Layer {
  return (next) => ({
    async send(request) {
      let response: HttpResponse;
      try {
        response = await next.send(request);
      } catch (error) {
        throw asCallFailure(error);
      }
      if (response.status >= 200 && response.status < 300) return response;
      throw classify?.(response) ?? failureOfStatus(response, now());
    },
  });
}

/** What an HTTP status says when the provider has no reading of its own. */
function failureOfStatus(response: HttpResponse, nowMs: number): CallFailure {
  const { status } = response;
  const retryAfter = retryAfterMs(response.headers, nowMs);
  const details = retryAfter === undefined ? { status } : { status, retryAfterMs: retryAfter };
  return new CallFailure(kindOfStatus(status), sentenceOf(response), details);
}

function kindOfStatus(status: number): FailureKind {
  if (status >= 300 && status < 400) return 'refused';
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 405 || status === 501) return 'not-implemented';
  if (status === 408) return 'timed-out';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : 'rejected';
}

function sentenceOf(response: HttpResponse): string {
  if (response.status >= 300 && response.status < 400) {
    return `The provider answered with a redirect (HTTP ${response.status}), which is not followed.`;
  }
  const said = messageIn(response.body);
  const start = `The provider answered HTTP ${response.status}`;
  return said === undefined ? `${start}.` : `${start}: ${said}`;
}

/**
 * The message in an error body of any of the usual JSON shapes (`error.message`, `message`,
 * `Message`, `error` as text); `undefined` for HTML and for everything else.
 */
export function messageIn(body: string): string | undefined {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return undefined; // Error pages of proxies are HTML: the status says more than they do.
  }
  if (!isJsonObject(document)) return undefined;
  const error = document['error'];
  const candidates = [isJsonObject(error) ? textIn(error) : error, textIn(document)];
  return candidates.find((text): text is string => typeof text === 'string' && text !== '');
}

function textIn(holder: JsonObject): string | undefined {
  const text = holder['message'] ?? holder['Message'] ?? holder['error_description'];
  return typeof text === 'string' ? text : undefined;
}
