import { describe, expect, it } from 'vitest';
import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import { serveHetzner } from '../../clouds/hetzner/serve.ts';
import type { HetznerWorld } from '../../clouds/hetzner/world.ts';
import { collected, observationOf, scanOf, settingsFor } from './scan.testkit.ts';

const servers = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    ipv4: `5.75.${Math.floor(index / 250)}.${(index % 250) + 1}`,
  }));

const MIXED: HetznerWorld = {
  projects: [
    {
      token: 'token-of-shop',
      servers: [{ id: 1, ipv4: '5.75.0.1', networks: { 9: '10.0.0.2' } }],
      firewalls: [{ id: 7, appliedTo: [1] }],
      networks: [{ id: 9, range: '10.0.0.0/16' }],
      storageBoxes: [
        {
          id: 3,
          access: { external: true },
          subaccounts: [{ id: 1, access: { external: false } }],
        },
      ],
      actions: [{ id: 11, of: 'firewalls', command: 'set_firewall_rules', resource: 7 }],
    },
  ],
  robots: [
    {
      user: '#ws+abc',
      password: 'robot-password',
      servers: [{ number: 321, ip: '176.9.0.1' }],
      vswitches: [{ id: 4321, servers: [321] }],
    },
  ],
};

describe('collecting from Hetzner', () => {
  it('reads every list, subaccount, firewall and vSwitch to its end', async () => {
    const { observations } = await scanOf(MIXED);

    expect(observations.filter((one) => one.outcome !== 'complete')).toEqual([]);
    expect(observationOf(observations, 'servers').items).toHaveLength(1);
    expect(observationOf(observations, 'storage_box_subaccounts', '3').items).toHaveLength(1);
    expect(observationOf(observations, 'firewalls-actions').items).toHaveLength(1);
    expect(observationOf(observations, 'robot-firewall', '321').items).toHaveLength(1);
    expect(observationOf(observations, 'robot-vswitch-detail', '4321').items).toHaveLength(1);
  });

  it('reads a list of 120 servers in three requests and no more', async () => {
    const { observations, simulation } = await scanOf({
      projects: [{ token: 'token', servers: servers(120) }],
    });

    expect(observationOf(observations, 'servers')).toMatchObject({ outcome: 'complete', pages: 3 });
    expect(simulation.requests.filter((one) => one.startsWith('GET /servers?'))).toHaveLength(3);
  });

  it('reads on where every page names page four as the next one', async () => {
    const world = { projects: [{ token: 'token', servers: servers(120) }] };

    const { observations } = await scanOf(world, { namesPageFourForEver: true });

    const list = observationOf(observations, 'servers');
    expect(list.outcome).toBe('complete');
    expect(list.items).toHaveLength(120);
  });

  it('stops at an empty page where neither totals nor the last page are told', async () => {
    const world = { projects: [{ token: 'token', servers: servers(60) }] };

    const { observations, simulation } = await scanOf(world, {
      namesPageFourForEver: true,
      hidesTotals: true,
    });

    expect(observationOf(observations, 'servers').items).toHaveLength(60);
    expect(simulation.requests.filter((one) => one.startsWith('GET /servers?'))).toHaveLength(3);
  });

  it('calls an empty Robot account empty, though Robot answers 404', async () => {
    const { observations } = await scanOf({ robots: [{ user: 'u', password: 'password' }] });

    expect(observations.map((one) => [one.operation, one.outcome])).toEqual([
      ['robot-server', 'complete'],
      ['robot-ip', 'complete'],
      ['robot-subnet', 'complete'],
      ['robot-failover', 'complete'],
      ['robot-vswitch', 'complete'],
    ]);
  });

  it('asks Robot once when the login is refused, and says so of everything else', async () => {
    const world = { robots: [{ user: 'user', password: 'right-password' }] };
    const simulation = await serveHetzner(world);
    const [settings] = settingsFor(world, simulation);
    const wrong = { ...settings, robot: 'metal', user: 'user', password: 'wrong-password' };

    const observations = await collected(wrong, createTestContext());
    await simulation.close();

    expect(simulation.requests).toEqual(['GET robot /server']);
    expect(observations.map((one) => one.outcome)).toEqual(Array(5).fill('forbidden'));
    expect(observations[4]?.message).toContain('three failed logins');
  });

  it('lists a project without a token as one that could not be seen', async () => {
    const observations = await collected({ project: 'lab' }, createTestContext());

    expect(observationOf(observations, 'servers')).toMatchObject({
      account: 'lab',
      outcome: 'forbidden',
      message: 'No token is configured for the project lab, so nothing of it could be seen.',
    });
  });

  it('never sends a token that is meant for another endpoint to the host of Storage Boxes', async () => {
    const simulation = await serveHetzner(MIXED);
    const settings = { project: 'shop', token: 'token-of-shop', endpoint: simulation.cloudUrl };

    const observations = await collected(settings, createTestContext());
    await simulation.close();

    expect(observationOf(observations, 'storage_boxes').outcome).toBe('failed');
    expect(simulation.unexpected).toEqual([]);
  });

  it('keeps the tokens of two projects apart while both are asked at once', async () => {
    const world = {
      projects: [
        { token: 'token-one', servers: [{ id: 1 }] },
        { token: 'token-two', servers: [{ id: 2 }] },
      ],
    };
    const simulation = await serveHetzner(world);
    const context = createTestContext();

    const both = await Promise.all(
      settingsFor(world, simulation).map((settings) => collected(settings, context)),
    );
    await simulation.close();

    const ids = both.map((one) => observationOf(one, 'servers').items);
    expect(ids).toMatchObject([[{ id: 1 }], [{ id: 2 }]]);
    expect(new Set(simulation.credentials)).toEqual(new Set(['token-one', 'token-two']));
  });

  it('slows down before the wall, finishes, and never meets a 429', async () => {
    const context = createTestContext();
    const world = { projects: [{ token: 'token', servers: servers(2000) }] };

    const { observations, simulation } = await scanOf(world, {
      context,
      rate: { limit: 3600, remaining: 30, now: context.clock.now },
    });

    expect(observations.filter((one) => one.outcome !== 'complete')).toEqual([]);
    expect(simulation.refusedForRate()).toBe(0);
    expect(simulation.requests).toHaveLength(93);
  });

  it('drops a password that an answer holds before anyone can keep it', async () => {
    const body = JSON.stringify({
      storage_boxes: [{ id: 1, name: 'b', password: 'planted-secret' }],
      meta: { pagination: { next_page: null, total_entries: 1 } },
    });

    const { observations } = await scanOf(MIXED, {
      faults: [{ at: '/storage_boxes', fault: { kind: 'status', status: 200, body } }],
    });

    expect(JSON.stringify(observations)).not.toContain('planted-secret');
  });
});
