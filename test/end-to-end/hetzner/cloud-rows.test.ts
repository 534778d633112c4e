import { AddressSet } from '@netposture/network/netset';
import { describe, expect, it } from 'vitest';
import type {
  FirewallDeclaration,
  HetznerWorld,
  LoadBalancerDeclaration,
  Project,
  ServerDeclaration,
} from '../../clouds/hetzner/world.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows of Hetzner Cloud, each beside its naive neighbour and a naive reading. */

const WEB: ServerDeclaration = { id: 1, name: 'web', ipv4: '5.75.10.1' };
const HTTPS_IN = {
  direction: 'in',
  protocol: 'tcp',
  port: '443',
  ips: ['0.0.0.0/0', '::/0'],
} as const;
const HTTPS_OUT = { direction: 'out', protocol: 'tcp', port: '443', ips: ['0.0.0.0/0'] } as const;
const INNER = { id: 9, name: 'inner', range: '10.0.0.0/16' };

function project(given: Omit<Project, 'token'>): HetznerWorld {
  return { projects: [{ token: 'token-of-shop', ...given }] };
}

type OnTheInternet = Omit<ServerDeclaration, 'id' | 'name'>;

function webWith(
  firewall: Partial<FirewallDeclaration>,
  server: OnTheInternet = { ipv4: '5.75.10.1' },
) {
  const applied = { id: 7, name: 'fw', appliedTo: [1], ...firewall };
  return project({ servers: [{ id: 1, name: 'web', ...server }], firewalls: [applied] });
}

describe('HZ-T01: a firewall without outbound rules lets everything out', () => {
  const world = webWith({ rules: [HTTPS_IN] });

  it('allows any egress', async () => {
    expect((await situationOf(world)).delivered('web', '1.1.1.1', 'tcp 25')).toBe('allowed');
  });

  it('but not with one outbound rule more', async () => {
    const neighbour = await situationOf(webWith({ rules: [HTTPS_IN, HTTPS_OUT] }));

    expect(neighbour.delivered('web', '1.1.1.1', 'tcp 25')).toBe('denied');
  });

  it('which a reading by AWS rules denies', async () => {
    const misread = (await situationOf(world)).misread(naive.deniesEgressWithoutRules);

    expect(misread.delivered('web', '1.1.1.1', 'tcp 25')).toBe('denied');
  });
});

describe('HZ-T02: the first outbound rule turns the default to drop', () => {
  const world = webWith({ rules: [HTTPS_OUT] });

  it('allows what the rule names and nothing else, DNS to others included', async () => {
    const situation = await situationOf(world);

    expect(situation.delivered('web', '1.1.1.1', 'tcp 443')).toBe('allowed');
    expect(situation.delivered('web', '1.1.1.1', 'tcp 80')).toBe('denied');
    expect(situation.delivered('web', '8.8.8.8', 'udp 53')).toBe('denied');
  });

  it("leaves DNS to Hetzner's own resolvers undetermined", async () => {
    const situation = await situationOf(world);

    expect(situation.delivered('web', '185.12.64.1', 'udp 53')).toBe('undetermined');
    expect(situation.delivered('web', '185.12.64.1', 'tcp 80')).toBe('denied');
  });

  it('but all of it is open without that rule', async () => {
    const neighbour = await situationOf(webWith({ rules: [] }));

    expect(neighbour.delivered('web', '8.8.8.8', 'udp 53')).toBe('allowed');
  });

  it('which a reading with open egress allows', async () => {
    const misread = (await situationOf(world)).misread(naive.allowsEgressAlways);

    expect(misread.delivered('web', '1.1.1.1', 'tcp 80')).toBe('allowed');
  });
});

describe('HZ-T03: a private target of a load balancer is reached around its firewall', () => {
  const balanced = (given: Partial<LoadBalancerDeclaration> = {}, usePrivateIp = true) =>
    project({
      servers: [{ id: 2, name: 'db', ipv4: '5.75.10.2', networks: { 9: '10.0.0.3' } }],
      firewalls: [{ id: 7, name: 'closed', appliedTo: [2] }],
      networks: [INNER],
      loadBalancers: [
        {
          id: 5,
          name: 'front',
          ipv4: '5.75.20.5',
          ipv6: '2a01:4f8:1c1d::1',
          networks: { 9: '10.0.0.5' },
          services: [{ listen: 15432, to: 5432 }],
          targets: [{ server: 2, usePrivateIp }],
          ...given,
        },
      ],
    });

  it('exposes the database at the listening port of the balancer, over both families', async () => {
    const situation = await situationOf(balanced());

    expect(situation.delivered('internet', 'db', 'tcp 15432')).toBe('allowed');
    expect(situation.conversable('2a00:1450::1', 'db', 'tcp 15432')).toBe('allowed');
    expect(situation.exposed('internet', 'db')).toEqual({
      addresses: '5.75.20.5/32,2a01:4f8:1c1d::1/128',
      ports: 'tcp 15432',
    });
  });

  it('but not when the target is reached by its public address', async () => {
    const neighbour = await situationOf(balanced({}, false));

    expect(neighbour.delivered('internet', 'db', 'tcp 15432')).toBe('denied');
  });

  it('nor when the public interface of the balancer is off', async () => {
    const neighbour = await situationOf(balanced({ isPublic: false }));

    expect(neighbour.delivered('internet', 'db', 'tcp 15432')).toBe('denied');
  });

  it('nor when the server is not among the targets', async () => {
    const neighbour = await situationOf(balanced({ targets: [] }));

    expect(neighbour.delivered('internet', 'db', 'tcp 15432')).toBe('denied');
  });

  it('nor at the port of the target itself', async () => {
    const situation = await situationOf(balanced());

    expect(situation.delivered('internet', 'db', 'tcp 5432')).toBe('denied');
  });

  it('which a reading that filters private traffic denies', async () => {
    const misread = (await situationOf(balanced())).misread(naive.filtersPrivateTraffic);

    expect(misread.delivered('internet', 'db', 'tcp 15432')).toBe('denied');
  });
});

describe('HZ-T04: members of a network reach each other whatever their firewalls say', () => {
  const two = (networkOfDb: number) =>
    project({
      servers: [
        { ...WEB, networks: { 9: '10.0.0.2' } },
        { id: 2, name: 'db', ipv4: '5.75.10.2', networks: { [networkOfDb]: '10.0.0.3' } },
      ],
      firewalls: [{ id: 7, name: 'closed', appliedTo: [1, 2] }],
      networks: [INNER, { id: 10, name: 'other', range: '10.0.0.0/16' }],
    });

  it('opens the database to the web server', async () => {
    const situation = await situationOf(two(9));

    expect(situation.conversable('web', 'db', 'tcp 5432')).toBe('allowed');
    expect(situation.delivered('internet', 'db', 'tcp 5432')).toBe('denied');
  });

  it('but not across two networks', async () => {
    const neighbour = await situationOf(two(10));

    expect(neighbour.delivered('web', 'db', 'tcp 5432')).toBe('denied');
  });

  it('which a reading that filters private traffic denies', async () => {
    const misread = (await situationOf(two(9))).misread(naive.filtersPrivateTraffic);

    expect(misread.delivered('web', 'db', 'tcp 5432')).toBe('denied');
  });
});

describe('HZ-T05: a rule for private sources is dead', () => {
  const sourced = (source: string) =>
    project({
      servers: [
        { ...WEB, networks: { 9: '10.0.0.2' } },
        { id: 2, name: 'db', ipv4: '5.75.10.2', networks: { 9: '10.0.0.3' } },
      ],
      firewalls: [
        {
          id: 7,
          name: 'fw',
          rules: [{ direction: 'in', protocol: 'tcp', port: '5432', ips: [source] }],
          appliedTo: [2],
        },
      ],
      networks: [INNER],
    });

  it('restricts nothing in the network and opens nothing to the internet', async () => {
    const situation = await situationOf(sourced('10.0.0.0/16'));

    expect(situation.delivered('web', 'db', 'tcp 6379')).toBe('allowed');
    expect(situation.delivered('internet', 'db', 'tcp 5432')).toBe('denied');
  });

  it('while a rule for public sources is alive', async () => {
    const neighbour = await situationOf(sourced('0.0.0.0/0'));

    expect(neighbour.delivered('internet', 'db', 'tcp 5432')).toBe('allowed');
  });

  it('which a reading that filters private traffic takes for a restriction', async () => {
    const misread = (await situationOf(sourced('10.0.0.0/16'))).misread(
      naive.filtersPrivateTraffic,
    );

    expect(misread.delivered('web', 'db', 'tcp 6379')).toBe('denied');
  });
});

describe('HZ-T06: a server without a public interface cannot have a firewall', () => {
  const inner = (own: Partial<ServerDeclaration> = {}) =>
    project({
      servers: [
        { ...WEB, networks: { 9: '10.0.0.2' } },
        { id: 2, name: 'db', networks: { 9: '10.0.0.3' }, ...own },
      ],
      networks: [INNER],
    });

  it('is out of reach of the internet and open to its network, with no place for a filter', async () => {
    const situation = await situationOf(inner());

    expect(situation.delivered('internet', 'db', 'tcp 22')).toBe('denied');
    expect(situation.delivered('web', 'db', 'tcp 22')).toBe('allowed');
    expect(situation.record('interface', 'db/inner').layers).toEqual([]);
  });

  it('but within reach with an address of its own, and then with a place for a filter', async () => {
    const neighbour = await situationOf(inner({ ipv4: '5.75.10.2' }));

    expect(neighbour.delivered('internet', 'db', 'tcp 22')).toBe('allowed');
    expect(neighbour.record('interface', 'db/public').layers).toMatchObject([{ attachments: [] }]);
  });

  it('and a floating IP alone makes a public interface as well', async () => {
    const [first] = inner().projects ?? [];
    const floatingIps = [{ id: 91, ip: '5.75.40.1', server: 2 }];
    const neighbour = await situationOf({
      projects: [{ token: 'token-of-shop', ...first, floatingIps }],
    });

    expect(neighbour.exposed('internet', 'db').addresses).toBe('5.75.40.1/32');
  });

  it('which a reading by a missing firewall alone takes for exposed', async () => {
    const situation = await situationOf(inner());
    const misread = situation.misread(naive.standsOnTheInternet('db/inner', '5.75.10.2'));

    expect(misread.delivered('internet', 'db', 'tcp 22')).toBe('allowed');
  });
});

describe('HZ-T07: a server without IPv4 is exposed by its whole /64', () => {
  const overIpv6 = (source: string) =>
    webWith(
      { rules: [{ direction: 'in', protocol: 'tcp', port: '22', ips: [source] }] },
      { ipv6: '2a01:4f8:1c1c:1::/64' },
    );

  it('is reached at every address of the range', async () => {
    const situation = await situationOf(overIpv6('::/0'));

    expect(situation.exposed('internet', 'web')).toEqual({
      addresses: '2a01:4f8:1c1c:1::/64',
      ports: 'tcp 22',
    });
  });

  it('but not by a rule for IPv4', async () => {
    const neighbour = await situationOf(overIpv6('0.0.0.0/0'));

    expect(neighbour.delivered('internet', 'web', 'tcp 22')).toBe('denied');
  });

  it('which a reading without IPv6 denies', async () => {
    const misread = (await situationOf(overIpv6('::/0'))).misread(
      naive.onInterfaces((card) => ({
        ...card,
        addresses: card.addresses.map((one) => ({ ...one, inside: one.inside.ipv4 })),
      })),
    );

    expect(misread.delivered('internet', 'web', 'tcp 22')).toBe('denied');
  });
});

describe('HZ-T08: what the server lists is what protects it', () => {
  const labelled = (env: string, seen?: string) =>
    webWith(
      { appliedTo: ['env=prod'] },
      {
        ipv4: '5.75.10.1',
        labels: { env },
        ...(seen === undefined ? {} : { selectorsStillSee: { env: seen } }),
      },
    );

  it('leaves a server unprotected whose label no selector names any more', async () => {
    expect((await situationOf(labelled('prod2'))).delivered('internet', 'web', 'tcp 22')).toBe(
      'allowed',
    );
  });

  it('but not while its label is named', async () => {
    const neighbour = await situationOf(labelled('prod'));

    expect(neighbour.delivered('internet', 'web', 'tcp 22')).toBe('denied');
  });

  it('and is undetermined while the firewall is still listed but on its way off', async () => {
    const lagging = await situationOf(labelled('prod2', 'prod'));

    expect(lagging.delivered('internet', 'web', 'tcp 22')).toBe('undetermined');
  });

  it('stays protected by a firewall that names the server itself', async () => {
    const both = await situationOf(
      webWith({ appliedTo: [1, 'env=prod'] }, { ipv4: '5.75.10.1', labels: { env: 'prod2' } }),
    );

    expect(both.delivered('internet', 'web', 'tcp 22')).toBe('denied');
  });

  it('which a reading by the list of the firewall denies', async () => {
    const situation = await situationOf(labelled('prod2'));
    const misread = situation.misread(naive.attaches(situation.record('filter', 'fw').id));

    expect(misread.delivered('internet', 'web', 'tcp 22')).toBe('denied');
  });
});

describe('HZ-T09: a pending firewall is configured, not in force', () => {
  it('leaves open whether the packet passes', async () => {
    const situation = await situationOf(webWith({}, { ipv4: '5.75.10.1', pendingFirewalls: [7] }));

    expect(situation.delivered('internet', 'web', 'tcp 22')).toBe('undetermined');
    expect(situation.record('interface', 'web/public').layers).toMatchObject([
      { attachments: [{ enforcement: 'pending' }] },
    ]);
  });

  it('but not once it is applied', async () => {
    const neighbour = await situationOf(webWith({}));

    expect(neighbour.delivered('internet', 'web', 'tcp 22')).toBe('denied');
  });

  it('and is plain where the packet passes with it and without it', async () => {
    const pending = await situationOf(
      webWith({ rules: [HTTPS_IN] }, { ipv4: '5.75.10.1', pendingFirewalls: [7] }),
    );

    expect(pending.delivered('internet', 'web', 'tcp 443')).toBe('allowed');
  });

  it('which a reading that trusts bindings denies', async () => {
    const situation = await situationOf(webWith({}, { ipv4: '5.75.10.1', pendingFirewalls: [7] }));

    expect(situation.misread(naive.trustsBindings).delivered('internet', 'web', 'tcp 22')).toBe(
      'denied',
    );
  });
});

describe('HZ-T12: a firewall that is applied to nothing protects nothing', () => {
  it('leaves the server open', async () => {
    const situation = await situationOf(webWith({ appliedTo: [] }));

    expect(situation.delivered('internet', 'web', 'tcp 22')).toBe('allowed');
  });

  it('but closes it once it is applied', async () => {
    const neighbour = await situationOf(webWith({ appliedTo: [1] }));

    expect(neighbour.delivered('internet', 'web', 'tcp 22')).toBe('denied');
  });

  it('which a reading by the mere presence of a firewall denies', async () => {
    const situation = await situationOf(webWith({ appliedTo: [] }));
    const misread = situation.misread(naive.attaches(situation.record('filter', 'fw').id));

    expect(misread.delivered('internet', 'web', 'tcp 22')).toBe('denied');
  });
});

describe('HZ-T13: a Storage Box has one switch, and off is not private', () => {
  const box = (external: boolean) =>
    project({
      servers: [WEB],
      storageBoxes: [{ id: 3, name: 'backup', access: { external, samba: true } }],
    });

  it('is reached from the internet when it is on', async () => {
    const situation = await situationOf(box(true));

    expect(situation.delivered('internet', 'backup', 'tcp 445')).toBe('allowed');
    expect(situation.delivered('internet', 'backup', 'tcp 23')).toBe('denied');
  });

  it('is undetermined when it is off, because every customer of Hetzner is inside', async () => {
    const neighbour = await situationOf(box(false));

    expect(neighbour.delivered('8.8.8.8', 'backup', 'tcp 445')).toBe('undetermined');
    expect(neighbour.delivered('web', 'backup', 'tcp 445')).toBe('allowed');
  });

  it('is as open as its most open subaccount', async () => {
    const closed = { id: 3, name: 'backup', access: { external: false } };
    const subaccounts = [{ id: 1, access: { external: true, webdav: true } }];
    const situation = await situationOf(project({ storageBoxes: [{ ...closed, subaccounts }] }));

    expect(situation.delivered('internet', 'backup', 'tcp 443')).toBe('allowed');
  });

  it('which a reading of "off" as private denies', async () => {
    const misread = (await situationOf(box(false))).misread(
      naive.onFilters((filter) => ({
        ...filter,
        rules: filter.rules.map((rule) => ({
          ...rule,
          peer: { kind: 'addresses', set: AddressSet.empty },
        })),
      })),
    );

    expect(misread.delivered('internet', 'backup', 'tcp 445')).toBe('denied');
  });
});
