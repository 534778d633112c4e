import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestContext } from './context.testkit.ts';

const SIGNAL = new AbortController().signal;

function startsOf(limit: { burst: number; perSecond: number; concurrency: number }) {
  const context = createTestContext();
  const budget = context.budgets.budgetFor('aws/1/eu', limit);
  const begin = context.clock.now();
  const starts: number[] = [];
  const call = (takesMs = 0) =>
    budget.spend(SIGNAL, async () => {
      starts.push(context.clock.now() - begin);
      // Time passes only after whoever was let in together has begun.
      await context.sleep(takesMs, SIGNAL);
    });
  return { context, budget, starts, call };
}

describe('a budget', () => {
  it('lets the burst out at once and the rest at its pace', async () => {
    const { starts, call } = startsOf({ burst: 3, perSecond: 10, concurrency: 10 });

    await Promise.all([call(), call(), call(), call(), call()]);

    expect(starts.map(Math.round)).toEqual([0, 0, 0, 100, 200]);
  });

  it('is shared by everybody who names the scope, and by nobody else', () => {
    const { context, budget } = startsOf({ burst: 1, perSecond: 1, concurrency: 1 });
    const limit = { burst: 9, perSecond: 9, concurrency: 9 };

    expect(context.budgets.budgetFor('aws/1/eu', limit)).toBe(budget);
    expect(context.budgets.budgetFor('aws/1/us', limit)).not.toBe(budget);
  });

  it('never has more requests on the wire than it has places', async () => {
    const context = createTestContext();
    const budget = context.budgets.budgetFor('s', { burst: 99, perSecond: 99, concurrency: 2 });
    let onWire = 0;
    let most = 0;
    const work = async () => {
      onWire += 1;
      most = Math.max(most, onWire);
      await new Promise((resolve) => setImmediate(resolve));
      onWire -= 1;
    };

    await Promise.all(Array.from({ length: 9 }, () => budget.spend(SIGNAL, work)));

    expect(most).toBe(2);
  });

  it('gives its place back when the work fails', async () => {
    const { budget, call, starts } = startsOf({ burst: 9, perSecond: 9, concurrency: 1 });

    await expect(budget.spend(SIGNAL, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await call();

    expect(starts).toHaveLength(1);
  });

  it('lets nobody out before the end of a pause', async () => {
    const { context, budget, starts, call } = startsOf({ burst: 9, perSecond: 9, concurrency: 9 });

    budget.pauseUntil(context.clock.now() + 5000);
    await call();

    expect(starts).toEqual([5000]);
  });

  it('spreads the last tenth of the provider’s own count over the time until it is refilled', async () => {
    const { context, budget, starts, call } = startsOf({
      burst: 99,
      perSecond: 99,
      concurrency: 9,
    });
    const resetAtMs = context.clock.now() + 10_000;

    await budget.spend(SIGNAL, async () => budget.observe({ remaining: 3, limit: 100, resetAtMs }));
    for (let call_ = 0; call_ < 5; call_ += 1) await call();

    expect(starts.map(Math.round)).toEqual([2500, 5000, 7500, 10_000, 10_000]);
  });

  it('follows a steady refill instead of waiting for the whole window', async () => {
    const { context, budget, starts, call } = startsOf({
      burst: 99,
      perSecond: 99,
      concurrency: 9,
    });
    const resetAtMs = context.clock.now() + 3_600_000;
    const hint = { remaining: 0, limit: 3600, resetAtMs, refillPerSecond: 1 };

    await budget.spend(SIGNAL, async () => budget.observe(hint));
    await call();
    await call();

    expect(starts.map(Math.round)).toEqual([1000, 2000]);
  });

  it('counts the requests on the wire that the provider has not counted yet', async () => {
    const { context, budget, starts, call } = startsOf({
      burst: 99,
      perSecond: 99,
      concurrency: 9,
    });
    const resetAtMs = context.clock.now() + 10_000;
    const others = Promise.withResolvers<void>();
    const onWire = [1, 2, 3].map(() => budget.spend(SIGNAL, () => others.promise));

    await budget.spend(SIGNAL, async () => budget.observe({ remaining: 3, limit: 100, resetAtMs }));
    others.resolve();
    await Promise.all([...onWire, call()]);

    expect(starts).toEqual([10_000]);
  });

  it('does not slow down while plenty is left', async () => {
    const { context, budget, starts, call } = startsOf({
      burst: 99,
      perSecond: 99,
      concurrency: 9,
    });
    const resetAtMs = context.clock.now() + 3_600_000;

    await budget.spend(SIGNAL, async () =>
      budget.observe({ remaining: 3000, limit: 3600, resetAtMs }),
    );
    await call();

    expect(starts).toEqual([0]);
  });

  it('lets a waiting call go when it is aborted, and leaves no nap behind', async () => {
    const naps: AbortSignal[] = [];
    const sleep = (_: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        naps.push(signal);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const context = createTestContext({ sleep });
    const budget = context.budgets.budgetFor('s', { burst: 1, perSecond: 1, concurrency: 9 });
    const controller = new AbortController();
    await budget.spend(SIGNAL, async () => {});

    const waiting = budget.spend(controller.signal, async () => {});
    controller.abort(new Error('interrupted'));

    await expect(waiting).rejects.toThrow('interrupted');
    expect(naps.map((signal) => signal.aborted)).toEqual([true]);
  });

  it('never lets out more than burst + rate × time, whatever the load', async () => {
    const limits = fc.record({
      burst: fc.integer({ min: 1, max: 20 }),
      perSecond: fc.integer({ min: 1, max: 50 }),
      concurrency: fc.integer({ min: 1, max: 10 }),
    });
    const loads = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(limits, loads, async (limit, load) => {
        const { starts, call } = startsOf(limit);

        await Promise.all(load.map((takesMs) => call(takesMs)));

        expect(starts).toHaveLength(load.length);
        const excess = starts.flatMap((start, index) =>
          starts.slice(0, index + 1).map((first, from) => {
            const allowed = limit.burst + ((start - first) * limit.perSecond) / 1000;
            return index - from + 1 - allowed;
          }),
        );
        expect(Math.max(0, ...excess)).toBeLessThan(1e-3);
      }),
      { numRuns: 200 },
    );
  });
});
