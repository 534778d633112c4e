import type { HetznerWorld } from './world.ts';

/** A project that uses everything that is read of Hetzner Cloud. */
export const FULL_PROJECT: HetznerWorld = {
  projects: [
    {
      token: 'token-of-the-shop-4711',
      servers: [
        {
          id: 1,
          name: 'web',
          ipv4: '5.75.10.1',
          ipv6: '2a01:4f8:1c1c:1::/64',
          networks: { 9: '10.0.0.2' },
          labels: { tier: 'web' },
        },
        { id: 2, name: 'db', networks: { 9: ['10.0.0.3', '10.0.0.30'] }, labels: { tier: 'db' } },
        { id: 3, name: 'nat', ipv4: '5.75.10.3', networks: { 9: '10.0.0.4' } },
      ],
      firewalls: [
        {
          id: 7,
          name: 'web',
          rules: [
            { direction: 'in', protocol: 'tcp', port: '443', ips: ['0.0.0.0/0', '::/0'] },
            { direction: 'in', protocol: 'icmp', ips: ['0.0.0.0/0', '::/0'] },
            { direction: 'out', protocol: 'tcp', port: '1-1024', ips: ['0.0.0.0/0'] },
          ],
          appliedTo: [3, 'tier=web'],
        },
        { id: 8, name: 'unused' },
      ],
      networks: [
        {
          id: 9,
          name: 'inner',
          range: '10.0.0.0/16',
          subnets: [{ range: '10.0.0.0/24' }, { range: '10.0.1.0/24', vswitch: 4321 }],
          routes: { '0.0.0.0/0': '10.0.0.4' },
        },
      ],
      loadBalancers: [
        {
          id: 5,
          name: 'front',
          ipv4: '5.75.20.5',
          ipv6: '2a01:4f8:1c1d::1',
          networks: { 9: '10.0.0.5' },
          services: [
            { listen: 443, to: 8443, protocol: 'https', redirect: true, certificates: [12] },
            { listen: 5432 },
          ],
          targets: [
            { server: 1 },
            { selector: 'tier=db', usePrivateIp: true },
            { ip: '176.9.0.1' },
          ],
        },
      ],
      idlePrimaryIps: [{ id: 90, ip: '5.75.30.1' }],
      floatingIps: [
        { id: 91, ip: '5.75.40.1', server: 1 },
        { id: 92, ip: '5.75.40.2' },
      ],
      certificates: [{ id: 12, domain: 'shop.example.com' }],
      placementGroups: [{ id: 13, servers: [1, 2] }],
      storageBoxes: [
        {
          id: 3,
          name: 'backup',
          access: { external: false, ssh: true },
          subaccounts: [{ id: 1, access: { external: true, samba: true } }],
          plantedPassword: 'hunter2-of-the-storage-box',
        },
      ],
      actions: [
        { id: 21, of: 'servers', command: 'create_server', resource: 1 },
        { id: 22, of: 'firewalls', command: 'set_firewall_rules', resource: 7 },
        { id: 23, of: 'networks', command: 'add_route', resource: 9 },
        { id: 24, of: 'load_balancers', command: 'add_service', resource: 5 },
        { id: 25, of: 'primary_ips', command: 'create_primary_ip', resource: 90 },
        { id: 26, of: 'floating_ips', command: 'assign_floating_ip', resource: 91 },
      ],
    },
  ],
};

/** A Robot account that uses everything that is read of Robot. */
export const FULL_ROBOT: HetznerWorld = {
  robots: [
    {
      user: '#ws+Ab3d',
      password: 'password-of-the-robot-4711',
      servers: [
        {
          number: 321,
          name: 'metal-1',
          ip: '176.9.0.1',
          ipv6Net: '2a01:4f8:111:4221::',
          ips: ['176.9.0.2'],
          subnets: ['176.9.1.0/29'],
          firewall: {
            whitelistHos: true,
            input: [
              {
                ipVersion: 'ipv4',
                protocol: 'tcp',
                destinationPort: '22',
                sourceIp: '5.75.10.1/32',
              },
              { protocol: 'tcp', destinationPort: '32768-65535', tcpFlags: 'ack' },
            ],
            output: [{ name: 'all' }],
          },
        },
        { number: 322, name: 'metal-2', ip: '176.9.0.3' },
      ],
      failovers: [{ ip: '176.9.5.1', activeServerIp: '176.9.0.3' }, { ip: '176.9.5.2' }],
      vswitches: [
        {
          id: 4321,
          name: 'inner',
          servers: [321, 322],
          subnets: ['176.9.6.0/29'],
          cloudNetworks: [{ id: 9, range: '10.0.1.0/24' }],
        },
      ],
    },
  ],
};
