import { describe, expect, it } from 'vitest';
import { AddressSet, internet } from '../netset/index.ts';
import {
  address,
  allow,
  anyOf,
  build,
  enforcedAs,
  type Filter,
  type GraphBuilder,
  groupMembers,
  labelled,
  link,
  listener,
  membersOf,
  type Peer,
  pool,
  selected,
  target,
  these,
  undetermined,
  unknown,
} from './index.ts';

function peerOf(filter: Filter): Peer {
  const peer = filter.rules[0]?.peer;
  if (peer === undefined) throw new Error('a rule is expected');
  return peer;
}

function texts(world: GraphBuilder, peer: Peer, network?: { readonly id: Filter['id'] }) {
  const { certain, possible } = link(world.graph()).resolvePeer(peer, network?.id);
  return [certain.toString(), possible.toString()];
}

describe('the peer of a rule', () => {
  it('holds the private addresses of the members of a filter', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const group = world.filter('web');
    world.server('a', {
      network: vpc,
      inside: '10.0.0.1',
      outside: '198.51.100.1',
      filters: [group],
    });
    world.server('b', { network: vpc, inside: '10.0.0.2' });

    expect(texts(world, membersOf(group), vpc)).toEqual(['10.0.0.1/32', '10.0.0.1/32']);
  });

  it('holds the class of addresses that it asks for', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const group = world.filter('web');
    world.server('a', {
      filters: [group],
      interfaces: [
        {
          network: vpc,
          inside: ['10.0.0.1', '2001:db8::1'],
          outside: '198.51.100.1',
          filters: [group],
        },
        { network: vpc, inside: '10.0.0.2', filters: [group] },
      ],
    });
    const of = (addresses: 'private' | 'primary-private' | 'public' | 'both') =>
      texts(world, membersOf(group, { addresses }), vpc)[0];

    expect(of('private')).toBe('10.0.0.1/32,10.0.0.2/32');
    expect(of('primary-private')).toBe('10.0.0.1/32');
    expect(of('public')).toBe('198.51.100.1/32,2001:db8::1/128');
    expect(of('both')).toBe('10.0.0.1/32,10.0.0.2/32,198.51.100.1/32,2001:db8::1/128');
  });

  it('holds members across an active peering, and none across other networks', () => {
    const world = build('acme');
    const [here, there, far] = [
      world.network('here'),
      world.network('there'),
      world.network('far'),
    ];
    const peering = world.peering('p', { networks: [here, there] });
    const group = world.filter('web');
    world.server('a', { network: there, inside: '10.1.0.1', filters: [group] });
    world.server('b', { network: far, inside: '10.2.0.1', filters: [group] });

    expect(texts(world, membersOf(group), here)).toEqual(['10.1.0.1/32', '10.1.0.1/32']);
    expect(texts(world, membersOf(group, { through: [] }), here)).toEqual(['none', 'none']);
    world.change(peering, { state: unknown('not read') });
    expect(texts(world, membersOf(group), here)).toEqual(['none', '10.1.0.1/32']);
    world.change(peering, { state: 'active', supportsReferences: false });
    expect(texts(world, membersOf(group), here)).toEqual(['none', 'none']);
  });

  it('holds members across a transit gateway only where both ends support references', () => {
    const world = build('acme');
    const [here, there] = [world.network('here'), world.network('there')];
    const group = world.filter('web');
    world.server('a', { network: there, inside: '10.1.0.1', filters: [group] });
    const peer = membersOf(group, { through: ['transit'] });
    const hub = world.transit('hub', {
      supportsReferences: true,
      attachments: [
        { id: 'one', network: here, supportsReferences: true },
        { id: 'two', network: there, supportsReferences: true },
      ],
    });

    expect(texts(world, peer, here)).toEqual(['10.1.0.1/32', '10.1.0.1/32']);
    world.change(hub, { supportsReferences: undefined });
    expect(texts(world, peer, here)).toEqual(['none', 'none']);
  });

  it('perhaps holds members whose attachment is not settled or whose layers are unknown', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const group = world.filter('web');
    const at = (inside: string) => ({ network: vpc, inside });
    world.server('a', { ...at('10.0.0.1'), filters: [enforcedAs('pending', group)] });
    world.server('b', { ...at('10.0.0.3'), filters: [enforcedAs('failed', group)] });
    world.server('c', { ...at('10.0.0.5'), layers: [unknown('not read')] });
    world.server('d', { ...at('10.0.0.7'), layers: [pool([group])] });

    expect(texts(world, membersOf(group), vpc)).toEqual([
      '10.0.0.7/32',
      '10.0.0.1/32,10.0.0.5/32,10.0.0.7/32',
    ]);
  });

  it('perhaps holds every private address where the filter was not seen, and says why', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const theirs = world.unseen('filter', 'theirs', unknown('a foreign account'));

    const resolved = link(world.graph()).resolvePeer(membersOf(theirs), vpc.id);

    expect(resolved.certain.isEmpty).toBe(true);
    expect(resolved.possible.equals(internet.complement())).toBe(true);
    expect(resolved.cause?.reason).toBe('a foreign account');
  });

  it('perhaps holds the range of an address that is known by host name only', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const group = world.filter('db');
    world.database('orders', {
      network: vpc,
      inside: '10.0.1.0/24',
      exact: false,
      filters: [group],
    });

    expect(texts(world, membersOf(group), vpc)).toEqual(['none', '10.0.1.0/24']);
  });

  it('holds labelled interfaces wherever they are, by their own label or their owner’s', () => {
    const world = build('acme');
    const [one, two] = [world.network('one'), world.network('two')];
    world.server('a', { network: one, inside: '10.0.0.1', labels: { env: 'prod' } });
    world.interface('b', { network: two, inside: '10.0.0.3', labels: { env: 'prod' } });
    world.server('c', { network: two, inside: '10.0.0.5', labels: { env: 'test' } });

    expect(texts(world, labelled({ env: 'prod' }), one)[0]).toBe('10.0.0.1/32,10.0.0.3/32');
    expect(texts(world, labelled({ env: 'prod' }, { scope: two }), one)[0]).toBe('10.0.0.3/32');
  });

  it('perhaps holds interfaces whose owner, and so whose labels, could not be seen', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    world.interface('a', { network: vpc, inside: '10.0.0.1', owner: world.id('workload', 'gone') });

    expect(texts(world, labelled({ env: 'prod' }), vpc)).toEqual(['none', '10.0.0.1/32']);
  });

  it('holds the members of an address group, and perhaps more where the group is incomplete', () => {
    const world = build('acme');
    const list = world.addressGroup('list', { addresses: '192.0.2.0/24' });
    const half = world.addressGroup('half', {
      addresses: '192.0.2.0/24',
      incomplete: unknown('x'),
    });

    expect(texts(world, groupMembers(list))).toEqual(['192.0.2.0/24', '192.0.2.0/24']);
    expect(texts(world, groupMembers(half))).toEqual(['192.0.2.0/24', '0.0.0.0/0,::/0']);
  });

  it('holds what any of its parts holds', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const a = world.server('a', { network: vpc, inside: '10.0.0.1' });
    const peer = anyOf('192.0.2.0/24', selected(these(a)), undetermined('by country', '10.0.0.2'));

    expect(texts(world, peer)).toEqual([
      '10.0.0.1/32,192.0.2.0/24',
      '10.0.0.1/32,10.0.0.2/32,192.0.2.0/24',
    ]);
  });

  it('is one object for rules that name the same', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const group = world.filter('web');
    const one = world.filter('one', { ingress: [allow('tcp/1', membersOf(group))] });
    const two = world.filter('two', { ingress: [allow('tcp/2', membersOf(group))] });
    const linked = link(world.graph());

    expect(linked.resolvePeer(peerOf(one), vpc.id)).toBe(linked.resolvePeer(peerOf(two), vpc.id));
  });
});

describe('a linked graph', () => {
  it('finds holders of public addresses by outside and public inside addresses, and not by inexact ones', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const a = world.server('a', { network: vpc, inside: '10.0.0.1', outside: '198.51.100.1' });
    const b = world.server('b', { network: vpc, inside: '2001:db8:1::/64' });
    world.server('c', {
      network: vpc,
      addresses: [address('10.0.0.9', { outside: '198.51.100.2', exact: false })],
    });
    const linked = link(world.graph());
    const names = (text: string) =>
      linked.publicHolders(AddressSet.parse(text)).map((holder) => holder.interface.id);

    expect(names('198.51.100.0/24')).toEqual([a.interface.id]);
    expect(names('2001:db8:1::5')).toEqual([b.interface.id]);
    expect(names('10.0.0.1')).toEqual([]);
    expect(linked.publicHolders(internet)).toEqual([]);
  });

  it('finds holders of inside addresses in one network or in all', () => {
    const world = build('acme');
    const [one, two] = [world.network('one'), world.network('two')];
    const a = world.server('a', { network: one, inside: '10.0.0.1' });
    const b = world.server('b', { network: two, inside: ['10.0.0.1', '10.0.0.128/25'] });
    const linked = link(world.graph());
    const names = (text: string, network?: typeof one) =>
      linked
        .insideHolders(AddressSet.parse(text), network?.id)
        .map((holder) => holder.interface.id);

    expect(names('10.0.0.1', one)).toEqual([a.interface.id]);
    expect(names('10.0.0.1')).toEqual([a.interface.id, b.interface.id]);
    expect(names('10.0.0.200', two)).toEqual([b.interface.id]);
    expect(names('10.0.0.2-10.0.0.127', two)).toEqual([]);
  });

  it('knows gateways by network, ways of balancers by target, and carriers by filter', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const group = world.filter('web');
    const igw = world.internetGateway('igw', { networks: [vpc] });
    const hub = world.transit('hub', { attachments: [{ id: 'a', network: vpc }] });
    const a = world.server('a', { network: vpc, inside: '10.0.0.1', filters: [group] });
    const front = world.loadBalancer('front', {
      network: vpc,
      inside: '10.0.0.2',
      listeners: [listener('tcp/80', { targets: [target(a)] })],
    });
    const linked = link(world.graph());

    expect(linked.gatewaysOf(vpc.id).map(({ id }) => id)).toEqual([hub.id, igw.id]);
    expect(linked.balancerWaysTo(a.interface.id)).toMatchObject([
      { balancer: { id: front.id }, listener: { name: 'tcp 80' }, target: { port: 'same' } },
    ]);
    expect(linked.carriersOf(group.id).map(({ id }) => id)).toEqual([a.interface.id]);
    expect(linked.interfacesOf(front.id)).toEqual(front.interfaces);
    expect(linked.ownerOf(a.interface)).toBe(a.record);
  });

  it('looks records up by every text, and answers with all that it may mean', () => {
    const world = build('acme');
    const other = world.inAccount('other');
    const vpc = world.network('vpc', { uri: 'uri:vpc' });
    const a = world.server('web', { network: vpc, inside: '10.0.0.1', nativeId: 'i-1' });
    const b = other.server('web', { network: vpc, inside: '10.0.0.2', nativeId: 'i-2' });
    const linked = link(world.graph());
    const ids = (text: string) => linked.lookUp(text).map(({ id }) => id);

    expect(ids('uri:vpc')).toEqual([vpc.id]);
    expect(ids('i-1')).toEqual([a.id]);
    expect(ids(b.id)).toEqual([b.id]);
    expect(ids('web')).toEqual([a.id, b.id]);
    expect(ids('nobody')).toEqual([]);
  });

  it('prefers an owner to its interface of the same name', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const a = world.server('web', { network: vpc, inside: '10.0.0.1' });
    world.change(a.interface, { name: 'web' });

    expect(link(world.graph()).lookUp('web')).toEqual([a.record]);
  });
});
