import { describe, expect, it } from 'vitest';
import { failureOf } from './client.ts';

function answer(
  status: number,
  error: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
) {
  return { status, headers, body: JSON.stringify({ error }) };
}

describe('unsuccessful answers of Google', () => {
  it.each(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded'])(
    '403 with %s is throttled',
    (reason) => {
      expect(failureOf(answer(403, { message: 'x', errors: [{ reason }] }), 0)?.kind).toBe(
        'throttled',
      );
    },
  );

  it('429 is throttled for as long as it says', () => {
    const failure = failureOf(answer(429, { message: 'x' }, { 'retry-after': '7' }), 0);

    expect(failure?.details.retryAfterMs).toBe(7000);
  });

  it.each([
    "Required 'compute.instances.list' permission for 'projects/acme'",
    "Permission 'compute.instances.list' denied on resource",
    "The caller does not have permission 'compute.instances.list'",
  ])('403 “%s” names the permission', (message) => {
    const failure = failureOf(answer(403, { message }), 0);

    expect(failure).toMatchObject({
      kind: 'forbidden',
      details: { missingPermission: 'compute.instances.list' },
    });
  });

  it('403 for a service that is switched off is no question of permission', () => {
    const details = [{ reason: 'SERVICE_DISABLED' }];

    expect(failureOf(answer(403, { message: 'x', details }), 0)?.kind).toBe('not-implemented');
  });

  it('leaves other answers to their status', () => {
    expect(failureOf(answer(404, { message: 'x' }), 0)).toBeUndefined();
    expect(failureOf({ status: 502, headers: {}, body: '<html>' }, 0)).toBeUndefined();
  });
});
