import { afterEach, describe, expect, it } from 'vitest';
import { aws } from '../../../packages/providers/src/aws/index.ts';
import { COLLECTED_OPERATIONS } from '../../../packages/providers/src/aws/operations/index.ts';
import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import type { Observation } from '../../../packages/providers/src/observation.ts';
import { type Fault, type SimulatedAws, simulateAws } from '../../clouds/aws/simulated-aws.ts';
import type { AwsWorld } from '../../clouds/aws/world.ts';

const HOME = '111111111111';
const OTHER = '222222222222';

const world: AwsWorld = {
  accounts: {
    [HOME]: {
      regions: {
        'eu-central-1': {
          'ec2:DescribeVpcs': [
            { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', Tags: [{ Key: 'Name', Value: 'a & b' }] },
            { VpcId: 'vpc-2', CidrBlock: '10.1.0.0/16' },
            { VpcId: 'vpc-3', CidrBlock: '10.2.0.0/16' },
          ],
          'ec2:DescribeManagedPrefixLists': [{ PrefixListId: 'pl-1', OwnerId: HOME }],
          'ec2:GetManagedPrefixListEntries': { 'pl-1': [{ Cidr: '8.8.8.0/24' }] },
          'eks:ListClusters': ['prod'],
          'eks:DescribeCluster': { prod: [{ name: 'prod' }] },
          'opensearch:ListDomainNames': ['a', 'b', 'c', 'd', 'e', 'f'].map((DomainName) => ({
            DomainName,
          })),
          'opensearch:DescribeDomains': ['a', 'b', 'c', 'd', 'e', 'f'].map((DomainName) => ({
            DomainName,
            DomainId: `1/${DomainName}`,
            ARN: `arn:aws:es:eu-central-1:${HOME}:domain/${DomainName}`,
            ClusterConfig: {},
          })),
          'ec2:DescribeVpnConnections': [
            {
              VpnConnectionId: 'vpn-1',
              CustomerGatewayConfiguration: '<vpn>PLANTED</vpn>',
              Options: { TunnelOptions: [{ PreSharedKey: 'PLANTED' }] },
            },
          ],
        },
      },
    },
    [OTHER]: {
      regions: { 'eu-central-1': {}, 'us-east-1': {} },
      role: { name: 'audit', externalId: 'shibboleth' },
    },
  },
};

let cloud: SimulatedAws | undefined;
afterEach(() => cloud?.close());

async function scan(options: {
  readonly settings?: Record<string, unknown>;
  readonly faults?: readonly Fault[];
  readonly pageSize?: number;
}) {
  cloud = await simulateAws(
    world,
    options.pageSize === undefined ? {} : { pageSize: options.pageSize },
  );
  for (const fault of options.faults ?? []) cloud.fault(fault);
  const settings = aws.settings.parse({
    endpoint: cloud.endpoint,
    credentials: cloud.credentialsOf(HOME),
    ...options.settings,
  });
  const context = createTestContext();
  const discovery = await aws.discover(settings, context);
  const observations: Observation[] = [...discovery.observations];
  for (const target of discovery.targets) {
    for await (const observation of aws.collect(target, settings, context)) {
      observations.push(observation);
    }
  }
  return { cloud, discovery, observations, context };
}

function of(observations: readonly Observation[], operation: string): Observation | undefined {
  return observations.find((observation) => observation.operation === operation);
}

describe('collecting from AWS', () => {
  it('asks every declared operation of the account and its regions, and nothing else', async () => {
    const { cloud, observations, discovery } = await scan({});

    expect(cloud.violations).toEqual([]);
    expect(discovery.targets).toEqual([
      { account: HOME, location: 'eu-central-1' },
      { account: HOME, location: 'global' },
    ]);
    const asked = new Set(observations.map((observation) => observation.operation));
    const standing = COLLECTED_OPERATIONS.filter((operation) => operation.perSubject === undefined);
    expect(standing.filter((operation) => !asked.has(operation.id))).toEqual([]);
    expect(observations.filter(({ outcome }) => outcome !== 'complete')).toEqual([]);
  });

  it('reads all pages, and keeps the items as AWS names them', async () => {
    const { observations } = await scan({ pageSize: 2 });

    expect(of(observations, 'DescribeVpcs')).toMatchObject({
      account: HOME,
      location: 'eu-central-1',
      pages: 2,
      items: [
        { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', Tags: [{ Key: 'Name', Value: 'a & b' }] },
        { VpcId: 'vpc-2' },
        { VpcId: 'vpc-3' },
      ],
    });
  });

  it('asks about the objects that other calls have named', async () => {
    const { observations } = await scan({});

    expect(of(observations, 'GetManagedPrefixListEntries')).toMatchObject({
      subject: 'pl-1',
      items: [{ Cidr: '8.8.8.0/24' }],
    });
    expect(of(observations, 'DescribeCluster')).toMatchObject({
      subject: 'prod',
      items: [{ name: 'prod' }],
    });
    const domains = observations.filter(({ operation }) => operation === 'DescribeDomains');
    expect(domains.map(({ subject }) => subject)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('drops the keys of VPN connections', async () => {
    const { observations } = await scan({});

    expect(of(observations, 'DescribeVpnConnections')?.items).toEqual([
      { VpnConnectionId: 'vpn-1', Options: { TunnelOptions: [{}] } },
    ]);
    expect(JSON.stringify(observations)).not.toContain('PLANTED');
  });

  it('finds the accounts of the organization, and takes on the role once in each', async () => {
    const { cloud, discovery, observations } = await scan({
      settings: { organization: { role: 'audit', externalId: 'shibboleth' } },
    });

    expect(discovery.targets.map(({ account, location }) => `${account}/${location}`)).toEqual([
      `${HOME}/eu-central-1`,
      `${HOME}/global`,
      `${OTHER}/eu-central-1`,
      `${OTHER}/us-east-1`,
      `${OTHER}/global`,
    ]);
    expect(cloud.calls.filter(({ action }) => action === 'sts:AssumeRole')).toHaveLength(1);
    expect(cloud.violations).toEqual([]);
    expect(observations.filter(({ outcome }) => outcome !== 'complete')).toEqual([]);
  });

  it('names the account whose role cannot be taken on, and scans the others', async () => {
    const { observations } = await scan({
      settings: { organization: { role: 'audit', externalId: 'wrong' } },
    });

    const others = observations.filter(({ account }) => account === OTHER);
    expect(others).toMatchObject([
      {
        operation: 'AssumeRole',
        subject: `arn:aws:iam::${OTHER}:role/audit`,
        outcome: 'forbidden',
      },
    ]);
    expect(others[0]?.message).toContain('AccessDenied');
    expect(of(observations, 'DescribeSubnets')?.account).toBe(HOME);
    expect(JSON.stringify(observations)).not.toContain('wrong');
  });

  it.each([
    ['deny', 'forbidden'],
    ['throttle', 'throttled'],
    ['fail', 'failed'],
    ['truncate', 'failed'],
    ['malform', 'failed'],
    ['reset', 'failed'],
    ['expire', 'forbidden'],
    ['not-implemented', 'not-implemented'],
    ['repeat-token', 'partial'],
  ] as const)(
    'a call with the fault %s ends as %s, and no other call is touched',
    async (kind, outcome) => {
      const { observations } = await scan({ faults: [{ kind, action: 'ec2:DescribeVpcs' }] });

      expect(of(observations, 'DescribeVpcs')).toMatchObject({ outcome });
      expect(of(observations, 'DescribeVpcs')?.message).not.toBe('');
      const others = observations.filter(({ operation }) => operation !== 'DescribeVpcs');
      expect(others.filter((observation) => observation.outcome !== 'complete')).toEqual([]);
    },
  );

  it('repeats a throttled call after a pause, and succeeds', async () => {
    const { observations, context } = await scan({
      faults: [{ kind: 'throttle', action: 'rds:DescribeDBInstances', times: 3 }],
    });

    expect(of(observations, 'DescribeDBInstances')?.outcome).toBe('complete');
    expect(context.meter.read()).toMatchObject({ retries: 3, throttles: 3 });
  });

  it('names the permission that is missing', async () => {
    const { observations } = await scan({ faults: [{ kind: 'deny', action: 'ec2:DescribeVpcs' }] });

    expect(of(observations, 'DescribeVpcs')?.missingPermission).toBe('ec2:DescribeVpcs');
  });

  it('keeps the first pages when a later one fails', async () => {
    const { observations } = await scan({
      pageSize: 2,
      faults: [{ kind: 'deny', action: 'ec2:DescribeVpcs', after: 1 }],
    });

    expect(of(observations, 'DescribeVpcs')).toMatchObject({ outcome: 'partial', pages: 1 });
    expect(of(observations, 'DescribeVpcs')?.items).toHaveLength(2);
  });

  it('shows no credential that an error text quotes', async () => {
    const { observations } = await scan({
      faults: [
        {
          kind: 'deny',
          action: 'ec2:DescribeVpcs',
          message: `denied for secret-of-${HOME} and ASIAPLANTEDPLANTED1 and IQoJplantedplantedplanted`,
        },
      ],
    });

    expect(of(observations, 'DescribeVpcs')?.message).toContain('[redacted]');
    expect(JSON.stringify(observations)).not.toMatch(/secret-of|PLANTED|planted/);
  });

  it('stops when it is told to', async () => {
    cloud = await simulateAws(world);
    const settings = aws.settings.parse({
      endpoint: cloud.endpoint,
      credentials: cloud.credentialsOf(HOME),
    });
    const controller = new AbortController();
    const context = createTestContext({ signal: controller.signal });
    const collecting = (async () => {
      const target = { account: HOME, location: 'eu-central-1' };
      for await (const _ of aws.collect(target, settings, context)) {
        controller.abort(new Error('interrupted'));
      }
    })();

    await expect(collecting).rejects.toThrow('interrupted');
  });
});
