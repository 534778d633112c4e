import type {
  HetznerWorld,
  Project,
  RuleDeclaration,
  ServerDeclaration,
} from '../hetzner/world.ts';
import { chosen, onlyIf, type Planted } from './planted.ts';

/** What the owner of {@link hetznerEstate} declares. */
export const HETZNER_POLICY = `
zones:
  apps: { labels: { role: app } }
  bastions: { labels: { role: bastion } }
  edge: { labels: { role: edge } }
  payments: { labels: { role: payments } }
  production: { labels: { env: production } }
  staging: { labels: { env: staging } }
  stock: { names: [stock-1] }
  vaults: { labels: { role: vault } }
addressSets:
  vpn: [203.0.112.7]
vpn: [vpn]
bastions: [bastions]
segmentation:
  - { from: staging, to: production, allow: [tcp/443] }
  - { from: apps, to: stock, require: [tcp/5432] }
publicEndpoints:
  - { names: [edge-*], ports: [tcp/443] }
sensitiveZones: [payments]
environments: [production, staging]
isolation:
  - { label: customer }
tiers: { public: [edge], private: [vaults] }
gateways: { names: [bastion-1 as NAT for inner] }
egressIdentities: [5.75.0.0/26, "2a01:4f8:1c1c:1::/64", 5.75.1.9]
waivers:
  - name: partner
    rule: undeclared-public-endpoint
    subject: partner
    accepts: [{ sources: [203.0.112.50], ports: [tcp/9443] }]
    owner: platform
    reason: the partner moves to the balancer this quarter
    expires: 2027-06-30
`;

const ANY = ['0.0.0.0/0'];
const VPN = ['203.0.112.7/32'];

/** Two projects: production with its servers in one network, and staging. */
export function hetznerEstate(planted: Planted): HetznerWorld {
  const undeclared = planted('undeclared-gateway');
  return {
    projects: [
      {
        token: 'token-of-production-4711',
        servers: [...publicServers(planted), ...privateServers(planted)],
        firewalls: [...publicFirewalls(planted), ...otherFirewalls(planted)],
        networks: [
          { id: 9, name: 'inner', range: '10.0.0.0/16', routes: { '0.0.0.0/0': '10.0.0.14' } },
          { id: 10, name: 'red', range: '10.1.0.0/16' },
          { id: 12, name: 'blue', range: '10.3.0.0/16' },
          {
            id: 11,
            name: 'second',
            range: '10.2.0.0/16',
            ...(undeclared ? { routes: { '0.0.0.0/0': '10.2.0.12' } } : {}),
          },
        ],
        loadBalancers: [
          {
            id: 5,
            name: 'edge-site',
            ipv4: '5.75.0.18',
            services: [{ listen: 443, to: 8080 }],
            targets: [{ server: 17 }],
          },
        ],
        // Off is not private: all customers of Hetzner are inside. So nobody who keeps a box complies.
        storageBoxes: [
          ...onlyIf(planted('admission-list-open'), {
            id: 3,
            name: 'open',
            access: { external: true },
          }),
          ...onlyIf(planted('plaintext-over-internet'), {
            id: 4,
            name: 'backup',
            access: { external: false },
          }),
        ],
        idlePrimaryIps: [{ id: 900, ip: '5.75.0.40' }],
      },
      staging(),
    ],
  };
}

function publicServers(planted: Planted): readonly ServerDeclaration[] {
  return [
    {
      id: 10,
      name: 'edge-1',
      ipv4: '5.75.0.10',
      ipv6: '2a01:4f8:1c1c:1::/64',
      labels: { role: 'edge', env: 'production' },
    },
    { id: 12, name: 'tools-1', ipv4: '5.75.0.12', networks: { 11: '10.2.0.12' } },
    { id: 13, name: 'blog-1', ipv4: '5.75.0.13' },
    {
      id: 14,
      name: 'bastion-1',
      ipv4: '5.75.0.14',
      networks: { 9: '10.0.0.14' },
      labels: { role: 'bastion' },
    },
    { id: 15, name: 'partner-1', ipv4: '5.75.0.15' },
    { id: 17, name: 'web-1', ipv4: '5.75.0.17' },
    { id: 20, name: 'prod-1', ipv4: '5.75.0.20', labels: { env: 'production' } },
    {
      id: 21,
      name: 'pending-1',
      ipv4: '5.75.0.21',
      ...(planted('filter-not-enforced') ? { pendingFirewalls: [31] } : {}),
    },
    { id: 22, name: 'bare-1', ipv4: '5.75.0.22' },
    { id: 23, name: 'payments-1', ipv4: '5.75.0.23', labels: { role: 'payments' } },
    {
      id: 24,
      name: 'batch-1',
      ipv4: chosen(planted('egress-identity-undeclared'), '5.75.9.200', '5.75.0.24'),
    },
    ...onlyIf(!planted('dangling-allow-list-address'), {
      id: 60,
      name: 'old-1',
      ipv4: '5.75.0.60',
    }),
    ...onlyIf(planted('mixed-environments'), {
      id: 25,
      name: 'stage-2',
      ipv4: '5.75.0.25',
      labels: { env: 'staging' },
    }),
  ];
}

/** A Hetzner Network has no filter: what stands in it reaches its neighbours, so that each stands alone or with the bastion. */
function privateServers(planted: Planted): readonly ServerDeclaration[] {
  return [
    {
      id: 29,
      name: 'vault-1',
      networks: { 9: '10.0.0.29' },
      labels: { role: 'vault' },
      ...(planted('tier-in-wrong-subnet') ? { ipv4: '5.75.0.29' } : {}),
    },
    { id: 30, name: 'app-1', ipv4: '5.75.0.30', labels: { role: 'app' } },
    { id: 32, name: 'stock-1', ipv4: '5.75.0.32' },
    { id: 40, name: 'red-1', networks: { 10: '10.1.0.40' }, labels: { customer: 'red' } },
    {
      id: 41,
      name: 'blue-1',
      networks: planted('tenant-isolation') ? { 10: '10.1.0.41' } : { 12: '10.3.0.41' },
      labels: { customer: 'blue' },
    },
  ];
}

function publicFirewalls(planted: Planted): NonNullable<Project['firewalls']> {
  return [
    {
      id: 10,
      name: 'edge',
      rules: [
        into('443', [...ANY, '::/0']),
        ...onlyIf(planted('admin-port-public'), into('22', ANY)),
        ...onlyIf(planted('sensitive-port-public'), into('6379', ANY)),
        ...onlyIf(planted('ipv6-parity'), into('8444', ['::/0'])),
      ],
      appliedTo: [10],
    },
    {
      id: 12,
      name: 'tools',
      rules: [into('443', VPN), ...onlyIf(planted('any-any-ingress'), into('any', ANY))],
      appliedTo: [12],
    },
    {
      id: 13,
      name: 'blog',
      rules: [into('443', planted('undeclared-public-endpoint') ? ANY : VPN)],
      appliedTo: [13],
    },
    {
      id: 14,
      name: 'bastion',
      rules: [
        into('22', [...VPN, ...onlyIf(planted('bastion-open-beyond-vpn'), '203.0.112.91/32')]),
      ],
      appliedTo: [14],
    },
    {
      id: 15,
      name: 'partner',
      rules: [
        into('9443', [chosen(planted('waiver-expired'), '203.0.112.0/24', '203.0.112.50/32')]),
      ],
      appliedTo: [15],
    },
    {
      id: 17,
      name: 'web',
      rules: [into('8080', planted('origin-bypass') ? ANY : VPN)],
      appliedTo: [17],
    },
  ];
}

function otherFirewalls(planted: Planted): NonNullable<Project['firewalls']> {
  return [
    {
      id: 20,
      name: 'prod',
      rules: [
        into('443', ['5.75.1.9/32']),
        ...onlyIf(planted('segmentation-violation'), into('5000', ['5.75.1.9/32'])),
      ],
      appliedTo: [20],
    },
    {
      id: 30,
      name: 'tasks',
      rules: [
        into('8443', [chosen(planted('over-broad-allow-list'), '5.75.0.0/24', '5.75.0.10/32')]),
        into('8444', ['5.75.0.60/32']),
        ...onlyIf(planted('admin-access-outside-vpn'), into('22', ['203.0.112.90/32'])),
      ],
      appliedTo: [24, 25, 60],
    },
    { id: 31, name: 'late', rules: [into('443', VPN)], appliedTo: [21] },
    {
      id: 32,
      name: 'bare',
      rules: [into('443', VPN)],
      appliedTo: planted('default-deny-ingress') ? [] : [22],
    },
    {
      id: 33,
      name: 'payments',
      rules: [
        into('443', VPN),
        {
          direction: 'out',
          protocol: 'tcp',
          port: '443',
          ips: [chosen(planted('default-deny-egress'), '0.0.0.0/0', '203.0.112.0/24')],
        },
      ],
      appliedTo: [23],
    },
    {
      id: 34,
      name: 'labelled',
      rules: [into('443', VPN)],
      appliedTo: ['role=app', 'role=vault'],
    },
    {
      id: 35,
      name: 'stock',
      rules: onlyIf(!planted('required-flow-blocked'), into('5432', ['5.75.0.30/32'])),
      appliedTo: [32],
    },
  ];
}

function staging(): Project {
  return {
    token: 'token-of-staging-4712',
    servers: [{ id: 109, name: 'stage-1', ipv4: '5.75.1.9', labels: { env: 'staging' } }],
    firewalls: [{ id: 119, name: 'stage', rules: [into('443', VPN)], appliedTo: [109] }],
  };
}

function into(port: string, ips: readonly string[]): RuleDeclaration {
  return port === 'any'
    ? { direction: 'in', protocol: 'tcp', port: '1-65535', ips }
    : { direction: 'in', protocol: 'tcp', port, ips };
}
