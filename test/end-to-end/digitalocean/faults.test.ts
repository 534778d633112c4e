import { describe, expect, it } from 'vitest';
import type { CollectContext } from '../../../packages/providers/src/collect-context.ts';
import { digitalocean } from '../../../packages/providers/src/digitalocean/index.ts';
import { OPERATIONS } from '../../../packages/providers/src/digitalocean/operations/index.ts';
import type { Observation } from '../../../packages/providers/src/observation.ts';
import { FULL_TEAM } from '../../clouds/digitalocean/full-team.ts';
import type { Fault } from '../../clouds/fault.ts';
import { sampled } from '../../conformance/sample.ts';
import { observationOf, scanOf } from './scan.testkit.ts';

/**
 * What every call does with every refusal of DigitalOcean's, beyond the faults of the conformance
 * suite (401, 403, 429, 503, HTML, half a document, a broken connection). The whole matrix with
 * `CONFORMANCE=deep`, else a part of it.
 */

const refusal = (status: number, code: string): Fault => ({ kind: 'status', status, code });

const FAULTS: readonly (readonly [string, Fault, Observation['outcome']])[] = [
  ['404', refusal(404, 'not_found'), 'failed'],
  ['405', refusal(405, 'method_not_allowed'), 'not-implemented'],
  ['422', refusal(422, 'unprocessable_entity'), 'failed'],
  ['500', refusal(500, 'server_error'), 'failed'],
  ['502 as a page', { kind: 'status', status: 502, body: '<html></html>' }, 'failed'],
  ['504', refusal(504, 'timeout'), 'failed'],
  ['JSON without a list', { kind: 'empty-object' }, 'failed'],
  ['a redirect', { kind: 'redirect', to: 'http://127.0.0.1:9/steal' }, 'failed'],
  ['silence', { kind: 'silence' }, 'failed'],
];

const MATRIX = OPERATIONS.flatMap(
  ({ id }) =>
    FAULTS.map(([name, fault, outcome]) => ({ name: `${id}: ${name}`, id, fault, outcome })),
  // A bucket's policy is a JSON document of any kind.
).filter(({ name }) => name !== 'spaces-bucket-policy: JSON without a list');

const WORLD = { teams: [FULL_TEAM] };

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
  it.each(sampled(MATRIX))('$name', async ({ id, fault, outcome }) => {
    const { context, runOut } = impatient();

    const { observations } = await scanOf(WORLD, {
      context,
      onSilence: runOut,
      misbehave: (operation) => (operation === id ? fault : undefined),
    });

    const failing = observations.filter((one) => one.operation === id);
    expect(failing.length).toBeGreaterThan(0);
    for (const one of failing) {
      expect(one.outcome).toBe(outcome);
      expect(one.message).toMatch(/\S/);
    }
    const { coverage } = digitalocean.normalize(observations);
    expect(
      coverage.some((entry) => entry.scope.operation === id && entry.outcome !== 'complete'),
    ).toBe(true);
  });
});

describe('what passes by itself', () => {
  it('is tried again after an error of the server and a broken connection', async () => {
    for (const fault of [
      refusal(503, 'unavailable'),
      { kind: 'truncated' } as const,
      { kind: 'reset' } as const,
    ]) {
      const { observations, context } = await scanOf(WORLD, {
        faults: [{ at: '/droplets', fault, times: 2 }],
      });

      expect(observationOf(observations, 'droplets').outcome).toBe('complete');
      expect(context.meter.read().retries).toBe(2);
    }
  });
});
