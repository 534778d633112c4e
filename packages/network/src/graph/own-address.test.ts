import { describe, expect, it } from 'vitest';
import { AddressSet } from '../netset/index.ts';
import {
  type AddressSighting,
  addressSightings,
  build,
  type CoverageEntry,
  foldSightings,
  type GraphBuilder,
  ownAddressIndex,
  providerId,
  unknown,
  unseenAccounts,
} from './index.ts';

const FIRST = '2026-03-01T00:00:00Z';
const SECOND = '2026-03-02T00:00:00Z';
const THIRD = '2026-03-03T00:00:00Z';

function linesOf(world: GraphBuilder): string[] {
  return addressSightings(world.graph(), FIRST)
    .map(({ addresses, stability, attachedTo, isEgressIdentity }) =>
      [
        addresses,
        stability,
        attachedTo?.split('/').slice(3).join('/') ?? 'idle',
        isEgressIdentity,
      ].join(' '),
    )
    .sort();
}

function stateOf(
  sightings: readonly AddressSighting[],
  world: GraphBuilder,
  unseen: string[] = [],
) {
  return ownAddressIndex({
    graphs: [{ graph: world.graph(), seenAt: THIRD }],
    earlier: sightings,
    unseenAccounts: unseen,
  }).entries.map(({ addresses, state, firstSeen, lastSeen, isConfirmed }) => [
    addresses.toString(),
    state,
    firstSeen.slice(0, 10),
    lastSeen.slice(0, 10),
    isConfirmed,
  ]);
}

describe('the public addresses that a graph says are ours', () => {
  it('come from address records, interfaces and NAT gateways, each once', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const subnet = world.subnet('a', { network: vpc });
    const web = world.server('web', {
      subnet,
      inside: ['10.0.0.1', '2001:db8::1'],
      outside: '198.51.100.1',
    });
    world.server('auto', { subnet, inside: '10.0.0.2', outside: '198.51.100.2' });
    world.loadBalancer('front', { subnet, inside: '10.0.0.3', outside: '198.51.100.3' });
    world.natGateway('nat', { subnet, egress: ['198.51.100.4', '10.0.0.9'] });
    world.ownedAddress('198.51.100.1', { attachedTo: web.id });
    world.ownedAddress('198.51.100.9');

    expect(linesOf(world)).toEqual([
      '198.51.100.1/32 static workload/web true',
      '198.51.100.2/32 ephemeral workload/auto true',
      '198.51.100.3/32 managed load-balancer/front false',
      '198.51.100.4/32 egress gateway/nat true',
      '198.51.100.9/32 static idle false',
      '2001:db8::1/128 ephemeral workload/web true',
    ]);
  });

  it('of an idle prefix are attached where an interface holds one, as static as the prefix', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    world.ownedAddress('198.51.100.0/24');
    world.server('web', { network: vpc, inside: '10.0.0.1', outside: '198.51.100.7' });

    expect(linesOf(world)).toEqual([
      '198.51.100.0/24 static idle false',
      '198.51.100.7/32 static workload/web true',
    ]);
  });

  it('leave out what is known by host name only, and egress addresses that are not known', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    const subnet = world.subnet('a', { network: vpc });
    world.natGateway('nat', { subnet, egress: unknown('not read') });
    world.database('orders', {
      subnet,
      inside: '10.0.0.0/24',
      outside: '198.51.100.0/24',
      exact: false,
    });

    expect(linesOf(world)).toEqual([]);
  });
});

describe('the own-address index', () => {
  const before = build('acme');
  before.ownedAddress('198.51.100.1');
  const sightings = addressSightings(before.graph(), FIRST);

  it('remembers the first and the last sighting', () => {
    const now = build('acme');
    now.ownedAddress('198.51.100.1');
    now.ownedAddress('198.51.100.2');

    expect(stateOf(sightings, now)).toEqual([
      ['198.51.100.1/32', 'idle', '2026-03-01', '2026-03-03', true],
      ['198.51.100.2/32', 'idle', '2026-03-03', '2026-03-03', true],
    ]);
  });

  it('calls an address former that is not seen any more', () => {
    expect(stateOf(sightings, build('acme'))).toEqual([
      ['198.51.100.1/32', 'former', '2026-03-01', '2026-03-01', true],
    ]);
  });

  it('keeps the last state, unconfirmed, while the account is unseen', () => {
    expect(stateOf(sightings, build('acme'), ['made/acme'])).toEqual([
      ['198.51.100.1/32', 'idle', '2026-03-01', '2026-03-01', false],
    ]);
  });

  it('takes graphs of several instants in any order', () => {
    const graphs = [
      { graph: build('acme').graph(), seenAt: SECOND },
      { graph: before.graph(), seenAt: FIRST },
    ];

    expect(ownAddressIndex({ graphs }).entries).toEqual(
      ownAddressIndex({ graphs: [...graphs].reverse() }).entries,
    );
    expect(ownAddressIndex({ graphs }).entries[0]?.state).toBe('former');
  });

  it('finds entries by address', () => {
    const index = ownAddressIndex({ graphs: [], earlier: sightings });

    expect(index.at(AddressSet.parse('198.51.100.0/30'))).toHaveLength(1);
    expect(index.at(AddressSet.parse('198.51.100.2'))).toHaveLength(0);
  });

  it('folds sightings to the latest facts with the whole span', () => {
    const [one] = sightings;
    if (one === undefined) throw new Error('a sighting is expected');
    const later: AddressSighting = {
      ...one,
      stability: 'managed',
      firstSeen: SECOND,
      lastSeen: THIRD,
    };

    const expected = [{ ...later, firstSeen: FIRST }];
    expect(foldSightings([one, later])).toEqual(expected);
    expect(foldSightings([later, one])).toEqual(expected);
  });
});

function scopeOf(account: string) {
  const provider = providerId('made');
  return { scope: { provider, account, location: 'global', operation: 'listAccounts' } };
}

describe('unseen accounts', () => {
  const made = providerId('made');

  it('are not organisations, which are asked and hold nothing', () => {
    const world = build('acme');
    const { scope } = scopeOf('organisation');
    const graph = {
      ...world.graph(),
      coverage: [{ scope, outcome: 'complete', items: 2 }] satisfies CoverageEntry[],
    };

    expect(unseenAccounts(graph, [{ provider: made, account: 'organisation' }])).toEqual([]);
  });

  it('are those without a record, or with a gap that concerns addresses', () => {
    const world = build('acme');
    world.inAccount('half').coverage('listAddresses', 'forbidden');
    world.inAccount('other').coverage('listCaches', 'forbidden');
    const configured = ['acme', 'half', 'other', 'gone'].map((account) => ({
      provider: made,
      account,
    }));

    expect(unseenAccounts(world.graph(), configured)).toEqual([
      'made/half',
      'made/other',
      'made/gone',
    ]);
    expect(
      unseenAccounts(world.graph(), configured, ({ operation }) => operation === 'listAddresses'),
    ).toEqual(['made/half', 'made/gone']);
  });
});
