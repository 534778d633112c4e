import { describe, expect, it } from 'vitest';
import { AddressSet, TransportSet } from '../netset/index.ts';
import {
  address,
  allow,
  anyOf,
  balanced,
  build,
  deny,
  enforcedAs,
  listener,
  local,
  membersOf,
  recordOf,
  sequence,
  target,
  toGateway,
  transportOf,
  unknown,
} from './index.ts';

/** Word for word the network at the end of docs/model.md. */
function workedNetwork() {
  const world = build('acme');
  const vpc = world.network('vpc', { ranges: '10.0.0.0/16' });
  const gateway = world.internetGateway('igw', { networks: [vpc] });
  const table = world.routeTable('main', {
    routes: [local('10.0.0.0/16'), toGateway('0.0.0.0/0', gateway)],
  });
  const subnet = world.subnet('a', { network: vpc, ranges: '10.0.1.0/24', routeTable: table });
  const webGroup = world.filter('web', {
    ingress: [allow('tcp/443', '0.0.0.0/0')],
    egress: [allow('any', '0.0.0.0/0')],
  });
  const dbGroup = world.filter('db', { ingress: [allow('tcp/5432', membersOf(webGroup))] });
  const web = world.server('web-1', {
    subnet,
    inside: '10.0.1.10',
    outside: '198.18.0.10',
    filters: [webGroup],
  });
  const db = world.database('orders', {
    subnet,
    inside: '10.0.1.20',
    filters: [dbGroup],
    listens: 'tcp/5432',
  });
  return { world, vpc, gateway, table, subnet, webGroup, dbGroup, web, db };
}

describe('build', () => {
  it('makes the worked network with readable ids', () => {
    const { world } = workedNetwork();

    expect([...world.graph().records.keys()]).toEqual([
      'made/acme/global/account/acme',
      'made/acme/global/network/vpc',
      'made/acme/global/gateway/igw',
      'made/acme/global/route-table/main',
      'made/acme/global/subnet/a',
      'made/acme/global/filter/web',
      'made/acme/global/filter/db',
      'made/acme/global/interface/web-1/eth0',
      'made/acme/global/workload/web-1',
      'made/acme/global/interface/orders/eth0',
      'made/acme/global/service/orders',
    ]);
  });

  it('puts a server behind one interface with one pool of filters', () => {
    const { web, vpc, subnet, webGroup } = workedNetwork();

    expect(web.interface).toMatchObject({
      owner: web.id,
      network: vpc.id,
      subnet: subnet.id,
      isPrimary: true,
      addresses: [{ plane: 'private', exact: true }],
      layers: [
        { combine: 'pool', attachments: [{ filter: webGroup.id, enforcement: 'enforced' }] },
      ],
    });
    expect(web.interface.addresses[0]?.outside?.toString()).toBe('198.18.0.10/32');
  });

  it('writes rules with direction, id, peer and label', () => {
    const { webGroup, dbGroup } = workedNetwork();

    expect(webGroup.rules.map(({ id, label }) => [id, label])).toEqual([
      ['ingress-1', 'allow tcp 443 0.0.0.0/0'],
      ['egress-1', 'allow any 0.0.0.0/0'],
    ]);
    expect(dbGroup.rules[0]?.peer).toEqual({
      kind: 'selector',
      addresses: 'private',
      selector: { kind: 'filter-members', filter: webGroup.id, through: ['peering'] },
    });
  });

  it('takes the plane from the network and the address', () => {
    const world = build('acme');
    const internet = world.publicSpace('internet');
    const vpc = world.network('vpc');

    const outside = world.server('a', { network: internet, inside: '198.51.100.1' });
    const inside = world.server('b', {
      network: vpc,
      inside: ['10.0.0.1', '2001:db8::1', 'fd00::1'],
      addresses: [address('10.9.0.1', { plane: 'public', exact: false })],
    });

    expect(outside.interface.addresses.map(({ plane }) => plane)).toEqual(['public']);
    expect(inside.interface.addresses.map(({ plane, exact }) => [plane, exact])).toEqual([
      ['private', true],
      ['public', true],
      ['private', true],
      ['public', false],
    ]);
  });

  it('reads transport with slashes as well as the canonical text', () => {
    expect(transportOf('tcp/80-90').equals(TransportSet.parse('tcp 80-90'))).toBe(true);
    expect(transportOf('icmp/3/4;udp/53').equals(TransportSet.parse('icmp 3/4; udp 53'))).toBe(
      true,
    );
    expect(transportOf('tcp 1024-65535>22').equals(TransportSet.parse('tcp 1024-65535>22'))).toBe(
      true,
    );
    expect(transportOf('any')).toBe(TransportSet.all);
  });

  it('keeps several accounts in one graph', () => {
    const world = build('acme');
    const other = world.inAccount('partner', { provider: 'north', location: 'eu-1' });

    const network = other.network('lan');

    expect(network.id).toBe('north/partner/eu-1/network/lan');
    expect(recordOf(world.graph(), 'network', network.id)).toBe(network);
  });

  it('gives stubs the id that the seen record would have', () => {
    const world = build('acme');

    expect(world.unseen('filter', 'theirs').id).toBe(world.id('filter', 'theirs'));
  });

  it('changes one field of a record that was built', () => {
    const { world, web } = workedNetwork();

    world.change(web.interface, { forwards: true });
    world.change(web.interface, { layers: [unknown('not read')] });

    expect(recordOf(world.graph(), 'interface', web.interface.id)).toMatchObject({
      forwards: true,
      layers: [{ kind: 'unknown', reason: 'not read' }],
    });
  });

  it('refuses to build one id twice', () => {
    const world = build('acme');
    world.network('vpc');

    expect(() => world.network('vpc')).toThrow('built twice');
  });

  it('ties balancers to servers and other balancers', () => {
    const { world, subnet, web } = workedNetwork();
    const inner = world.loadBalancer('inner', { subnet, inside: '10.0.1.30' });
    const outer = world.loadBalancer('outer', {
      subnet,
      inside: '10.0.1.31',
      outside: '198.18.0.31',
      listeners: [
        listener('tcp/443', { targets: [target(web, { port: 8443 }), target(inner.id)] }),
      ],
    });

    expect(outer.record).toMatchObject({
      scheme: 'internet-facing',
      hasOwnFilter: false,
      listeners: [
        {
          name: 'tcp 443',
          targets: [
            { to: web.interface.id, port: 8443, sees: 'balancer', clients: 'any' },
            { to: inner.id, port: 'same' },
          ],
        },
      ],
    });
    expect(inner.record.scheme).toBe('internal');
  });

  it('offers sequences, enforcement, balanced routes and peers of several kinds', () => {
    const world = build('acme');
    const vpc = world.network('vpc', { ranges: '10.0.0.0/8' });
    const policy = world.filter('policy', {
      combination: 'priority-with-goto',
      defaults: 'goto-next',
      ingress: [deny('tcp', anyOf('10.0.0.1', ['10.0.0.2']), { priority: 5 })],
    });

    const server = world.server('s', {
      network: vpc,
      inside: '10.0.0.9',
      layers: [sequence([enforcedAs('pending', policy)], { whenNone: 'deny', atEnd: 'allow' })],
    });

    expect(server.interface.layers[0]).toMatchObject({
      combine: 'sequence',
      attachments: [{ enforcement: 'pending' }],
      whenNone: { ingress: 'deny', egress: 'deny' },
      atEnd: { ingress: 'allow', egress: 'allow' },
    });
    expect(policy.rules[0]?.peer).toMatchObject({ kind: 'any-of' });
    const [route] = balanced(local(AddressSet.parse('10.0.0.0/8')));
    expect(route).toMatchObject({ prefixLength: 8, preference: 0, balanced: true });
  });
});
