import { describe, expect, it } from 'vitest';
import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import { digitalocean } from '../../../packages/providers/src/digitalocean/index.ts';
import { FULL_TEAM, FULL_TEAM_SECRETS } from '../../clouds/digitalocean/full-team.ts';
import { serveDigitalOcean } from '../../clouds/digitalocean/serve.ts';
import { collected, observationOf, scanOf, settingsFor, team } from './scan.testkit.ts';

const droplets = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => ({
    id: from + index,
    ipv4: `104.131.${Math.floor(index / 250)}.${(index % 250) + 1}`,
  }));

describe('collecting from DigitalOcean', () => {
  it('reads every list, replica and member to its end', async () => {
    const { observations } = await scanOf({ teams: [FULL_TEAM] });

    expect(observations.filter((one) => one.outcome !== 'complete')).toEqual([]);
    const [orders, replica] = [FULL_TEAM.databases?.[0], FULL_TEAM.databases?.[0]?.replicas?.[0]];
    expect(observationOf(observations, 'database-replicas', orders?.id).items).toHaveLength(1);
    expect(observationOf(observations, 'database-firewall', orders?.id).items).toHaveLength(1);
    expect(observationOf(observations, 'database-firewall', replica?.id).items).toEqual([]);
  });

  it('reads 450 Droplets in three requests, of which the package itself would see twenty', async () => {
    const { observations, simulation } = await scanOf(team({ droplets: droplets(450) }));

    expect(observationOf(observations, 'droplets')).toMatchObject({
      outcome: 'complete',
      pages: 3,
    });
    expect(observationOf(observations, 'droplets').items).toHaveLength(450);
    expect(simulation.requests.filter((one) => one.startsWith('GET /droplets?'))).toHaveLength(3);
  });

  it('keeps what it read of a list that breaks in the middle', async () => {
    const { observations } = await scanOf(team({ droplets: droplets(450) }), {
      faults: [{ at: '/droplets', page: 2, fault: { kind: 'status', status: 500 } }],
    });

    expect(observationOf(observations, 'droplets')).toMatchObject({ outcome: 'partial', pages: 1 });
  });

  it('names the scope that a refused list takes', async () => {
    const { observations } = await scanOf(team({ lacks: ['database:read'] }));

    expect(observationOf(observations, 'databases')).toMatchObject({
      outcome: 'forbidden',
      missingPermission: 'database:read',
    });
  });

  it('waits as long as it is asked to, and then goes on', async () => {
    const { observations, context } = await scanOf(team({ droplets: droplets(1) }), {
      faults: [
        {
          at: '/droplets',
          times: 1,
          fault: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
        },
      ],
    });

    expect(observationOf(observations, 'droplets').outcome).toBe('complete');
    expect(context.meter.read().throttles).toBe(1);
    expect(context.meter.read().waitMs).toBeGreaterThanOrEqual(7000);
  });

  it('stays below 250 requests a minute and 5,000 an hour', async () => {
    const databases = Array.from({ length: 150 }, (_, index) => ({ id: `db-${index}` }));
    const context = createTestContext();
    const { clock } = context;

    const world = team({ databases });
    const rate = { perHour: 5000, perMinute: 250, now: () => clock.now() };
    const simulation = await serveDigitalOcean(world, { rate });
    for (const settings of settingsFor(world, simulation)) await collected(settings, context);
    await simulation.close();

    expect(simulation.requests.length).toBeGreaterThan(450);
    expect(simulation.refusedForRate()).toBe(0);
  });

  it('asks nothing and says so without a token', async () => {
    const context = createTestContext();

    const observations = await collected({ team: 'shop' }, context);

    expect(observations.every(({ outcome }) => outcome === 'forbidden')).toBe(true);
    expect(context.meter.read().requests).toBe(0);
  });

  it('drops users, passwords, URIs, environment values and user data before anything is kept', async () => {
    const { observations } = await scanOf({ teams: [FULL_TEAM] });

    const kept = JSON.stringify(observations);
    expect(FULL_TEAM_SECRETS.filter((secret) => kept.includes(secret))).toEqual([]);
    expect(kept).not.toContain('postgres://');
    expect(kept).toContain('orders');
    const graph = digitalocean.normalize(observations);
    const told = JSON.stringify([...graph.records.values()]);
    expect(FULL_TEAM_SECRETS.filter((secret) => told.includes(secret))).toEqual([]);
  });
});

describe('two teams at the same time', () => {
  const world = {
    teams: [
      { token: 'dop_v1_token-of-the-first', droplets: droplets(450) },
      { token: 'dop_v1_token-of-the-second', droplets: droplets(450, 10_000) },
    ],
  };

  it('never see what is not theirs, and every request goes out with its own token', async () => {
    const waiting: (() => void)[] = [];
    // Answers come only when requests of both are in flight: pairs of them are held together.
    const simulation = await serveDigitalOcean(world, {
      delay: () =>
        new Promise<void>((resolve) => {
          waiting.push(resolve);
          setImmediate(() => {
            for (const release of waiting.splice(0)) release();
          });
        }),
    });
    const scans = await Promise.all(
      settingsFor(world, simulation).map((settings) => collected(settings, createTestContext())),
    );
    await simulation.close();

    const [first, second] = scans.map((observations) =>
      observationOf(observations, 'droplets').items.map((item) => JSON.stringify(item)),
    );
    expect(first).toHaveLength(450);
    expect(second).toHaveLength(450);
    expect(first?.some((item) => second?.includes(item))).toBe(false);
    const tokens = new Set(simulation.credentials);
    expect([...tokens].sort()).toEqual(world.teams.map(({ token }) => token));
    const changes = simulation.credentials.filter((one, at, all) => at > 0 && one !== all[at - 1]);
    expect(changes.length).toBeGreaterThan(4);
  });
});
