import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FULL_PROJECT } from '../../clouds/hetzner/full-worlds.ts';
import { type SimulatedHetzner, serveHetzner } from '../../clouds/hetzner/serve.ts';
import { folderOf, type Run, startNetposture } from './netposture.testkit.ts';

let cloud: SimulatedHetzner | undefined;

afterEach(() => cloud?.close());

/** Scans a cloud that answers everything but the list of firewalls, and presses Ctrl-C while that answer is awaited. */
async function interruptedScan(...args: readonly string[]): Promise<Run> {
  const silent = Promise.withResolvers<void>();
  cloud = await serveHetzner(FULL_PROJECT, {
    faults: [{ at: '/firewalls', fault: { kind: 'silence' } }],
    onSilence: silent.resolve,
  });
  const run = startNetposture(['scan', ...args], {
    HCLOUD_TOKEN: 'token-of-the-shop-4711',
    HCLOUD_ENDPOINT: cloud.cloudUrl,
    HETZNER_ENDPOINT: cloud.hetznerUrl,
  });
  await silent.promise;
  run.interrupt();
  return run.ended;
}

describe('Ctrl-C in the middle of a scan of a live cloud', () => {
  it('ends with 130, prints no result, and shows no stack', async () => {
    const { status, stdout, stderr } = await interruptedScan();

    expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
    expect(stderr).toMatch(
      /^\d+ requests, 0 repeated, 0 throttled\.\nInterrupted; there is no result\.\n$/,
    );
  });

  it('leaves no folder of answers, and none of the folders made for it', async () => {
    const home = folderOf({});
    const { status } = await interruptedScan('--save', join(home, 'weekly/monday'));

    expect(status).toBe(130);
    expect(readdirSync(home)).toEqual([]);
  });

  it('leaves a folder that was there as it was: empty', async () => {
    const folder = folderOf({});
    const { status } = await interruptedScan('--save', folder);

    expect(status).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes no file with --output', async () => {
    const file = join(folderOf({}), 'posture.sarif');
    const { status } = await interruptedScan('--format', 'sarif', '--output', file);

    expect(status).toBe(130);
    expect(existsSync(file)).toBe(false);
  });

  it('counts for more than what could not be seen', async () => {
    expect((await interruptedScan('--max-requests', '1000')).status).toBe(130);
  });
});
