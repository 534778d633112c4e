import { allow, type Graph, type ServiceEndpoint, unknown } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { evaluateExample } from './example.testkit.ts';
import { type Ground, ground } from './rules/ground.ts';
import { noPublicDatabase } from './rules/no-public-database.ts';

interface Given {
  readonly admits?: string;
  readonly movesTo?: (
    made: Ground,
  ) => NonNullable<Parameters<Ground['world']['database']>[1]>['failoverSubnets'];
  readonly authentication?: ServiceEndpoint['authentication'];
}

/** A database with a public address in a private subnet, which may move to the public one unless told otherwise. */
function movingDatabase({
  admits = '0.0.0.0/0',
  movesTo = ({ publicSubnet, privateSubnet }) => [publicSubnet, privateSubnet],
  authentication = 'password',
}: Given = {}): () => Graph {
  return () => {
    const made = ground();
    const { world, privateSubnet: subnet } = made;
    const filters = [
      world.filter('orders-db', {
        ingress: [allow('tcp/5432', admits)],
        egress: [allow('any', '0.0.0.0/0')],
      }),
    ];
    const failoverSubnets = movesTo(made);
    world.database('orders', {
      subnet,
      inside: '10.0.2.20',
      outside: '198.18.0.20',
      filters,
      listens: 'tcp/5432',
      authentication,
      ...(failoverSubnets === undefined ? {} : { failoverSubnets }),
    });
    return world.graph();
  };
}

function judged(given: Given = {}) {
  const graph = movingDatabase(given);
  const example = { expect: 'violates', title: 'A database that moves', graph } as const;
  return evaluateExample(noPublicDatabase, example).findings.map(
    ({ state, severity, message }) => `${state} ${severity}: ${message}`,
  );
}

describe('a database that is closed where it stands', () => {
  it('is a high finding where a failover may move it into a public subnet', () => {
    expect(judged()).toEqual(['open high: orders becomes reachable from outside after a failover']);
  });

  it('says that a subnet is the cause', () => {
    const example = {
      expect: 'violates',
      title: 'One that moves',
      graph: movingDatabase(),
    } as const;

    expect(evaluateExample(noPublicDatabase, example).findings[0]?.reasons).toEqual([
      'authentication: password',
      'one of the subnets to which it may fail over leads to the internet',
    ]);
  });

  it('is none where all subnets to which it may move are private', () => {
    expect(judged({ movesTo: ({ privateSubnet }) => [privateSubnet] })).toEqual([]);
  });

  it('is none where it never moves', () => {
    expect(judged({ movesTo: () => undefined })).toEqual([]);
  });

  it('is none where its filter keeps strangers away in every subnet', () => {
    expect(judged({ admits: '10.0.0.0/16' })).toEqual([]);
  });

  it('is a medium one where few strangers could come', () => {
    expect(judged({ admits: '203.0.112.7' })).toEqual([
      'open medium: orders becomes reachable from outside after a failover',
    ]);
  });

  it('is a medium one where a role of the cloud is asked for', () => {
    expect(judged({ authentication: 'iam' })).toEqual([
      'open medium: orders becomes reachable from outside after a failover',
    ]);
  });

  it('is undetermined where nobody knows to which subnets it may move', () => {
    expect(judged({ movesTo: () => unknown('the subnet group could not be read') })).toEqual([
      'undetermined high: orders perhaps becomes reachable from outside after a failover',
    ]);
  });

  it('is undetermined where the routes of such a subnet could not be read', () => {
    const dark = ({ world, network }: Ground) => [
      world.subnet('dark', { network, routeTable: unknown('the route table could not be read') }),
    ];

    expect(judged({ movesTo: dark })).toEqual([
      'undetermined high: orders perhaps becomes reachable from outside after a failover',
    ]);
  });
});

describe('a database that is open where it stands', () => {
  it('is the critical finding of today, and a failover adds nothing', () => {
    const graph = () => {
      const { world, publicSubnet, privateSubnet } = ground();
      const filters = [
        world.filter('orders-db', {
          ingress: [allow('tcp/5432', '0.0.0.0/0')],
          egress: [allow('any', '0.0.0.0/0')],
        }),
      ];
      world.database('orders', {
        subnet: publicSubnet,
        inside: '10.0.1.20',
        outside: '198.18.0.20',
        filters,
        listens: 'tcp/5432',
        failoverSubnets: [publicSubnet, privateSubnet],
      });
      return world.graph();
    };
    const example = { expect: 'violates', title: 'An open database', graph } as const;

    expect(
      evaluateExample(noPublicDatabase, example).findings.map(
        ({ state, severity, message }) => `${state} ${severity}: ${message}`,
      ),
    ).toEqual(['open critical: orders is reachable from the internet']);
  });
});
