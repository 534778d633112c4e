import { describe, expect, it } from 'vitest';
import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import type { JsonValue } from '../../../packages/providers/src/json.ts';
import type { HetznerWorld, Project } from '../../clouds/hetzner/world.ts';
import { scanOf } from './scan.testkit.ts';
import { Situation, situationOf } from './situation.testkit.ts';

/** What networks, balancers and gaps mean, beyond the edge rows. */

function project(given: Omit<Project, 'token'>): HetznerWorld {
  return { projects: [{ token: 'token-of-shop', ...given }] };
}

const HTTPS_OUT = { direction: 'out', protocol: 'tcp', port: '443', ips: ['0.0.0.0/0'] } as const;

describe('a server as NAT for its network', () => {
  const translated = (gateway: string, floating: boolean) =>
    project({
      servers: [
        { id: 1, name: 'nat', ipv4: '5.75.10.1', networks: { 9: '10.0.0.2' } },
        { id: 2, name: 'db', networks: { 9: '10.0.0.3' } },
        { id: 3, name: 'web', ipv4: '5.75.10.3', networks: { 9: '10.0.0.4' } },
        { id: 4, name: 'partner', ipv4: '5.75.10.4' },
        { id: 5, name: 'app', networks: { 9: '10.0.0.5' } },
      ],
      firewalls: [
        { id: 7, name: 'out', rules: [HTTPS_OUT], appliedTo: [1] },
        {
          id: 8,
          name: 'partner',
          rules: [{ direction: 'in', protocol: 'tcp', port: '443', ips: ['5.75.10.1/32'] }],
          appliedTo: [4],
        },
      ],
      networks: [{ id: 9, name: 'inner', range: '10.0.0.0/16', routes: { '0.0.0.0/0': gateway } }],
      ...(floating ? { floatingIps: [{ id: 91, ip: '5.75.40.1', server: 1 }] } : {}),
    });

  it("sends private servers out with its own address and through its firewall's outbound rules", async () => {
    const situation = await situationOf(translated('10.0.0.2', false));

    expect(situation.conversable('db', 'partner', 'tcp 443')).toBe('allowed');
    expect(situation.delivered('db', '8.8.8.8', 'tcp 80')).toBe('denied');
    expect(situation.delivered('internet', 'db', 'tcp 443')).toBe('denied');
  });

  it('does not carry servers that have a public address of their own', async () => {
    const situation = await situationOf(translated('10.0.0.2', false));

    expect(situation.delivered('web', 'partner', 'tcp 443')).toBe('denied');
    expect(situation.delivered('web', '8.8.8.8', 'tcp 80')).toBe('allowed');
  });

  it('leaves open what else it sends with when it has a floating IP', async () => {
    const situation = await situationOf(translated('10.0.0.2', true));

    expect(situation.delivered('db', 'partner', 'tcp 443')).toBe('allowed');
    expect(situation.delivered('db', '8.8.8.8', 'tcp 443')).toBe('allowed');
  });

  it('carries nothing when nobody holds the address of the gateway', async () => {
    const situation = await situationOf(translated('10.0.0.99', false));

    expect(situation.delivered('db', '8.8.8.8', 'tcp 443')).toBe('denied');
  });

  it('is undetermined when the gateway is a server without a public address', async () => {
    const situation = await situationOf(translated('10.0.0.3', false));

    expect(situation.delivered('app', '8.8.8.8', 'tcp 443')).toBe('undetermined');
    expect(situation.record('interface', 'db/inner').forwards).toBe(true);
  });
});

describe('several firewalls on one server', () => {
  it('unite their rules, outbound ones included', async () => {
    const rule = { direction: 'in', protocol: 'tcp', ips: ['0.0.0.0/0'] } as const;
    const situation = await situationOf(
      project({
        servers: [{ id: 1, name: 'web', ipv4: '5.75.10.1' }],
        firewalls: [
          { id: 7, name: 'a', rules: [{ ...rule, port: '80' }, HTTPS_OUT], appliedTo: [1] },
          { id: 8, name: 'b', rules: [{ ...rule, port: '443' }], appliedTo: [1] },
        ],
      }),
    );

    expect(situation.exposed('8.8.8.8', 'web').ports).toBe('tcp 80,443');
    expect(situation.delivered('web', '8.8.8.8', 'tcp 80')).toBe('denied');
  });
});

describe('load balancers', () => {
  it('answer inside their network too, and reach dedicated servers by address', async () => {
    const situation = await situationOf({
      projects: [
        {
          token: 'token-of-shop',
          servers: [{ id: 1, name: 'web', networks: { 9: '10.0.0.2' } }],
          networks: [{ id: 9, name: 'inner', range: '10.0.0.0/16' }],
          loadBalancers: [
            {
              id: 5,
              name: 'front',
              isPublic: true,
              ipv4: '5.75.20.5',
              networks: { 9: '10.0.0.5' },
              services: [{ listen: 5432 }],
              targets: [{ ip: '176.9.0.1' }],
            },
          ],
        },
      ],
      robots: [
        {
          user: 'user',
          password: 'password',
          servers: [
            {
              number: 321,
              name: 'metal',
              ip: '176.9.0.1',
              firewall: {
                input: [{ ipVersion: 'ipv4', sourceIp: '5.75.20.5/32' }],
                output: [{}],
              },
            },
          ],
        },
      ],
    });

    expect(situation.conversable('8.8.8.8', 'metal', 'tcp 5432')).toBe('allowed');
    expect(situation.conversable('web', 'metal', 'tcp 5432')).toBe('allowed');
    expect(situation.delivered('8.8.8.8', 'metal', 'tcp 22')).toBe('denied');
  });

  it('reach the one dedicated server on a vSwitch by its private address, through its firewall', async () => {
    const coupled = (sourceIp: string): HetznerWorld => ({
      projects: [
        {
          token: 'token-of-shop',
          networks: [
            { id: 9, range: '10.0.0.0/16', subnets: [{ range: '10.0.1.0/24', vswitch: 4321 }] },
          ],
          loadBalancers: [
            {
              id: 5,
              name: 'front',
              ipv4: '5.75.20.5',
              networks: { 9: '10.0.0.5' },
              services: [{ listen: 443 }],
              targets: [{ ip: '10.0.1.2' }],
            },
          ],
        },
      ],
      robots: [
        {
          user: 'user',
          password: 'password',
          servers: [
            {
              number: 321,
              name: 'metal',
              ip: '176.9.0.1',
              firewall: { input: [{ ipVersion: 'ipv4', sourceIp }], output: [{}] },
            },
          ],
          vswitches: [{ id: 4321, servers: [321] }],
        },
      ],
    });

    const open = await situationOf(coupled('10.0.0.5/32'));
    const closed = await situationOf(coupled('10.0.0.6/32'));

    expect(open.conversable('8.8.8.8', 'metal', 'tcp 443')).toBe('allowed');
    expect(closed.delivered('8.8.8.8', 'metal', 'tcp 443')).toBe('denied');
  });

  it('redirect HTTP without a service of their own for it', async () => {
    const situation = await situationOf(
      project({
        loadBalancers: [
          {
            id: 5,
            name: 'front',
            ipv4: '5.75.20.5',
            services: [{ listen: 443, protocol: 'https', redirect: true, certificates: [1] }],
          },
        ],
      }),
    );

    const { listeners, hasOwnFilter, webFilter } = situation.record('load-balancer', 'front');
    expect(listeners.map((one) => [one.application, one.redirectsToHttps])).toEqual([
      ['https', undefined],
      ['http', true],
    ]);
    expect([hasOwnFilter, webFilter]).toEqual([false, 'none']);
  });

  it('name a target that was not read as a gap', async () => {
    const situation = await situationOf(
      project({
        loadBalancers: [
          {
            id: 5,
            name: 'front',
            ipv4: '5.75.20.5',
            services: [{ listen: 443 }],
            targets: [{ ip: '176.9.0.1' }],
          },
        ],
      }),
    );

    expect(
      situation.record('load-balancer', 'front').listeners[0]?.targetsIncomplete,
    ).toMatchObject({
      reason: 'The target 176.9.0.1/32 is a dedicated server that was not read from Robot.',
    });
  });
});

describe('what could not be read', () => {
  const WORLD = project({
    servers: [
      { id: 1, name: 'web', ipv4: '5.75.10.1', networks: { 9: '10.0.0.2' } },
      { id: 2, name: 'db', networks: { 9: '10.0.0.3' } },
    ],
    firewalls: [{ id: 7, name: 'closed', appliedTo: [1] }],
    networks: [{ id: 9, name: 'inner', range: '10.0.0.0/16' }],
    floatingIps: [{ id: 91, ip: '5.75.40.1', server: 1 }],
    storageBoxes: [{ id: 3, name: 'backup', access: { external: false } }],
  });

  async function without(path: string): Promise<Situation> {
    const { observations } = await scanOf(WORLD, {
      faults: [{ at: path, fault: { kind: 'status', status: 403, code: 'forbidden' } }],
    });
    return new Situation(hetzner.normalize(observations));
  }

  it('makes a firewall without rules undetermined', async () => {
    const situation = await without('/firewalls');

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
  });

  it('makes a private network undetermined', async () => {
    const situation = await without('/networks');

    expect(situation.delivered('web', 'db', 'tcp 22')).toBe('undetermined');
  });

  it('leaves open whether a load balancer leads to a private server', async () => {
    const situation = await without('/load_balancers');

    expect(situation.delivered('8.8.8.8', 'db', 'tcp 22')).toBe('undetermined');
    expect(situation.delivered('web', 'db', 'tcp 22')).toBe('allowed');
  });

  it('leaves open what arrives by a floating IP that is known by number only', async () => {
    const floating = project({
      servers: [{ id: 1, name: 'web' }],
      floatingIps: [{ id: 91, ip: '5.75.40.1', server: 1 }],
    });
    const { observations } = await scanOf(floating);
    const without = observations.filter(({ operation }) => operation !== 'floating_ips');

    const [whole, part] = [observations, without].map(
      (some) => new Situation(hetzner.normalize(some)),
    );

    expect(whole?.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('allowed');
    expect(part?.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
    expect(part?.record('interface', 'web/floating-91').addresses).toMatchObject([
      { exact: false },
    ]);
  });

  it('keeps the addresses of servers as ours', async () => {
    const situation = await without('/primary_ips');

    expect(situation.record('address', '5.75.10.1')).toMatchObject({
      stability: 'ephemeral',
      isEgressIdentity: true,
      gaps: ['hetzner/shop/global/primary_ips'],
    });
  });

  it('makes a server undetermined whose firewalls were not told', async () => {
    const { observations } = await scanOf(WORLD);
    const silent = observations.map((one) =>
      one.operation === 'servers' ? { ...one, items: withoutFirewalls(one.items) } : one,
    );
    const situation = new Situation(hetzner.normalize(silent));

    expect(situation.delivered('8.8.8.8', 'web', 'tcp 22')).toBe('undetermined');
  });

  it('makes a dedicated server undetermined whose firewall was not read', async () => {
    const { observations } = await scanOf({
      robots: [
        {
          user: 'user',
          password: 'password',
          servers: [{ number: 321, name: 'metal', ip: '176.9.0.1' }],
        },
      ],
    });
    const without = observations.filter(({ operation }) => operation !== 'robot-firewall');
    const situation = new Situation(hetzner.normalize(without));

    expect(situation.delivered('8.8.8.8', 'metal', 'tcp 22')).toBe('undetermined');
  });

  it('says so of the subaccounts of a Storage Box', async () => {
    const situation = await without('/storage_boxes/3/subaccounts');

    expect(situation.record('service', 'backup').gaps).toEqual([
      'hetzner/shop/global/storage_box_subaccounts/3',
    ]);
  });
});

describe('owned addresses', () => {
  it('tell primary, floating, idle and managed ones apart', async () => {
    const situation = await situationOf(
      project({
        servers: [{ id: 1, name: 'web', ipv4: '5.75.10.1' }],
        idlePrimaryIps: [{ id: 90, ip: '5.75.30.1' }],
        floatingIps: [{ id: 91, ip: '5.75.40.1', server: 1 }],
        loadBalancers: [{ id: 5, name: 'front', ipv4: '5.75.20.5' }],
      }),
    );

    const web = 'hetzner/shop/global/interface/1/public';
    expect(situation.record('address', 'primary-14')).toMatchObject({
      stability: 'static',
      attachedTo: web,
      isEgressIdentity: true,
    });
    expect(situation.record('address', 'primary-90').attachedTo).toBeUndefined();
    expect(situation.record('address', 'primary-90').isEgressIdentity).toBe(false);
    expect(situation.record('address', 'floating-91')).toMatchObject({
      attachedTo: web,
      isEgressIdentity: { kind: 'unknown' },
    });
    expect(situation.record('address', '5.75.20.5').stability).toBe('managed');
  });
});

describe('who changed what', () => {
  it('is told by the actions, newest first', async () => {
    const { observations } = await scanOf(
      project({
        actions: [{ id: 22, of: 'firewalls', command: 'set_firewall_rules', resource: 7 }],
      }),
    );

    expect(hetzner.attribute?.(observations)).toEqual([
      {
        account: 'shop',
        nativeId: '7',
        kinds: ['filter'],
        at: '2026-01-05T10:00:00+00:00',
        action: 'set_firewall_rules',
      },
    ]);
  });
});

/** Servers that do not say which firewalls are applied to them, as Hetzner's description allows. */
function withoutFirewalls(servers: readonly JsonValue[]): readonly JsonValue[] {
  const text = JSON.stringify(servers).replaceAll('"firewalls"', '"x"');
  return JSON.parse(text) as readonly JsonValue[];
}
