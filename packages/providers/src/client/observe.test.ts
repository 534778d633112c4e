import { providerId } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ProgressEvent } from '../collect-context.ts';
import type { Operation } from '../operation.ts';
import { CallFailure } from './call-failure.ts';
import { createTestContext } from './context.testkit.ts';
import { observationOfFailure, observe } from './observe.ts';
import type { Page } from './paging.ts';
import { createRedactor } from './redact.ts';

const operation: Operation = {
  id: 'things',
  reads: 'every thing',
  permissions: ['thing:read'],
  need: 'essential',
  depth: 'modelled',
  scope: 'regional',
  paging: 'token',
  feeds: ['network'],
  secretPaths: ['key'],
  item: z.object({ id: z.string() }),
  nativeId: () => undefined,
  source: 'https://example.com/things',
};

const call = {
  provider: providerId('toy'),
  account: 'a',
  location: 'l',
  operation,
  redact: createRedactor(['hunter2']),
};

async function* pagesThen(pages: readonly Page[], error?: Error): AsyncGenerator<Page> {
  yield* pages;
  if (error !== undefined) throw error;
}

describe('an observed call', () => {
  it('is complete when every page was read, and keeps no secret', async () => {
    const pages = () =>
      pagesThen([{ items: [{ id: '1', key: 'hunter2' }] }, { items: [{ id: '2' }] }]);

    expect(await observe({ ...call, pages }, createTestContext())).toEqual({
      format: 1,
      provider: 'toy',
      account: 'a',
      location: 'l',
      operation: 'things',
      request: {},
      outcome: 'complete',
      pages: 2,
      collectedAt: '2026-01-01T00:00:00.000Z',
      items: [{ id: '1' }, { id: '2' }],
    });
  });

  it.each([
    ['unauthenticated', 'forbidden'],
    ['forbidden', 'forbidden'],
    ['throttled', 'throttled'],
    ['not-implemented', 'not-implemented'],
    ['malformed', 'failed'],
    ['capped', 'failed'],
  ] as const)('that is %s at once ends as %s', async (kind, outcome) => {
    const pages = () => pagesThen([], new CallFailure(kind, 'Because.'));

    const observation = await observe({ ...call, pages }, createTestContext());

    expect(observation).toMatchObject({ outcome, message: 'Because.', pages: 0, items: [] });
  });

  it('is partial, and keeps what it has, when a later page fails', async () => {
    const failure = new CallFailure('forbidden', 'No hunter2.', {
      missingPermission: 'thing:read',
    });
    const pages = () => pagesThen([{ items: [{ id: '1' }] }], failure);

    expect(await observe({ ...call, pages }, createTestContext())).toMatchObject({
      outcome: 'partial',
      message: 'No [redacted].',
      missingPermission: 'thing:read',
      items: [{ id: '1' }],
    });
  });

  it('is partial when a page says that something is missing', async () => {
    const pages = () => pagesThen([{ items: [], incomplete: 'us-x is unreachable.' }]);

    expect(await observe({ ...call, pages }, createTestContext())).toMatchObject({
      outcome: 'partial',
      message: 'us-x is unreachable.',
    });
  });

  it('reads a client library’s own errors as it is told to', async () => {
    const pages = () => pagesThen([], new Error('UnauthorizedOperation'));
    const classify = () => new CallFailure('forbidden', 'Not authorized.');

    const observation = await observe({ ...call, pages, classify }, createTestContext());

    expect(observation.outcome).toBe('forbidden');
  });

  it('shows the reader of errors also those that the chain has named', async () => {
    const seen: unknown[] = [];
    const failure = new CallFailure('unauthenticated', 'No.');
    const classify = (error: unknown) => {
      seen.push(error);
      return failure;
    };

    await observe({ ...call, pages: () => pagesThen([], failure), classify }, createTestContext());

    expect(seen).toEqual([failure]);
  });

  it('takes an answer that makes no sense for malformed', async () => {
    const pages = () => pagesThen([], new TypeError('x is not a list'));

    expect(await observe({ ...call, pages }, createTestContext())).toMatchObject({
      outcome: 'failed',
      message: 'The answer could not be understood: x is not a list',
    });
  });

  it('rejects with the reason when the scan is aborted', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'));
    const pages = () => pagesThen([{ items: [] }]);

    const observing = observe({ ...call, pages }, createTestContext({ signal }));

    await expect(observing).rejects.toThrow('interrupted');
  });

  it('tells its end as progress', async () => {
    const events: ProgressEvent[] = [];
    const context = createTestContext({ progress: (event) => events.push(event) });

    await observationOfFailure(call, new CallFailure('throttled', 'Slow down.'), context);

    expect(events).toEqual([
      {
        provider: 'toy',
        account: 'a',
        location: 'l',
        operation: 'things',
        outcome: 'throttled',
        items: 0,
      },
    ]);
  });
});
