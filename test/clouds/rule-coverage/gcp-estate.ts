import { globalBalancer, instanceGroup } from '../gcp/balancer-worlds.ts';
import { WorldBuilder } from '../gcp/build-world.ts';
import type { ProjectBuilder } from '../gcp/project-builder.ts';
import type { GcpWorld } from '../gcp/world.ts';
import { chosen, onlyIf, type Planted } from './planted.ts';

/** What the owner of {@link gcpEstate} declares. */
export const GCP_POLICY = `
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
  - { names: [edge-*], ports: [tcp/443, tcp/80] }
databaseClients:
  - { clients: [apps] }
sensitiveZones: [payments]
environments: [production, staging]
isolation:
  - { label: customer }
tiers: { public: [edge], private: [apps] }
gateways: { names: [default internet gateway of *, nat-1] }
egressIdentities: [34.10.0.0/26, "2600:1900:4000:1::/64", 34.10.1.9, 34.150.0.1]
waivers:
  - name: partner
    rule: undeclared-public-endpoint
    subject: VPC firewall rules of partners
    accepts: [{ sources: [203.0.112.50], ports: [tcp/9443] }]
    owner: platform
    reason: the partner moves to the balancer this quarter
    expires: 2027-06-30
`;

const ANY = ['0.0.0.0/0'];
const VPN = ['203.0.112.7/32'];
const EU = 'regions/europe-west1';

/** An organisation with two projects: production, and staging. */
export function gcpEstate(planted: Planted): GcpWorld {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  const network = project.network('main');
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24', {
    raw: { logConfig: { enable: !planted('flow-logs-off'), flowSampling: 1 } },
  });
  const dual = project.subnetwork('dual-eu', network, '10.0.1.0/24', {
    raw: {
      logConfig: { enable: true, flowSampling: 1 },
      stackType: 'IPV4_IPV6',
      ipv6AccessType: 'EXTERNAL',
      externalIpv6Prefix: '2600:1900:4000:1::/64',
    },
  });
  publicHosts(project, { network, subnetwork, dual }, planted);
  innerHosts(project, { network, subnetwork }, planted);
  edges(project, network, planted);
  tenants(project, planted);
  partner(project, planted);
  stores(project, network, planted);
  kubernetes(project, planted);
  staging(builder.project('acme-staging'));
  return builder.world;
}

interface Place {
  readonly network: string;
  readonly subnetwork: string;
  readonly dual?: string;
}

function publicHosts(project: ProjectBuilder, at: Place, planted: Planted): void {
  const { network, subnetwork } = at;
  const host = (name: string, last: number, tag: string, labels = {}) =>
    project.instance(name, {
      subnetwork,
      ip: `10.0.0.${last}`,
      natIP: `34.10.0.${last}`,
      tags: [tag],
      raw: { labels },
    });
  project.instance('edge-1', {
    subnetwork: at.dual ?? subnetwork,
    ip: '10.0.1.10',
    natIP: '34.10.0.10',
    ipv6: '2600:1900:4000:1:0:1::',
    tags: ['edge'],
    raw: { labels: { role: 'edge', env: 'production' } },
  });
  host('tools-1', 12, 'tools');
  host('blog-1', 13, 'blog');
  host('bastion-1', 14, 'bastion', { role: 'bastion' });
  const web = project.instance('web-1', {
    subnetwork,
    ip: '10.0.0.17',
    tags: ['web'],
    ...(planted('origin-bypass') ? { natIP: '34.10.0.17' } : {}),
  });
  if (!planted('dangling-allow-list-address')) host('old-1', 60, 'tasks');
  host('prod-1', 20, 'prod', { env: 'production' });
  project.instance('batch-1', {
    subnetwork,
    ip: '10.0.0.24',
    natIP: chosen(planted('egress-identity-undeclared'), '34.20.0.200', '34.10.0.24'),
    tags: ['tasks'],
  });
  if (planted('mixed-environments')) host('stage-2', 25, 'quiet', { env: 'staging' });
  const group = instanceGroup(project, 'webs', [web], { ports: { http: 8080 } });
  globalBalancer(project, 'edge-site', { address: '34.120.0.1', group });
  const open = (name: string, tag: string, allow: string, from: readonly string[]) =>
    project.firewall(name, { network, allow, from, raw: { targetTags: [tag] } });
  open('edge', 'edge', 'tcp:443', ANY);
  open('edge-v6', 'edge', 'tcp:443', ['::/0']);
  if (planted('admin-port-public')) open('edge-ssh', 'edge', 'tcp:22', ANY);
  if (planted('sensitive-port-public')) open('edge-redis', 'edge', 'tcp:6379', ANY);
  if (planted('ipv6-parity')) open('edge-8444', 'edge', 'tcp:8444', ['::/0']);
  open('tools', 'tools', 'tcp:443', VPN);
  if (planted('any-any-ingress')) open('tools-any', 'tools', 'all', ANY);
  open('blog', 'blog', 'tcp:443', planted('undeclared-public-endpoint') ? ANY : VPN);
  open('bastion', 'bastion', 'tcp:22', [
    ...VPN,
    ...onlyIf(planted('bastion-open-beyond-vpn'), '203.0.112.91/32'),
  ]);
  open(
    'web',
    'web',
    'tcp:8080',
    planted('origin-bypass') ? ANY : ['130.211.0.0/22', '35.191.0.0/16'],
  );
  open('prod', 'prod', 'tcp:443', ['34.10.1.9/32']);
  if (planted('segmentation-violation')) open('prod-5000', 'prod', 'tcp:5000', ['34.10.1.9/32']);
  open('tasks-8443', 'tasks', 'tcp:8443', [
    chosen(planted('over-broad-allow-list'), '34.10.0.0/24', '34.10.0.10/32'),
  ]);
  open('tasks-8444', 'tasks', 'tcp:8444', ['34.10.0.60/32']);
  if (planted('dead-rule')) open('retired', 'retired', 'tcp:9000', ['10.0.0.0/24']);
}

function innerHosts(project: ProjectBuilder, at: Place, planted: Planted): void {
  const { network, subnetwork } = at;
  const host = (name: string, last: number, tag: string, labels = {}, natIP?: string) =>
    project.instance(name, {
      subnetwork,
      ip: `10.0.0.${last}`,
      tags: [tag],
      raw: { labels },
      ...(natIP === undefined ? {} : { natIP }),
    });
  const isPublic = planted('tier-in-wrong-subnet');
  host('app-1', 30, 'app', { role: 'app' }, isPublic ? '34.10.0.30' : undefined);
  host('stock-1', 32, 'stock');
  host('payments-1', 33, 'payments', { role: 'payments' });
  const inside = (name: string, tag: string, allow: string, sourceTag: string) =>
    project.firewall(name, {
      network,
      allow,
      raw: { targetTags: [tag], sourceTags: [sourceTag] },
    });
  inside('app-ssh', 'app', 'tcp:22', 'bastion');
  if (planted('admin-access-outside-vpn')) inside('app-ssh-tools', 'app', 'tcp:22', 'tools');
  if (!planted('required-flow-blocked')) inside('stock', 'stock', 'tcp:5432', 'app');
  project.firewall('payments-out', {
    network,
    direction: 'EGRESS',
    allow: 'tcp:443',
    to: [chosen(planted('default-deny-egress'), '0.0.0.0/0', '203.0.112.0/24')],
    raw: { targetTags: ['payments'] },
  });
  project.firewall('payments-deny', {
    network,
    direction: 'EGRESS',
    deny: 'all',
    to: ANY,
    priority: 65000,
    raw: { targetTags: ['payments'] },
  });
}

/** The partner's server, in a network of its own so that its firewall rules are a subject of their own. */
function partner(project: ProjectBuilder, planted: Planted): void {
  const network = project.network('partners');
  const subnetwork = project.subnetwork('partners-eu', network, '10.5.0.0/24', {
    raw: { logConfig: { enable: true, flowSampling: 1 } },
  });
  project.instance('partner-1', { subnetwork, ip: '10.5.0.15', natIP: '34.10.0.15' });
  const source = chosen(planted('waiver-expired'), '203.0.112.0/24', '203.0.112.50/32');
  project.firewall('partner', { network, allow: 'tcp:9443', from: [source] });
}

/** Ways out, and addresses that are held for later. */
function edges(project: ProjectBuilder, network: string, planted: Planted): void {
  router(project, network, 'nat-1', '34.10.0.50');
  if (planted('undeclared-gateway')) router(project, network, 'rogue', '34.10.0.51');
  address(project, 'held', '34.10.0.40', 'RESERVED');
}

function router(project: ProjectBuilder, network: string, name: string, ip: string): void {
  const natIp = address(project, `address-of-${name}`, ip, 'IN_USE');
  const link = project.resource('routers', EU, `router-of-${name}`, {
    network,
    nats: [
      {
        name,
        natIpAllocateOption: 'MANUAL_ONLY',
        natIps: [natIp],
        sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
      },
    ],
  });
  project.detail('status', link, [
    { kind: 'compute#routerStatusResponse', result: { natStatus: [{ name }] } },
  ]);
}

function address(project: ProjectBuilder, name: string, ip: string, status: string): string {
  return project.resource('addresses', EU, name, {
    address: ip,
    status,
    addressType: 'EXTERNAL',
  });
}

/** Each customer in a network of its own; the default network of the project, empty unless planted. */
function tenants(project: ProjectBuilder, planted: Planted): void {
  const logged = { raw: { logConfig: { enable: true, flowSampling: 1 } } };
  const networkOf = (name: string, range: string) => {
    const network = project.network(name, { defaultRoute: false });
    return { network, subnetwork: project.subnetwork(`${name}-eu`, network, range, logged) };
  };
  const red = networkOf('red', '10.1.0.0/24');
  const blue = networkOf('blue', '10.2.0.0/24');
  const ours = networkOf('default', '10.128.0.0/24');
  project.instance('red-1', {
    subnetwork: red.subnetwork,
    ip: '10.1.0.40',
    raw: { labels: { customer: 'red' } },
  });
  const isTogether = planted('tenant-isolation');
  project.instance('blue-1', {
    subnetwork: isTogether ? red.subnetwork : blue.subnetwork,
    ip: isTogether ? '10.1.0.41' : '10.2.0.41',
    raw: { labels: { customer: 'blue' } },
  });
  project.firewall('red-inside', { network: red.network, allow: 'all', from: ['10.1.0.0/24'] });
  if (planted('default-filter-in-use'))
    project.instance('lost-1', { subnetwork: ours.subnetwork, ip: '10.128.0.5' });
}

function stores(project: ProjectBuilder, network: string, planted: Planted): void {
  const isPublic = planted('no-public-database');
  sql(project, network, 'orders', {
    ...(isPublic ? { address: '34.140.0.1', admits: ['0.0.0.0/0'] } : {}),
    sslMode: 'ENCRYPTED_ONLY',
  });
  sql(project, network, 'ledger', {
    ...(planted('database-public-switch-on') ? { isSwitchedOn: true } : {}),
    sslMode: 'ENCRYPTED_ONLY',
  });
  const admits = [
    ...onlyIf(planted('plaintext-over-internet'), '34.10.0.50/32'),
    ...onlyIf(planted('database-reachable-beyond-clients'), '34.10.0.12/32'),
    ...onlyIf(planted('admission-list-open'), '35.0.0.0/8'),
  ];
  sql(project, network, 'stats', {
    ...(admits.length === 0 ? {} : { address: '34.140.0.3', admits }),
    sslMode: chosen(
      planted('plaintext-over-internet'),
      'ALLOW_UNENCRYPTED_AND_ENCRYPTED',
      'ENCRYPTED_ONLY',
    ),
  });
}

function sql(
  project: ProjectBuilder,
  network: string,
  name: string,
  given: {
    readonly address?: string;
    readonly admits?: readonly string[];
    readonly isSwitchedOn?: boolean;
    readonly sslMode: string;
  },
): void {
  const { id } = project.project;
  const ipAddresses =
    given.address === undefined
      ? [{ type: 'PRIVATE', ipAddress: `10.100.0.${name.length}` }]
      : [{ type: 'PRIMARY', ipAddress: given.address }];
  project.service('sqladmin/instances', {
    kind: 'sql#instance',
    name,
    selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/projects/${id}/instances/${name}`,
    project: id,
    region: 'europe-west1',
    databaseVersion: 'POSTGRES_16',
    state: 'RUNNABLE',
    ipAddresses,
    settings: {
      activationPolicy: 'ALWAYS',
      ipConfiguration: {
        ipv4Enabled: given.address !== undefined || given.isSwitchedOn === true,
        ...(given.address === undefined ? { privateNetwork: network } : {}),
        authorizedNetworks: (given.admits ?? []).map((value) => ({ value, name: value })),
        sslMode: given.sslMode,
      },
    },
  });
}

function kubernetes(project: ProjectBuilder, planted: Planted): void {
  project.service('container/clusters', {
    name: 'kube',
    location: 'europe-west1',
    selfLink: `https://container.googleapis.com/v1/projects/${project.project.id}/locations/europe-west1/clusters/kube`,
    status: 'RUNNING',
    endpoint: '34.150.0.1',
    network: 'main',
    masterAuthorizedNetworksConfig: {
      enabled: true,
      gcpPublicCidrsAccessEnabled: false,
      cidrBlocks: [
        { cidrBlock: chosen(planted('public-control-plane'), '0.0.0.0/0', '203.0.112.7/32') },
      ],
    },
  });
}

function staging(project: ProjectBuilder): void {
  const network = project.network('staging');
  const subnetwork = project.subnetwork('staging-eu', network, '10.9.0.0/24', {
    raw: { logConfig: { enable: true, flowSampling: 1 } },
  });
  project.instance('stage-1', {
    subnetwork,
    ip: '10.9.0.9',
    natIP: '34.10.1.9',
    raw: { labels: { env: 'staging' } },
  });
}
