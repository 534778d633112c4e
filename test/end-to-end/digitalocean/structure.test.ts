import { describe, expect, it } from 'vitest';
import { digitalocean } from '../../../packages/providers/src/digitalocean/index.ts';
import { FULL_TEAM } from '../../clouds/digitalocean/full-team.ts';
import type { TeamDeclaration } from '../../clouds/digitalocean/world.ts';
import { Situation } from '../situation.testkit.ts';
import { scanOf, situationOf, team } from './scan.testkit.ts';

/** What networks, private Droplets and gaps mean, beyond the edge rows. */

const VPC = { id: 'vpc', name: 'inner', range: '10.10.0.0/16' };
const ANY = ['0.0.0.0/0', '::/0'] as const;

describe('a private Droplet', () => {
  const world = (given: Omit<TeamDeclaration, 'token'> = {}) =>
    team({
      vpcs: [VPC],
      droplets: [
        { id: 2, name: 'inner', vpc: 'vpc', privateIp: '10.10.0.12' },
        { id: 3, name: 'partner', ipv4: '104.131.10.3' },
      ],
      firewalls: [
        {
          id: 'partner',
          droplets: [3],
          inbound: [{ ports: '443', addresses: ['174.138.113.197'] }],
        },
      ],
      ...given,
    });
  const nat = { id: 'nat', vpc: 'vpc', ipv4: '174.138.113.197' };

  it('is not reached from the internet', async () => {
    const situation = await situationOf(world({ natGateways: [nat] }));

    expect(situation.delivered('internet', 'inner', 'tcp 22')).toBe('denied');
  });

  it('sends with the address of the NAT gateway of its VPC', async () => {
    const situation = await situationOf(world({ natGateways: [nat] }));

    expect(situation.conversable('inner', 'partner', 'tcp 443')).toBe('allowed');
  });

  it('sends nowhere without one, or with one that is not active', async () => {
    const without = await situationOf(world());
    const provisioning = await situationOf(
      world({ natGateways: [{ ...nat, state: 'PROVISIONING' }] }),
    );

    expect(without.delivered('inner', '1.1.1.1', 'tcp 443')).toBe('denied');
    expect(provisioning.delivered('inner', '1.1.1.1', 'tcp 443')).toBe('denied');
  });

  it('is undetermined with two of them, or where they were not read', async () => {
    const two = await situationOf(
      world({ natGateways: [nat, { id: 'nat-2', vpc: 'vpc', ipv4: '174.138.113.198' }] }),
    );
    const unread = await situationOf(world({ lacks: ['nat_gateway:read'] }));

    expect(two.delivered('inner', '1.1.1.1', 'tcp 443')).toBe('undetermined');
    expect(unread.delivered('inner', '1.1.1.1', 'tcp 443')).toBe('undetermined');
  });

  it('is no answer for a Droplet with a public address, which keeps that', async () => {
    const droplets = [
      { id: 2, name: 'inner', ipv4: '104.131.10.2', vpc: 'vpc', privateIp: '10.10.0.12' },
      { id: 3, name: 'partner', ipv4: '104.131.10.3' },
    ];
    const situation = await situationOf(world({ droplets, natGateways: [nat] }));

    expect(situation.delivered('inner', 'partner', 'tcp 443')).toBe('undetermined');
    expect(situation.delivered('inner', '1.1.1.1', 'tcp 443')).toBe('allowed');
  });
});

describe('a peering', () => {
  const world = (status: string, createdAt: string) =>
    team({
      vpcs: [VPC, { id: 'far', range: '10.20.0.0/16' }, { id: 'third', range: '10.30.0.0/16' }],
      peerings: [
        { id: 'one', vpcs: ['vpc', 'far'], status },
        { id: 'two', vpcs: ['far', 'third'] },
      ],
      droplets: [
        { id: 1, name: 'near', vpc: 'vpc', privateIp: '10.10.0.11', createdAt },
        { id: 2, name: 'far', vpc: 'far', privateIp: '10.20.0.12' },
        { id: 3, name: 'third', vpc: 'third', privateIp: '10.30.0.13' },
      ],
    });
  const YOUNG = '2026-06-01T10:00:00Z';

  it('joins two VPCs, and no third one', async () => {
    const situation = await situationOf(world('ACTIVE', YOUNG));

    expect(situation.conversable('near', 'far', 'tcp 5432')).toBe('allowed');
    expect(situation.delivered('near', 'third', 'tcp 5432')).toBe('denied');
  });

  it('that is not active joins nothing', async () => {
    const situation = await situationOf(world('PROVISIONING', YOUNG));

    expect(situation.delivered('near', 'far', 'tcp 5432')).toBe('denied');
  });

  it('is undetermined for a Droplet that is older than it', async () => {
    const situation = await situationOf(world('ACTIVE', '2025-06-01T10:00:00Z'));

    expect(situation.delivered('near', 'far', 'tcp 5432')).toBe('undetermined');
  });

  it('that was not read leaves the other VPC open', async () => {
    const [shop] = world('ACTIVE', YOUNG).teams;
    const { token: _, ...rest } = shop ?? { token: '' };
    const situation = await situationOf(team({ ...rest, lacks: ['vpc_peering:read'] }));

    expect(situation.delivered('near', 'far', 'tcp 5432')).toBe('undetermined');
  });
});

describe("the platform's own block", () => {
  const world = team({
    vpcs: [VPC],
    droplets: [
      {
        id: 1,
        name: 'cache',
        ipv4: '104.131.10.1',
        ipv6: '2604:a880::11',
        vpc: 'vpc',
        privateIp: '10.10.0.11',
      },
      { id: 2, name: 'app', vpc: 'vpc', privateIp: '10.10.0.12' },
    ],
  });

  it('keeps memcached from the internet, and not from the VPC', async () => {
    const situation = await situationOf(world);

    expect(situation.delivered('internet', 'cache', 'tcp 11211')).toBe('denied');
    expect(situation.delivered('app', 'cache', 'tcp 11211')).toBe('allowed');
  });

  it('leaves mail open over IPv4 and keeps it in over IPv6', async () => {
    const situation = await situationOf(world);

    expect(situation.delivered('cache', '1.1.1.1', 'tcp 25')).toBe('undetermined');
    expect(situation.delivered('cache', '2a00:1450::1', 'tcp 25')).toBe('denied');
  });
});

describe('what a token may not see', () => {
  const droplet = { id: 1, name: 'web', ipv4: '104.131.10.1', vpc: 'vpc', privateIp: '10.10.0.11' };

  it('is noticed where other lists name it', async () => {
    const situation = await situationOf(
      team({
        hiddenDroplets: [9],
        vpcs: [VPC],
        droplets: [droplet, { ...droplet, id: 9, name: 'ghost', tags: ['web'] }],
        databases: [{ id: 'orders', vpc: 'vpc', trusted: [{ type: 'tag', value: 'web' }] }],
      }),
    );

    const gap = situation.graph.coverage.find(({ scope }) => scope.subject === 'named elsewhere');
    expect(gap).toMatchObject({ outcome: 'partial', scope: { operation: 'droplets' } });
    expect(gap?.message).toContain('9');
    expect(situation.delivered('8.8.8.8', 'orders', 'tcp 25060')).toBe('undetermined');
  });

  it('is not suspected where every list agrees', async () => {
    const { graph } = await situationOf(team({ ...FULL_TEAM }));

    expect(graph.coverage.filter(({ outcome }) => outcome !== 'complete')).toEqual([]);
  });

  it('leaves a Droplet without the VPC that was not shown undetermined inside', async () => {
    const situation = await situationOf(
      team({
        lacks: ['vpc:read'],
        vpcs: [VPC],
        droplets: [droplet, { id: 2, name: 'db', vpc: 'vpc', privateIp: '10.10.0.12' }],
      }),
    );

    expect(situation.delivered('web', 'db', 'tcp 5432')).toBe('undetermined');
    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
  });

  it('makes firewalls that were not read undetermined', async () => {
    const situation = await situationOf(
      team({
        lacks: ['firewall:read'],
        droplets: [droplet],
        firewalls: [{ id: 'fw', droplets: [1], inbound: [{ addresses: ANY }] }],
      }),
    );

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
  });

  it('leaves open whether a balancer leads to a private Droplet', async () => {
    const situation = await situationOf(
      team({
        lacks: ['load_balancer:read'],
        vpcs: [VPC],
        droplets: [{ id: 2, name: 'db', vpc: 'vpc', privateIp: '10.10.0.12' }],
      }),
    );

    expect(situation.delivered('8.8.8.8', 'db', 'tcp 5432')).toBe('undetermined');
  });
});

describe('what is only listed', () => {
  it('answers undetermined, never clean', async () => {
    const situation = await situationOf({ teams: [FULL_TEAM] });

    for (const name of ['storefront', 'functions fn-0001', 'shop-backups']) {
      expect(situation.delivered('8.8.8.8', name, 'tcp 443'), name).toBe('undetermined');
    }
    expect(
      situation.delivered('web', 'share-0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d', 'tcp 2049'),
    ).toBe('undetermined');
  });
});

describe('Spaces', () => {
  const authentication = (situation: Situation, bucket: string) =>
    situation.record('service', bucket).endpoints[0]?.authentication;

  it('tell whom their access list opens them to', async () => {
    const situation = await situationOf({ teams: [FULL_TEAM] });

    expect(authentication(situation, 'shop-assets')).toBe('none');
    expect(authentication(situation, 'shop-backups')).toMatchObject({ kind: 'unknown' });
  });

  it('are asked nothing without a key, which is no gap', async () => {
    const { spaces: _, ...rest } = FULL_TEAM;
    const { observations, simulation } = await scanOf({ teams: [rest] });

    expect(simulation.requests.filter((one) => one.includes('/spaces/shop'))).toEqual([]);
    expect(observations.filter(({ outcome }) => outcome !== 'complete')).toEqual([]);
  });

  it('are a named gap where the key is refused', async () => {
    const { observations } = await scanOf(
      { teams: [FULL_TEAM] },
      { faults: [{ at: '/spaces/', fault: { kind: 'status', status: 403 } }] },
    );

    const failed = observations.filter(({ outcome }) => outcome !== 'complete');
    expect(failed).toMatchObject([{ operation: 'spaces-buckets', outcome: 'forbidden' }]);
  });
});

describe('owned addresses', () => {
  it('tell Droplets, balancers, gateways, apps and prefixes apart', async () => {
    const { graph } = new Situation(
      digitalocean.normalize((await scanOf({ teams: [FULL_TEAM] })).observations),
    );

    const stabilities = [...graph.records.values()].flatMap((record) =>
      record.kind === 'address' ? [`${record.name} ${record.stability}`] : [],
    );
    expect(stabilities.sort()).toEqual([
      '104.131.10.1 ephemeral',
      '104.131.10.3 ephemeral',
      '104.131.10.4 ephemeral',
      '104.131.186.241 managed',
      '104.131.40.1 egress',
      '174.138.113.197 egress',
      '198.19.7.0/24 static',
      '2604:a880:4:1d0::7 static',
      '2604:a880:800:14::1 ephemeral',
      '45.55.96.47 static',
      '45.55.96.48 static',
      '68.183.121.157 managed',
    ]);
  });
});

describe('who changed what', () => {
  it('is told by the actions', async () => {
    const { observations } = await scanOf({ teams: [FULL_TEAM] });

    expect(digitalocean.attribute?.(observations)).toEqual([
      {
        account: 'shop',
        nativeId: '1',
        kinds: ['workload', 'interface'],
        at: '2026-01-05T10:00:00Z',
        action: 'power_on',
      },
    ]);
  });
});
