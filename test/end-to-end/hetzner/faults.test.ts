import { describe, expect, it } from 'vitest';
import type { CollectContext } from '../../../packages/providers/src/collect-context.ts';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import {
  CLOUD_OPERATIONS,
  ROBOT_OPERATIONS,
} from '../../../packages/providers/src/hetzner/operations.ts';
import type { Observation } from '../../../packages/providers/src/observation.ts';
import type { Fault } from '../../clouds/fault.ts';
import { FULL_PROJECT, FULL_ROBOT } from '../../clouds/hetzner/full-worlds.ts';
import { sampled } from '../../conformance/sample.ts';
import { observationOf, scanOf } from './scan.testkit.ts';

/**
 * What every call does with every refusal of Hetzner's, beyond the faults of the conformance suite
 * (401, 403, 429, 503, HTML, half a document, a broken connection). The whole matrix with
 * `CONFORMANCE=deep`, else a part of it.
 */

const refusal = (status: number, code: string): Fault => ({ kind: 'status', status, code });

/** A fault, and the outcome that it gives; Robot gives another one where two are named. */
const FAULTS: readonly (readonly [
  string,
  Fault,
  Observation['outcome'],
  Observation['outcome']?,
])[] = [
  ['404', refusal(404, 'not_found'), 'failed'],
  ['409', refusal(409, 'conflict'), 'failed'],
  ['410', refusal(410, 'deprecated_api_endpoint'), 'not-implemented', 'failed'],
  ['422', refusal(422, 'invalid_input'), 'failed'],
  ['423', refusal(423, 'locked'), 'failed'],
  ['500', refusal(500, 'server_error'), 'failed'],
  ['502 as a page', { kind: 'status', status: 502, body: '<html></html>' }, 'failed'],
  ['504', refusal(504, 'timeout'), 'failed'],
  ['maintenance', refusal(403, 'maintenance'), 'failed', 'forbidden'],
  ['rate limit of Robot', refusal(403, 'RATE_LIMIT_EXCEEDED'), 'forbidden', 'throttled'],
  ['JSON without a list', { kind: 'empty-object' }, 'failed'],
  ['a redirect', { kind: 'redirect', to: 'http://127.0.0.1:9/steal' }, 'failed'],
  ['silence', { kind: 'silence' }, 'failed'],
];

const MATRIX = [
  ...CLOUD_OPERATIONS.map(({ id }) => ({ id, world: FULL_PROJECT, isRobot: false })),
  ...ROBOT_OPERATIONS.map(({ id }) => ({ id, world: FULL_ROBOT, isRobot: true })),
].flatMap(({ id, world, isRobot }) =>
  FAULTS.map(([name, fault, cloud, robot]) => ({
    name: `${id}: ${name}`,
    id,
    world,
    fault,
    outcome: isRobot ? (robot ?? cloud) : cloud,
    // Robot's answers about one object are objects: an empty one is for the schema to refuse.
    isItem: isRobot && name === 'JSON without a list' && /firewall|detail/.test(id),
  })),
);

/** A clock for deadlines that runs out when a request falls silent. */
function impatient(): { context: Partial<CollectContext>; runOut: () => void } {
  const running = new Set<AbortController>();
  return {
    context: {
      startTimeout: () => {
        const controller = new AbortController();
        running.add(controller);
        return { expired: controller.signal, cancel: () => void running.delete(controller) };
      },
    },
    runOut: () => {
      for (const controller of running) controller.abort();
    },
  };
}

describe('a refusal becomes the outcome of its call', () => {
  it.each(sampled(MATRIX))('$name', async ({ id, world, fault, outcome, isItem }) => {
    const { context, runOut } = impatient();

    const { observations } = await scanOf(world, {
      context,
      onSilence: runOut,
      misbehave: (operation) => (operation === id ? fault : undefined),
    });

    const failing = observations.filter((one) => one.operation === id);
    expect(failing.length).toBeGreaterThan(0);
    for (const one of failing) {
      if (isItem) continue;
      expect(one.outcome).toBe(outcome);
      expect(one.message).toMatch(/\S/);
    }
    const { coverage } = hetzner.normalize(observations);
    expect(
      coverage.some((entry) => entry.scope.operation === id && entry.outcome !== 'complete'),
    ).toBe(true);
  });
});

describe('what passes by itself', () => {
  it('is tried again after a conflict, a maintenance and an error of the server', async () => {
    for (const fault of [
      refusal(409, 'conflict'),
      refusal(403, 'maintenance'),
      refusal(503, 'unavailable'),
      { kind: 'truncated' } as const,
      { kind: 'reset' } as const,
    ]) {
      const { observations, context } = await scanOf(FULL_PROJECT, {
        faults: [{ at: '/servers', fault, times: 2 }],
      });

      expect(observationOf(observations, 'servers').outcome).toBe('complete');
      expect(context.meter.read().retries).toBe(2);
    }
  });

  it('waits as long as a 429 asks', async () => {
    const { observations, context } = await scanOf(FULL_PROJECT, {
      faults: [
        {
          at: '/servers',
          times: 1,
          fault: {
            kind: 'status',
            status: 429,
            code: 'rate_limit_exceeded',
            headers: { 'retry-after': '5' },
          },
        },
      ],
    });

    expect(observationOf(observations, 'servers').outcome).toBe('complete');
    expect(context.meter.read()).toMatchObject({ throttles: 1, retries: 1 });
    expect(context.meter.read().waitMs).toBeGreaterThanOrEqual(5000);
  });
});

describe('a page that fails behind others', () => {
  const servers = Array.from({ length: 120 }, (_, index) => ({ id: index + 1 }));
  const world = { projects: [{ token: 'token-of-shop', servers }] };

  it('leaves what was read, and says that it is not all', async () => {
    const { observations } = await scanOf(world, {
      faults: [{ at: '/servers', page: 3, fault: refusal(500, 'server_error') }],
    });

    const list = observationOf(observations, 'servers');
    expect(list).toMatchObject({ outcome: 'partial', pages: 2 });
    expect(list.items).toHaveLength(100);
  });

  it('is noticed by the total where it comes empty', async () => {
    const body = JSON.stringify({
      servers: [],
      meta: { pagination: { next_page: null, total_entries: 120 } },
    });

    const { observations } = await scanOf(world, {
      faults: [{ at: '/servers', page: 3, fault: { kind: 'status', status: 200, body } }],
    });

    expect(observationOf(observations, 'servers')).toMatchObject({
      outcome: 'partial',
      message: 'The list has 120 items by its own count, and 100 were received.',
    });
  });
});
