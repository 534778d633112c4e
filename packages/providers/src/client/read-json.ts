import type { JsonValue } from '../json.ts';
import { CallFailure } from './call-failure.ts';
import type { HttpResponse } from './transport.ts';

/**
 * The document in an answer.
 *
 * @throws CallFailure `malformed` for an HTML page, half a document or anything else that is not
 *   JSON; the message does not quote the body, which may hold anything.
 */
export function readJson(response: HttpResponse): JsonValue {
  const { body } = response;
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    const start = body.slice(0, 200).trimStart();
    if (start === '')
      throw new CallFailure('malformed', 'The provider answered with an empty body.');
    if (start.startsWith('<')) {
      throw new CallFailure('malformed', 'The provider answered with a page instead of JSON.');
    }
    throw new CallFailure(
      'malformed',
      `The provider answered with broken JSON (${body.length} characters).`,
    );
  }
}
