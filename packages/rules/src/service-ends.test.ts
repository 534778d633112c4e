import { allow, type Graph, type ServiceEndpoint, transportOf } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { evaluateExample } from './example.testkit.ts';
import { admissionListOpen } from './rules/admission-list-open.ts';
import { databaseReachableBeyondClients } from './rules/database-reachable-beyond-clients.ts';
import { ground } from './rules/ground.ts';
import { noPublicDatabase } from './rules/no-public-database.ts';
import { plaintextOverInternet } from './rules/plaintext-over-internet.ts';

/**
 * A database with two ends at one public address: 5432 asks for a password and takes plain connections, 3307 is open to
 * everybody, asks for a role and demands TLS. An own server sends with 203.0.112.10.
 */
function twoEnds(source: string | undefined): () => Graph {
  return () => {
    const { world, publicSubnet: subnet } = ground();
    const filters = [world.filter('app', { egress: [allow('any', '0.0.0.0/0')] })];
    world.server('app-1', { subnet, inside: '10.0.1.10', outside: '203.0.112.10', filters });
    const admission = world.filter('authorised networks', {
      ingress: [
        allow('tcp/3307', '0.0.0.0/0'),
        ...(source === undefined ? [] : [allow('tcp/5432', source)]),
      ],
    });
    const orders = world.database('orders', {
      network: world.publicSpace('endpoints'),
      inside: '198.19.0.30',
      admission,
    });
    const end = (
      name: string,
      port: string,
      more: Pick<ServiceEndpoint, 'authentication' | 'tls'>,
    ) =>
      ({
        name,
        interfaces: [orders.interface.id],
        admission: admission.id,
        listens: transportOf(port),
        ...more,
      }) satisfies ServiceEndpoint;
    world.change(orders.record, {
      endpoints: [
        end('public', 'tcp/5432', { authentication: 'password', tls: 'optional' }),
        end('connector', 'tcp/3307', { authentication: 'iam', tls: 'required' }),
      ],
    });
    return world.graph();
  };
}

const about = (graph: () => Graph) => ({ expect: 'violates', title: 'A made one', graph }) as const;

describe('a database with a plain end and one that asks for a role of the cloud', () => {
  it('is a medium finding where the role alone stands open', () => {
    const { findings } = evaluateExample(noPublicDatabase, about(twoEnds(undefined)));

    expect(findings.map(({ severity, reasons }) => [severity, reasons])).toEqual([
      ['medium', ['authentication: iam']],
    ]);
  });

  it('is a critical one where the password does', () => {
    const { findings } = evaluateExample(noPublicDatabase, about(twoEnds('0.0.0.0/0')));

    expect(findings.map(({ severity, reasons }) => [severity, reasons])).toEqual([
      ['critical', ['authentication: iam', 'authentication: password']],
    ]);
  });

  it('has no open admission list: the end of the role is made for callers from anywhere', () => {
    const { findings } = evaluateExample(admissionListOpen, about(twoEnds('203.0.112.10')));

    expect(findings).toEqual([]);
  });

  it('has one where the list admits everybody to the password', () => {
    const { findings } = evaluateExample(admissionListOpen, about(twoEnds('0.0.0.0/0')));

    expect(findings.map(({ state, peerClass }) => [state, peerClass])).toEqual([
      ['open', 'internet'],
    ]);
  });

  it('gets nothing in the clear from a server that only the encrypted end admits', () => {
    const { findings } = evaluateExample(plaintextOverInternet, about(twoEnds(undefined)));

    expect(findings).toEqual([]);
  });

  it('gets it in the clear from a server that the plain end admits', () => {
    const { findings } = evaluateExample(plaintextOverInternet, about(twoEnds('203.0.112.10')));

    expect(findings.map(({ message }) => message)).toEqual([
      '1 own address reaches orders over the internet, and TLS is not enforced',
    ]);
  });
});

const CLIENTS = `
zones:
  apps: { labels: { role: app } }
databaseClients:
  - { clients: [apps] }
`;

describe('a neighbour of which only the range is known', () => {
  const withNeighbour = (peer: string, serviceKind: 'function' | 'cache') => () => {
    const { world, privateSubnet: subnet } = ground();
    world.server('app-1', { subnet, inside: '10.0.2.10', labels: { role: 'app' } });
    world.service('other', { subnet, inside: '10.0.2.0/24', exact: false, serviceKind });
    const filters = [world.filter('orders-db', { ingress: [allow('tcp/5432', peer)] })];
    world.database('orders', { subnet, inside: '10.0.2.20', filters, listens: 'tcp/5432' });
    return world.graph();
  };
  const judged = (graph: () => Graph) =>
    evaluateExample(databaseReachableBeyondClients, { ...about(graph), policy: CLIENTS }).findings;

  it('never sends with the address of a client', () => {
    expect(judged(withNeighbour('10.0.2.10', 'function'))).toEqual([]);
  });

  it('perhaps sends with a free address of the range', () => {
    expect(judged(withNeighbour('10.0.2.77', 'function')).map(({ state }) => state)).toEqual([
      'undetermined',
    ]);
  });

  it('surely reaches what admits the whole range', () => {
    expect(judged(withNeighbour('10.0.2.0/24', 'function')).map(({ state }) => state)).toEqual([
      'open',
    ]);
  });

  it('sends nothing of its own where it is a managed data store', () => {
    expect(judged(withNeighbour('10.0.2.0/24', 'cache'))).toEqual([]);
  });
});
