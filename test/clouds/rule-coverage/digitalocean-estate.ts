import type { DigitalOceanWorld, TeamDeclaration } from '../digitalocean/world.ts';
import { chosen, onlyIf, type Planted } from './planted.ts';

const MAIN = '5a4981aa-9653-4bd1-bef5-d6bff52042e4';
const INNER = '8d4f1c11-9653-4bd1-bef5-d6bff5204233';
const RED = '760e09ef-dc84-11e8-981e-3cfdfeaae000';
const BLUE = '3c7a1f1e-54f0-4b1c-9c5e-f0c1f1f5a111';
const DEFAULT = '0d7f5d8c-5f0e-4f43-8d0a-2f8f3f0e2222';
const NAT = '70e1b58d-cdec-4e95-b3ee-2d4d95feff51';
const BALANCER = '4de7ac8b-495b-4884-9a69-1050c6793cd6';

/** What the owner of {@link digitalOceanEstate} declares. */
export const DIGITALOCEAN_POLICY = `
zones:
  apps: { labels: { role: app } }
  bastions: { labels: { role: bastion } }
  edge: { labels: { role: edge } }
  payments: { labels: { role: payments } }
  production: { labels: { env: production } }
  staging: { labels: { env: staging } }
  stock: { names: [stock-1] }
addressSets:
  vpn: [203.0.112.7]
vpn: [vpn]
bastions: [bastions]
segmentation:
  - { from: staging, to: production, allow: [tcp/443] }
  - { from: apps, to: stock, require: [tcp/5432] }
publicEndpoints:
  - { names: [edge-*], ports: [tcp/443] }
databaseClients:
  - { clients: [apps] }
sensitiveZones: [payments]
environments: [production, staging]
isolation:
  - { label: customer }
tiers: { public: [edge], private: [apps] }
gateways: { names: [${NAT}] }
egressIdentities: [104.131.0.0/26, "2604:a880:800:14::/64", 104.131.1.9]
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

/** Two teams: production with its Droplets in VPCs of its own, and staging. */
export function digitalOceanEstate(planted: Planted): DigitalOceanWorld {
  return {
    teams: [
      {
        token: 'dop_v1_token-of-production-4711',
        droplets: droplets(planted),
        firewalls: [...firewalls(planted), ...innerFirewalls(planted)],
        vpcs: [
          { id: MAIN, name: 'main', range: '10.10.0.0/16' },
          { id: INNER, name: 'inner', range: '10.50.0.0/16' },
          { id: RED, name: 'red', range: '10.20.0.0/16' },
          { id: BLUE, name: 'blue', range: '10.30.0.0/16' },
          { id: DEFAULT, name: 'default-fra1', range: '10.40.0.0/16', isDefault: true },
        ],
        natGateways: [
          { id: NAT, vpc: INNER, ipv4: '104.131.0.50' },
          ...onlyIf(planted('undeclared-gateway'), {
            id: '81f2c69e-0000-4e95-b3ee-2d4d95feff52',
            vpc: RED,
            ipv4: '104.131.0.51',
          }),
        ],
        loadBalancers: [
          {
            id: BALANCER,
            name: 'edge-site',
            ip: '104.131.0.18',
            vpc: MAIN,
            droplets: [17],
            rules: [{ listen: 443, to: 8080 }],
          },
        ],
        ...services(planted),
        reservedIps: [{ ip: '104.131.0.40' }],
      },
      staging(),
    ],
  };
}

function droplets(planted: Planted): NonNullable<TeamDeclaration['droplets']> {
  const inMain = (id: number) => ({ vpc: MAIN, privateIp: `10.10.0.${id}` });
  const inInner = (id: number) => ({ vpc: INNER, privateIp: `10.50.0.${id}` });
  return [
    {
      id: 10,
      name: 'edge-1',
      ipv4: '104.131.0.10',
      ipv6: '2604:a880:800:14::10',
      tags: ['edge-fw', 'role:edge', 'env:production'],
      ...inMain(10),
    },
    { id: 12, name: 'tools-1', ipv4: '104.131.0.12', ...inMain(12) },
    { id: 13, name: 'blog-1', ipv4: '104.131.0.13', ...inMain(13) },
    { id: 14, name: 'bastion-1', ipv4: '104.131.0.14', tags: ['role:bastion'], ...inMain(14) },
    { id: 15, name: 'partner-1', ipv4: '104.131.0.15', ...inMain(15) },
    { id: 17, name: 'web-1', ipv4: '104.131.0.17', ...inMain(17) },
    { id: 20, name: 'prod-1', ipv4: '104.131.0.20', tags: ['env:production'], ...inMain(20) },
    { id: 21, name: 'pending-1', ipv4: '104.131.0.21', ...inMain(21) },
    { id: 22, name: 'bare-1', ipv4: '104.131.0.22', ...inMain(22) },
    { id: 23, name: 'payments-1', ipv4: '104.131.0.23', tags: ['role:payments'], ...inMain(23) },
    {
      id: 24,
      name: 'batch-1',
      ipv4: chosen(planted('egress-identity-undeclared'), '104.131.9.200', '104.131.0.24'),
      ...(planted('default-filter-in-use')
        ? { vpc: DEFAULT, privateIp: '10.40.0.24' }
        : inMain(24)),
    },
    {
      id: 30,
      name: 'app-1',
      tags: ['role:app'],
      ...inInner(30),
      ...(planted('tier-in-wrong-subnet') ? { ipv4: '104.131.0.30' } : {}),
    },
    { id: 32, name: 'stock-1', ...inInner(32) },
    { id: 40, name: 'red-1', tags: ['customer:red'], vpc: RED, privateIp: '10.20.0.40' },
    {
      id: 41,
      name: 'blue-1',
      tags: ['customer:blue'],
      ...(planted('tenant-isolation')
        ? { vpc: RED, privateIp: '10.20.0.41' }
        : { vpc: BLUE, privateIp: '10.30.0.41' }),
    },
    ...onlyIf(!planted('dangling-allow-list-address'), {
      id: 60,
      name: 'old-1',
      ipv4: '104.131.0.60',
      ...inMain(60),
    }),
    ...onlyIf(planted('mixed-environments'), {
      id: 25,
      name: 'stage-2',
      ipv4: '104.131.0.25',
      tags: ['env:staging'],
      ...inMain(25),
    }),
  ];
}

type Firewalls = NonNullable<TeamDeclaration['firewalls']>;
type Rule = NonNullable<Firewalls[number]['inbound']>[number];

const OUT = [{ protocol: 'tcp', addresses: ANY }] as const;

function firewalls(planted: Planted): Firewalls {
  return [
    fence(
      'edge',
      [10],
      [
        into('443', [...ANY, '::/0']),
        ...onlyIf(planted('admin-port-public'), into('22', ANY)),
        ...onlyIf(planted('sensitive-port-public'), into('6379', ANY)),
        ...onlyIf(planted('ipv6-parity'), into('8444', ['::/0'])),
      ],
    ),
    fence('tools', [12], [into('443', VPN), ...onlyIf(planted('any-any-ingress'), into('0', ANY))]),
    fence('blog', [13], [into('443', planted('undeclared-public-endpoint') ? ANY : VPN)]),
    fence(
      'bastion',
      [14],
      [into('22', [...VPN, ...onlyIf(planted('bastion-open-beyond-vpn'), '203.0.112.91/32')])],
    ),
    fence(
      'partner',
      [15],
      [into('9443', [chosen(planted('waiver-expired'), '203.0.112.0/24', '203.0.112.50/32')])],
    ),
    fence(
      'web',
      [17],
      [
        { ports: '8080', balancers: [BALANCER] },
        ...onlyIf(planted('origin-bypass'), into('8080', ANY)),
      ],
    ),
    fence(
      'prod',
      [20],
      [
        into('443', ['104.131.1.9/32']),
        ...onlyIf(planted('segmentation-violation'), into('5000', ['104.131.1.9/32'])),
      ],
    ),
    {
      ...fence('late', [21], [into('443', VPN)]),
      ...(planted('filter-not-enforced')
        ? { status: 'waiting', pending: [{ droplet: 21, removing: false }] }
        : {}),
    },
    fence('bare', planted('default-deny-ingress') ? [] : [22], [into('443', VPN)]),
  ];
}

function innerFirewalls(planted: Planted): Firewalls {
  return [
    {
      ...fence('payments', [23], [into('443', VPN)]),
      outbound: [
        {
          ports: '443',
          addresses: [chosen(planted('default-deny-egress'), '0.0.0.0/0', '203.0.112.0/24')],
        },
      ],
    },
    fence(
      'tasks',
      [
        24,
        ...onlyIf(planted('mixed-environments'), 25),
        ...onlyIf(!planted('dangling-allow-list-address'), 60),
      ],
      [
        into('8443', [
          chosen(planted('over-broad-allow-list'), '104.131.0.0/24', '104.131.0.10/32'),
        ]),
        into('8444', ['104.131.0.60/32']),
        ...onlyIf(planted('admin-access-outside-vpn'), into('22', ['203.0.112.90/32'])),
        ...onlyIf(planted('dead-rule'), { ports: '9000', tags: ['retired'] }),
      ],
    ),
    fence('apps', [30], [{ ports: '22', droplets: [14] }]),
    fence(
      'stock',
      [32],
      [...onlyIf(!planted('required-flow-blocked'), { ports: '5432', droplets: [30] })],
    ),
  ];
}

function services(planted: Planted): Partial<TeamDeclaration> {
  return {
    databases: [
      {
        id: '9cc10173-e9ea-4176-9dbc-a4cee4c4ff30',
        name: 'orders',
        vpc: INNER,
        trusted: planted('no-public-database')
          ? [{ type: 'ip_addr', value: '0.0.0.0/0' }]
          : [{ type: 'droplet', value: '30' }],
      },
      {
        id: '1b4f2c88-0f0e-4c52-a6f1-0d6a8d4b6a22',
        name: 'cache',
        engine: 'valkey',
        vpc: INNER,
        port: 25061,
        trusted: planted('admission-list-open') ? [] : [{ type: 'droplet', value: '30' }],
      },
      {
        id: '2c5f3d99-1f1e-4c52-a6f1-0d6a8d4b6a33',
        name: 'stats',
        vpc: INNER,
        trusted: [
          { type: 'droplet', value: '30' },
          ...onlyIf(planted('database-reachable-beyond-clients'), { type: 'droplet', value: '24' }),
        ],
      },
    ],
    clusters: [
      {
        id: 'bd5f5959-5e1e-4205-a714-a914373942af',
        name: 'kube',
        vpc: INNER,
        ipv4: '68.183.121.157',
        nodes: [],
        ...(planted('public-control-plane') ? {} : { allowedAddresses: VPN }),
      },
    ],
  };
}

function staging(): TeamDeclaration {
  return {
    token: 'dop_v1_token-of-staging-4712',
    droplets: [
      {
        id: 109,
        name: 'stage-1',
        ipv4: '104.131.1.9',
        tags: ['env:staging'],
        vpc: '9a9a9a9a-54f0-4b1c-9c5e-f0c1f1f5a999',
        privateIp: '10.90.0.109',
      },
    ],
    firewalls: [fence('stage', [109], [into('443', VPN)])],
    vpcs: [{ id: '9a9a9a9a-54f0-4b1c-9c5e-f0c1f1f5a999', name: 'staging', range: '10.90.0.0/16' }],
  };
}

function fence(
  name: string,
  members: readonly number[],
  inbound: readonly Rule[],
): Firewalls[number] {
  return { id: `firewall-${name}`, name, droplets: members, inbound, outbound: OUT };
}

function into(ports: string, addresses: readonly string[]): Rule {
  return { ports, addresses };
}
