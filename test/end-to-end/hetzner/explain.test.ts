import { describe, expect, it } from 'vitest';
import type { HetznerWorld } from '../../clouds/hetzner/world.ts';
import { situationOf } from './situation.testkit.ts';

/** What Hetzner does differently is told in Hetzner's own words, packet by packet. */

const WORLD: HetznerWorld = {
  projects: [
    {
      token: 'token-of-shop',
      servers: [
        { id: 1, name: 'web', ipv4: '5.75.10.1', networks: { 9: '10.0.0.2' } },
        { id: 2, name: 'db', ipv4: '5.75.10.2', networks: { 9: '10.0.0.3' } },
      ],
      firewalls: [
        { id: 6, name: 'closed', appliedTo: [2] },
        {
          id: 7,
          name: 'https-out',
          rules: [{ direction: 'out', protocol: 'tcp', port: '443', ips: ['0.0.0.0/0'] }],
          appliedTo: [1],
        },
        {
          id: 8,
          name: 'https-in',
          rules: [{ direction: 'in', protocol: 'tcp', port: '443', ips: ['0.0.0.0/0'] }],
          appliedTo: [1],
        },
      ],
      networks: [{ id: 9, name: 'inner', range: '10.0.0.0/16' }],
      loadBalancers: [
        {
          id: 5,
          name: 'front',
          ipv4: '5.75.20.5',
          networks: { 9: '10.0.0.5' },
          services: [{ listen: 15432, to: 5432 }],
          targets: [{ server: 2, usePrivateIp: true }],
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
          ipv6Net: '2a01:4f8:111:4221::',
          firewall: {},
        },
      ],
    },
  ],
};

describe('an explanation says', () => {
  it('that without outbound rules all outbound traffic is accepted', async () => {
    const text = (await situationOf(WORLD)).explain('db', '1.1.1.1', 'tcp 25');

    expect(text).toContain(
      'firewall closed: no outbound rule, so all outbound traffic is accepted, which admits',
    );
  });

  it('that one outbound rule turns the default to DROP, and that several firewalls unite', async () => {
    const text = (await situationOf(WORLD)).explain('web', '1.1.1.1', 'tcp 25');

    expect(text).toContain('firewall https-out, firewall https-in');
    expect(text).toContain('(the rules of all firewalls of a server unite)');
    expect(text).toContain('the first outbound rule turned the default to DROP, which refuses');
  });

  it('that firewalls are applied to the public interface only', async () => {
    const text = (await situationOf(WORLD)).explain('web', 'db', 'tcp 5432');

    expect(text).toContain(
      'firewall closed: firewalls are applied to the public network interface only, so private traffic is not filtered, which admits tcp 10.0.0.2:40000 -> 10.0.0.3:5432',
    );
  });

  it('that a private target of a load balancer is reached around its firewall', async () => {
    const text = (await situationOf(WORLD)).explain('8.8.8.8', 'db', 'tcp 15432');

    expect(text).toContain('front, listener tcp 15432 → 5432, passes it on to db');
    expect(text).toContain('private traffic is not filtered, which admits tcp 10.0.0.5');
    expect(text).toContain('=> allowed');
  });

  it('that no inbound rule drops all inbound traffic', async () => {
    const text = (await situationOf(WORLD)).explain('8.8.8.8', 'db', 'tcp 22');

    expect(text).toContain('no inbound rule, so all inbound traffic is dropped, which refuses');
  });

  it('that the Robot firewall does not filter IPv6', async () => {
    const text = (await situationOf(WORLD)).explain('2a00:1450::1', 'metal', 'tcp 5432');

    expect(text).toContain(
      'Robot firewall of server 321: filter_ipv6 is off: the Robot firewall does not filter IPv6 packets, which admits',
    );
  });

  it("that nobody knows whether Hetzner's own resolvers stay reachable", async () => {
    const text = (await situationOf(WORLD)).explain('web', '185.12.64.1', 'udp 53');

    expect(text).toContain('own resolvers stay reachable under outbound rules is not documented');
  });
});
