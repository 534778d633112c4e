import type { TeamDeclaration } from './world.ts';

const VPC = '5a4981aa-9653-4bd1-bef5-d6bff52042e4';
const OTHER_VPC = '760e09ef-dc84-11e8-981e-3cfdfeaae000';
const CLUSTER = 'bd5f5959-5e1e-4205-a714-a914373942af';
const BALANCER = '4de7ac8b-495b-4884-9a69-1050c6793cd6';

/** A team that uses everything that is read of DigitalOcean. */
export const FULL_TEAM: TeamDeclaration = {
  token: 'dop_v1_token-of-the-shop-4711',
  droplets: [
    {
      id: 1,
      name: 'web',
      ipv4: '104.131.10.1',
      ipv6: '2604:a880:800:14::1',
      vpc: VPC,
      privateIp: '10.10.0.11',
      tags: ['web', 'prod'],
    },
    { id: 2, name: 'db', vpc: VPC, privateIp: '10.10.0.12', tags: ['db'] },
    { id: 3, name: 'node', ipv4: '104.131.10.3', vpc: VPC, privateIp: '10.10.0.13', tags: ['k8s'] },
    { id: 4, name: 'far', ipv4: '104.131.10.4', vpc: OTHER_VPC, privateIp: '10.20.0.14' },
  ],
  firewalls: [
    {
      id: 'bb4b2611-3d72-467b-8602-280330ecd65c',
      name: 'web',
      inbound: [
        { ports: '443', addresses: ['0.0.0.0/0', '::/0'] },
        { ports: '22', addresses: ['0.0.0.0/0'], action: 'deny' },
        { ports: '8080', balancers: [BALANCER] },
        { protocol: 'icmp', addresses: ['0.0.0.0/0'] },
      ],
      outbound: [{ addresses: ['0.0.0.0/0', '::/0'] }],
      tags: ['web'],
    },
    {
      id: 'fb6045f1-cf1d-4ca3-bfac-18832663025b',
      name: 'db',
      inbound: [{ ports: '5432', tags: ['web'], clusters: [CLUSTER] }],
      droplets: [2],
      pending: [{ droplet: 4, removing: true }],
      status: 'waiting',
    },
  ],
  vpcs: [
    { id: VPC, name: 'inner', range: '10.10.0.0/16', isDefault: true },
    { id: OTHER_VPC, name: 'far', range: '10.20.0.0/16' },
  ],
  peerings: [{ id: '6b5c619c-359c-44ca-87e2-47e98170c01d', vpcs: [VPC, OTHER_VPC] }],
  natGateways: [{ id: '70e1b58d-cdec-4e95-b3ee-2d4d95feff51', vpc: VPC, ipv4: '174.138.113.197' }],
  partnerAttachments: [{ id: '34259a41-0ca6-4a6b-97dd-a22bcab900dd', vpcs: [OTHER_VPC] }],
  loadBalancers: [
    {
      id: BALANCER,
      name: 'front',
      ip: '104.131.186.241',
      vpc: VPC,
      tag: 'web',
      rules: [{ listen: 443, to: 8080 }],
      deny: ['ip:8.8.8.8'],
    },
  ],
  databases: [
    {
      id: '9cc10173-e9ea-4176-9dbc-a4cee4c4ff30',
      name: 'orders',
      vpc: VPC,
      trusted: [{ type: 'tag', value: 'web' }],
      replicas: [{ id: '39d1d2a0-6b7c-4a49-9b1e-3f2d5f0a6f11', name: 'orders-read' }],
      pools: ['reporting'],
      plantedPassword: 'AVNS_wv78n3zpz42xezdk',
    },
    {
      id: '1b4f2c88-0f0e-4c52-a6f1-0d6a8d4b6a22',
      name: 'cache',
      engine: 'valkey',
      vpc: VPC,
      port: 25061,
      plantedPassword: 'AVNS_jge5lfxtzhx42iff',
    },
  ],
  clusters: [{ id: CLUSTER, name: 'shop', vpc: VPC, ipv4: '68.183.121.157', nodes: [3] }],
  reservedIps: [{ ip: '45.55.96.47', droplet: 1 }, { ip: '45.55.96.48' }],
  reservedIpv6: [{ ip: '2604:a880:4:1d0::7', droplet: 1 }],
  byoipPrefixes: [
    {
      id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
      prefix: '198.19.7.0/24',
      addresses: [{ ip: '198.19.7.2', droplet: 4 }],
    },
  ],
  apps: [
    {
      id: '4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf',
      name: 'storefront',
      dedicatedIps: ['104.131.40.1'],
      plantedSecret: 'hunter2-of-the-app',
    },
  ],
  nfsShares: [{ id: '0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d', vpc: VPC }],
  namespaces: [{ id: 'fn-0001', plantedKey: 'd1zcd455h01mqjfs4s2eaewyejehi5f2uj4etqq3h7cera8iwk' }],
  vectorDatabases: ['123e4567-e89b-12d3-a456-426614174000'],
  dedicatedInferences: [{ id: '7c6d729d-360d-44db-88e3-58e98281d12e', isPublic: true }],
  autoscalePools: [
    {
      id: '0d3db13e-a604-4944-9827-7ec2642d32ac',
      plantedUserData: '#cloud-config password: hunter2-of-the-pool',
    },
  ],
  cdnEndpoints: [
    {
      id: '892071a0-bb95-49bc-8021-3afd67a210bf',
      origin: 'static.fra1.digitaloceanspaces.com',
    },
  ],
  domains: [{ name: 'shop.example.com', addresses: ['104.131.186.241'] }],
  spaces: {
    accessKeyId: 'DO00KEYIDOFTHESHOP',
    secretAccessKey: 'secret-access-key-of-the-shop-4711',
    buckets: [
      { name: 'shop-assets', isPublic: true },
      { name: 'shop-backups', policy: '{"Version":"2012-10-17","Statement":[]}' },
    ],
  },
  spacesKeys: [{ name: 'backup', bucket: 'shop-backups' }],
  actions: [{ id: 36804636, type: 'power_on', droplet: 1 }],
};

/** Everything in {@link FULL_TEAM} that must never be kept or shown. */
export const FULL_TEAM_SECRETS: readonly string[] = [
  FULL_TEAM.token,
  'AVNS_wv78n3zpz42xezdk',
  'AVNS_jge5lfxtzhx42iff',
  'doadmin',
  'secret-access-key-of-the-shop-4711',
  'hunter2-of-the-app',
  'hunter2-of-the-pool',
  'd1zcd455h01mqjfs4s2eaewyejehi5f2uj4etqq3h7cera8iwk',
];
