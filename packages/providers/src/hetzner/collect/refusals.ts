import { CallFailure } from '../../client/call-failure.ts';
import type { Classify } from '../../client/judge-status.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';

/**
 * Hetzner Cloud's own reading of a refusal. Source: "Error Codes" of
 * https://docs.hetzner.cloud/reference/cloud (2026-05).
 */
export const cloudRefusal: Classify = ({ status, body }) => {
  const { code, message } = errorIn(body);
  if (code === undefined) return undefined;
  const said = `Hetzner answered "${code}": ${message}`;
  switch (code) {
    // "Cannot perform operation due to maintenance": a 403 that no permission cures.
    case 'maintenance':
    // "The resource has changed during the request, please retry."
    case 'conflict':
    case 'locked':
      return new CallFailure('unavailable', said, { status });
    case 'deprecated_api_endpoint':
      return new CallFailure('not-implemented', said, { status });
    case 'forbidden':
      return new CallFailure('forbidden', said, { status, missingPermission: 'Read' });
    case 'unauthorized':
      return new CallFailure(
        'unauthenticated',
        `${said}. Make a read-only token for the project and configure it.`,
        { status },
      );
    default:
      return undefined;
  }
};

/** Robot has no such object: for its lists that is the way to say that they are empty. */
export class NothingFound extends CallFailure {
  constructor(message: string) {
    super('not-found', message, { status: 404 });
  }
}

/**
 * Robot's own reading of a refusal: too many requests come as 403, an empty list as 404.
 * Source: https://robot.hetzner.com/doc/webservice/en.html#errors (read 2026-11).
 */
export const robotRefusal: Classify = ({ status, body }) => {
  const { code, message, error } = errorIn(body);
  if (status === 401) {
    return new CallFailure(
      'unauthenticated',
      'Robot does not know this web-service user. Nothing more is asked: three failed logins lock the address out for ten minutes.',
      { status },
    );
  }
  if (code === undefined) return undefined;
  if (code === 'RATE_LIMIT_EXCEEDED') {
    const interval = error['interval'];
    const details = typeof interval === 'number' ? { retryAfterMs: interval * 1000 } : {};
    return new CallFailure('throttled', `Robot answered "${code}": ${message}`, {
      status,
      ...details,
    });
  }
  if (status === 404 && /^(?:[A-Z]+_)?NOT_FOUND$/.test(code)) return new NothingFound(message);
  if (status === 409) {
    return new CallFailure('unavailable', `Robot answered "${code}": ${message}`, { status });
  }
  return undefined;
};

/** The error object that both APIs put into a refusal. */
function errorIn(body: string): { code?: string; message: string; error: JsonObject } {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return { message: '', error: {} }; // The page of a proxy: its status says more than it does.
  }
  const error = isJsonObject(document) ? document['error'] : undefined;
  if (!isJsonObject(error)) return { message: '', error: {} };
  const { code, message } = error;
  const text = typeof message === 'string' ? message : '';
  return typeof code === 'string' ? { code, message: text, error } : { message: text, error };
}
