import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgedGraph } from '../../clouds/rule-coverage/judged-clouds.ts';
import { graphOfClouds, type SimulatedClouds } from '../../clouds/rule-coverage/observed-clouds.ts';
import {
  clusterAdmitting,
  flowLogOf,
  gatewaysNamed,
  hostsAndDatabase,
  publicDatabase,
  serverAdmitting,
  threeTiers,
} from './statement-aws.testkit.ts';
import {
  gkeCluster,
  guarded,
  loggedNetwork,
  project,
  sqlInstance,
  team,
} from './statement-clouds.testkit.ts';

const FOLDER = join(import.meta.dirname, '../../../examples');
const VPN = '203.0.112.7/32';
const ANY = '0.0.0.0/0';

/** A statement in one estate: where it holds, where it is violated, and what its rule says then. */
interface Statement {
  readonly example: string;
  readonly rule: string;
  readonly where: string;
  readonly holds: SimulatedClouds;
  readonly violated: SimulatedClouds;
  /** All findings of the rule, as `state severity message`. */
  readonly says: readonly string[];
}

const appServer = { id: 10, name: 'app-1', ipv4: '5.75.0.10', labels: { role: 'app' } } as const;
const batchServer = { id: 11, name: 'batch-1', ipv4: '5.75.0.11' } as const;

/** A DigitalOcean database that trusts one address. */
const trusting = (value: string) =>
  team({
    databases: [
      { id: 'db-1', name: 'orders', vpc: 'vpc-1', trusted: [{ type: 'ip_addr', value }] },
    ],
    vpcs: [{ id: 'vpc-1', name: 'main', range: '10.10.0.0/16' }],
  });

const STATEMENTS: readonly Statement[] = [
  {
    example: '01-databases-never-public',
    rule: 'no-public-database',
    where: 'AWS',
    holds: { aws: publicDatabase('10.0.0.0/16') },
    violated: { aws: publicDatabase(ANY) },
    says: ['open critical orders is reachable from the internet'],
  },
  {
    example: '01-databases-never-public',
    rule: 'no-public-database',
    where: 'DigitalOcean',
    holds: { digitalocean: trusting('10.10.0.5') },
    violated: { digitalocean: trusting(ANY) },
    says: ['open critical orders is reachable from the internet'],
  },
  {
    example: '02-databases-from-applications',
    rule: 'database-reachable-beyond-clients',
    where: 'DigitalOcean with its applications on Hetzner',
    holds: {
      hetzner: project({ servers: [appServer, batchServer] }),
      digitalocean: trusting('5.75.0.10'),
    },
    violated: {
      hetzner: project({ servers: [appServer, batchServer] }),
      digitalocean: trusting('5.75.0.11'),
    },
    says: ['open high orders is reachable from 5.75.0.11/32, which is no declared client'],
  },
  {
    example: '03-deny-by-default',
    rule: 'default-deny-ingress',
    where: 'Hetzner',
    holds: { hetzner: project(guarded({ name: 'web-1' }, '443', [ANY])) },
    violated: { hetzner: project({ servers: [{ id: 10, name: 'web-1', ipv4: '5.75.0.10' }] }) },
    says: [
      'open high web-1 has a public address, and no filter in force denies ingress by default',
    ],
  },
  {
    example: '04-declared-endpoints',
    rule: 'undeclared-public-endpoint',
    where: 'Hetzner',
    holds: { hetzner: project(guarded({ name: 'web-1' }, '443', [ANY])) },
    violated: { hetzner: project(guarded({ name: 'web-1' }, '8443', [ANY])) },
    says: [
      'open high guard is reachable from the internet by tcp 8443, which is not declared public',
    ],
  },
  {
    example: '05-production-over-vpn',
    rule: 'segmentation-violation',
    where: 'Hetzner',
    holds: { hetzner: project(guarded({ labels: { env: 'production' } }, '443', [VPN])) },
    violated: { hetzner: project(guarded({ labels: { env: 'production' } }, '443', [VPN, ANY])) },
    says: ['open high internet reaches production by tcp 443, which the policy does not allow'],
  },
  {
    example: '06-ssh-through-bastion',
    rule: 'admin-access-outside-vpn',
    where: 'DigitalOcean with its bastion on Hetzner',
    holds: { hetzner: bastion([VPN]), digitalocean: droplet(['5.75.0.10']) },
    violated: { hetzner: bastion([VPN]), digitalocean: droplet(['5.75.0.10', '8.8.8.8']) },
    says: ['open high ssh admits 8.8.8.8/32 to SSH, beside the VPN and the bastions'],
  },
  {
    example: '07-bastion-from-vpn',
    rule: 'bastion-open-beyond-vpn',
    where: 'Hetzner',
    holds: { hetzner: bastion([VPN]) },
    violated: { hetzner: bastion([VPN, '8.8.8.8/32']) },
    says: ['open high guard admits 8.8.8.8/32 to a bastion by tcp 22, beside the VPN'],
  },
  {
    example: '08-environments-separated',
    rule: 'segmentation-violation',
    where: 'Hetzner with staging on DigitalOcean',
    holds: { hetzner: production([VPN]), digitalocean: staging() },
    violated: { hetzner: production([VPN, '104.131.0.9/32']), digitalocean: staging() },
    says: ['open high staging reaches production by tcp 443, which the policy does not allow'],
  },
  {
    example: '09-account-per-environment',
    rule: 'mixed-environments',
    where: 'Hetzner',
    holds: {
      hetzner: {
        projects: [
          { token: 'token-of-production-4711', servers: [inEnvironment(1, 'production')] },
          { token: 'token-of-staging-4712', servers: [inEnvironment(2, 'staging')] },
        ],
      },
    },
    violated: {
      hetzner: project({
        servers: [inEnvironment(1, 'production'), inEnvironment(2, 'staging')],
      }),
    },
    says: [
      'open medium project holds workloads of production and staging',
      'open medium project public network holds workloads of production and staging',
    ],
  },
  {
    example: '10-customers-separated',
    rule: 'tenant-isolation',
    where: 'DigitalOcean',
    holds: { digitalocean: customers('vpc-2') },
    violated: { digitalocean: customers('vpc-1') },
    says: [
      'open high customer red reaches customer blue',
      'open high customer blue reaches customer red',
    ],
  },
  {
    example: '11-tiers-in-subnets',
    rule: 'tier-in-wrong-subnet',
    where: 'AWS',
    holds: { aws: threeTiers({ subnet: 'subnet-b', ip: '10.0.2.10' }) },
    violated: { aws: threeTiers({ subnet: 'subnet-a', ip: '10.0.1.11' }) },
    says: ['open medium app-1 of apps does not stand in a private subnet'],
  },
  {
    example: '12-http-through-balancer',
    rule: 'origin-bypass',
    where: 'Hetzner',
    holds: { hetzner: balanced(['5.75.0.18/32']) },
    violated: { hetzner: balanced([ANY]) },
    says: ['open high guard admits the internet to backends around the balancer front'],
  },
  {
    example: '13-private-or-encrypted',
    rule: 'plaintext-over-internet',
    where: 'Google Cloud with its applications on Hetzner',
    holds: {
      hetzner: project({ servers: [appServer] }),
      gcp: sqlInstance({ sslMode: 'ENCRYPTED_ONLY', admits: ['5.75.0.10/32'] }),
    },
    violated: {
      hetzner: project({ servers: [appServer] }),
      gcp: sqlInstance({
        sslMode: 'ALLOW_UNENCRYPTED_AND_ENCRYPTED',
        admits: ['5.75.0.10/32'],
      }),
    },
    says: ['open high 1 own address reaches orders over the internet, and TLS is not enforced'],
  },
  {
    example: '14-single-egress',
    rule: 'egress-identity-undeclared',
    where: 'DigitalOcean',
    holds: { digitalocean: leavingBy('198.18.0.50') },
    violated: { digitalocean: leavingBy('198.18.0.51') },
    says: ['open low nat-1 sends with 198.18.0.51/32, which is not declared'],
  },
  {
    example: '15-limited-gateways',
    rule: 'undeclared-gateway',
    where: 'AWS',
    holds: { aws: gatewaysNamed('main-igw') },
    violated: { aws: gatewaysNamed('main-igw', 'test-igw') },
    says: [
      'open medium the internet gateway test-igw is not declared',
      'open medium 111111111111 has 2 gateways to the internet, and 1 are declared',
    ],
  },
  {
    example: '16-flow-logs',
    rule: 'flow-logs-off',
    where: 'AWS',
    holds: { aws: flowLogOf('ALL') },
    violated: { aws: flowLogOf('REJECT') },
    says: ['open medium the flow log of vpc-1 records rejected traffic alone'],
  },
  {
    example: '16-flow-logs',
    rule: 'flow-logs-off',
    where: 'Google Cloud',
    holds: { gcp: loggedNetwork(true) },
    violated: { gcp: loggedNetwork(false) },
    says: ['open medium the flow log of main-eu is off', 'open medium the flow log of main is off'],
  },
  {
    example: '17-only-ports-required',
    rule: 'segmentation-violation',
    where: 'AWS',
    holds: { aws: hostsAndDatabase('sg-app') },
    violated: { aws: hostsAndDatabase('sg-app', 'sg-batch') },
    says: ['open high others reaches databases by tcp 5432, which the policy does not allow'],
  },
  {
    example: '18-control-planes',
    rule: 'public-control-plane',
    where: 'AWS and Google Cloud',
    holds: { aws: clusterAdmitting(VPN), gcp: gkeCluster(VPN) },
    violated: { aws: clusterAdmitting(ANY), gcp: gkeCluster(ANY) },
    says: [
      'open high kube admits the internet to the control plane',
      'open high kube admits the internet to the control plane',
    ],
  },
  {
    example: '19-own-addresses-only',
    rule: 'over-broad-allow-list',
    where: 'AWS with its callers on Hetzner',
    holds: { hetzner: project({ servers: [appServer] }), aws: serverAdmitting('5.75.0.10/32') },
    violated: { hetzner: project({ servers: [appServer] }), aws: serverAdmitting('5.75.0.0/24') },
    says: ['open medium sg-api admits 5.75.0.0/24, of which 1 of 256 addresses are ours'],
  },
  {
    example: '20-unseen-is-reported',
    rule: 'coverage-gap',
    where: 'Hetzner',
    holds: { hetzner: project({ servers: [appServer] }) },
    violated: {
      hetzner: project({ servers: [appServer] }),
      forbidden: { hetzner: '/firewalls' },
    },
    says: ['open high firewalls of hetzner project global could not be read in full (forbidden)'],
  },
];

function bastion(ips: readonly string[]) {
  return project(guarded({ name: 'bastion-1', labels: { role: 'bastion' } }, '22', ips));
}

function droplet(addresses: readonly string[]) {
  const inbound = [{ ports: '22', addresses }];
  return team({
    droplets: [{ id: 1, name: 'app-1', ipv4: '104.131.0.10' }],
    firewalls: [{ id: 'ssh', name: 'ssh', droplets: [1], inbound }],
  });
}

function production(ips: readonly string[]) {
  return project(guarded({ name: 'prod-1', labels: { env: 'production' } }, '443', ips));
}

function staging() {
  return team({
    droplets: [{ id: 1, name: 'stage-1', ipv4: '104.131.0.9', tags: ['env:staging'] }],
    firewalls: [
      {
        id: 'stage',
        name: 'stage',
        droplets: [1],
        outbound: [{ addresses: [ANY] }],
      },
    ],
  });
}

function inEnvironment(id: number, env: string) {
  return { id, name: `${env}-1`, ipv4: `5.75.0.${id}`, labels: { env } };
}

function customers(vpcOfBlue: string) {
  const blue = vpcOfBlue === 'vpc-1' ? '10.10.0.2' : '10.20.0.2';
  return team({
    droplets: [
      { id: 1, name: 'red-1', tags: ['customer:red'], vpc: 'vpc-1', privateIp: '10.10.0.1' },
      { id: 2, name: 'blue-1', tags: ['customer:blue'], vpc: vpcOfBlue, privateIp: blue },
    ],
    vpcs: [
      { id: 'vpc-1', name: 'one', range: '10.10.0.0/16' },
      { id: 'vpc-2', name: 'two', range: '10.20.0.0/16' },
    ],
  });
}

function balanced(ips: readonly string[]) {
  return project({
    ...guarded({ name: 'web-1' }, '8080', ips),
    loadBalancers: [
      {
        id: 5,
        name: 'front',
        ipv4: '5.75.0.18',
        services: [{ listen: 443, to: 8080 }],
        targets: [{ server: 10 }],
      },
    ],
  });
}

function leavingBy(ipv4: string) {
  return team({
    droplets: [{ id: 1, name: 'app-1', vpc: 'vpc-1', privateIp: '10.10.0.1' }],
    vpcs: [{ id: 'vpc-1', name: 'main', range: '10.10.0.0/16' }],
    natGateways: [{ id: 'nat-1', vpc: 'vpc-1', ipv4 }],
  });
}

async function findingsOf({ example, rule }: Statement, clouds: SimulatedClouds) {
  const policy = readFileSync(join(FOLDER, `${example}.yaml`), 'utf8');
  const { findings, notEvaluated } = judgedGraph(await graphOfClouds(clouds), policy);
  expect(notEvaluated).toEqual([]);
  return findings
    .filter((finding) => finding.rule === rule)
    .map(({ state, severity, message }) => `${state} ${severity} ${message}`);
}

const CASES = STATEMENTS.map((one) => [one.example, one.where, one] as const);

describe('a published statement, judged over simulated clouds', () => {
  it('is shown for each of the twenty examples', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

    expect([...new Set(STATEMENTS.map(({ example }) => `${example}.yaml`))]).toEqual(files.sort());
    expect(files).toHaveLength(20);
  });

  it.each(CASES)('%s holds on %s', async (_example, _where, statement) => {
    expect(await findingsOf(statement, statement.holds)).toEqual([]);
  });

  it.each(CASES)('%s is violated on %s', async (_example, _where, statement) => {
    expect(await findingsOf(statement, statement.violated)).toEqual(statement.says);
  });
});
