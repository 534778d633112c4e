import { providerId } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { createSecretFilter } from '../client/secret-filter.ts';
import type { JsonValue } from '../json.ts';
import type { Observation } from '../observation.ts';
import { attributeAws } from './attribute.ts';
import { LOOKUP_EVENTS } from './operations/audit.ts';
import { reduceEvent } from './schema/trail.ts';

const AT = '2026-11-30T10:00:00.000Z';
const ALICE = { type: 'IAMUser', arn: 'arn:aws:iam::111111111111:user/ops/alice' };
const BALANCER =
  'arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/app/site/40dc6c495c0c9188';

function observation(operation: string, items: readonly JsonValue[], location = 'eu-central-1') {
  return {
    format: 1,
    provider: providerId('aws'),
    account: '111111111111',
    location,
    operation,
    request: {},
    outcome: 'complete',
    pages: 1,
    collectedAt: AT,
    items,
  } satisfies Observation;
}

interface Given {
  readonly at?: string;
  readonly names?: readonly string[];
  readonly identity?: object;
  readonly parameters?: object;
  readonly error?: string;
}

/** An event as it is kept of what LookupEvents answers. */
function event(name: string, given: Given = {}): JsonValue {
  const filter = createSecretFilter(LOOKUP_EVENTS.secretPaths);
  return filter(reduceEvent(received(name, given)));
}

function received(name: string, given: Given) {
  const { at = AT, names = [], identity = ALICE, parameters = {}, error } = given;
  return {
    EventId: `${name} ${at}`,
    EventName: name,
    EventTime: new Date(at),
    Username: 'somebody',
    AccessKeyId: 'AKIAOFTHECALLER00001',
    Resources: names.map((ResourceName) => ({ ResourceName })),
    CloudTrailEvent: JSON.stringify({
      userIdentity: identity,
      requestParameters: parameters,
      ...(error === undefined ? {} : { errorCode: error }),
    }),
  };
}

function attributed(...events: readonly JsonValue[]) {
  return attributeAws([observation('LookupEvents', events)]);
}

function actorOf(identity: object): string | undefined {
  return attributed(event('CreateRoute', { names: ['rtb-1'], identity }))[0]?.actor;
}

describe('what CloudTrail tells', () => {
  it('is who did what to which security group', () => {
    expect(attributed(event('AuthorizeSecurityGroupIngress', { names: ['sg-1'] }))).toEqual([
      {
        account: '111111111111',
        nativeId: 'sg-1',
        at: AT,
        action: 'AuthorizeSecurityGroupIngress',
        actor: 'alice',
      },
    ]);
  });

  it('is told newest first, whatever the region', () => {
    const early = event('CreateRoute', { names: ['rtb-1'], at: '2026-11-30T09:00:00Z' });
    const late = event('CreateNetworkAclEntry', { names: ['acl-1'] });

    const told = attributeAws([
      observation('LookupEvents', [early], 'eu-west-1'),
      observation('LookupEvents', [late]),
    ]);

    expect(told.map(({ nativeId }) => nativeId)).toEqual(['acl-1', 'rtb-1']);
  });

  it('is nothing of a request that was refused, and nothing where that is not known', () => {
    const refused = event('CreateRoute', {
      names: ['rtb-1'],
      error: 'Client.UnauthorizedOperation',
    });
    const open = { EventId: '1', EventName: 'CreateRoute', EventTime: AT };
    const unread = reduceEvent({
      ...open,
      Resources: [{ ResourceName: 'rtb-1' }],
      CloudTrailEvent: '{',
    });

    expect(attributed(refused, unread as JsonValue)).toEqual([]);
  });

  it('is about what an event changes, not about what it only names', () => {
    const names = ['i-1', 'sg-1', 'subnet-1', 'vpc-1', 'eni-1'];

    expect(attributed(event('RunInstances', { names })).map(({ nativeId }) => nativeId)).toEqual([
      'i-1',
    ]);
    expect(attributed(event('CreateTags', { names }))).toEqual([]);
  });

  it('takes the ids of the request where no resource is listed, also one level deeper', () => {
    const parameters = { ModifySecurityGroupRulesRequest: { GroupId: 'sg-2' } };

    expect(attributed(event('ModifySecurityGroupRules', { parameters }))).toMatchObject([
      { nativeId: 'sg-2' },
    ]);
  });

  it('knows a load balancer by its name, from its ARN or that of its listener', () => {
    const listener = `${BALANCER.replace(':loadbalancer/', ':listener/')}/f2f7dc8efc522ab2`;
    const changed = [
      event('SetSecurityGroups', { parameters: { loadBalancerArn: BALANCER } }),
      event('ModifyListener', { parameters: { listenerArn: listener } }),
    ];
    const balancers = [{ LoadBalancerArn: BALANCER, LoadBalancerName: 'site' }];
    const told = attributeAws([
      observation('elbv2-DescribeLoadBalancers', balancers),
      observation('LookupEvents', changed),
    ]);

    expect(told).toMatchObject([
      { nativeId: 'site', kinds: ['load-balancer'], action: 'SetSecurityGroups' },
      { nativeId: 'site', kinds: ['load-balancer'], action: 'ModifyListener' },
    ]);
  });

  it('names a database by its name only where nothing else of the account has it', () => {
    const change = observation('LookupEvents', [
      event('ModifyDBInstance', { parameters: { dBInstanceIdentifier: 'orders' } }),
    ]);
    const here = observation('DescribeDBInstances', [{ DBInstanceIdentifier: 'orders' }]);
    const elsewhere = { ...here, location: 'us-east-1' };
    const cluster = observation('ListClusters', ['orders']);

    expect(attributeAws([here, change])).toMatchObject([
      { nativeId: 'orders', kinds: ['service'] },
    ]);
    expect(attributeAws([here, elsewhere, change])).toEqual([]);
    expect(attributeAws([here, cluster, change])).toEqual([]);
  });

  it.each([
    [{ arn: 'arn:aws:sts::1:assumed-role/Admin/bob@example.com' }, 'Admin/bob@example.com'],
    [{ type: 'Root', arn: 'arn:aws:iam::1:root' }, 'root'],
    [{ type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' }, 'autoscaling.amazonaws.com'],
    [{}, 'somebody'],
  ])('calls %j by name', (identity, actor) => {
    expect(actorOf(identity)).toBe(actor);
  });

  it('keeps no access key and nothing else of a request', () => {
    const identity = { ...ALICE, accessKeyId: 'AKIAOFTHECALLER00001' };
    const parameters = {
      groupId: 'sg-1',
      masterUserPassword: 'PLANTED',
      note: { text: 'PLANTED' },
    };
    const kept = event('CreateRoute', { identity, parameters });

    expect(kept).toMatchObject({ EventName: 'CreateRoute', Record: { names: ['sg-1'] } });
    expect(JSON.stringify(kept)).not.toMatch(/AKIA|PLANTED/);
    expect(reduceEvent(kept)).toEqual(kept);
  });
});
