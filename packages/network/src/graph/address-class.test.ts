import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressSet, internet } from '../netset/index.ts';
import {
  ADDRESS_CLASSES,
  AddressClassifier,
  type AddressGroup,
  build,
  type GraphBuilder,
  ownAddressIndex,
  recordsOf,
} from './index.ts';

const NOW = '2026-03-02T00:00:00Z';
const BEFORE = '2026-03-01T00:00:00Z';

/** A server that is ours, a reserved address, one that is gone, and groups of every role. */
function estate(): { before: GraphBuilder; now: GraphBuilder; groups: AddressGroup[] } {
  const before = build('acme');
  before.ownedAddress('198.51.100.30');
  const now = build('acme');
  const vpc = now.network('vpc');
  now.server('web', { network: vpc, inside: '10.0.0.1', outside: '198.51.100.10' });
  now.ownedAddress('198.51.100.20');
  now.addressGroup('edge', { role: 'shared-edge', addresses: '203.0.113.0/26' });
  now.addressGroup('monitor', { role: 'known-service', addresses: '203.0.113.64/26' });
  now.addressGroup('pool', { role: 'provider-pool', addresses: '203.0.113.64-203.0.113.255' });
  now.addressGroup('office', { role: 'trusted', addresses: '192.0.2.0/28' });
  now.addressGroup('list', { role: 'prefix-list', addresses: '192.0.2.128/25' });
  return { before, now, groups: [...recordsOf(now.graph(), 'address-group')] };
}

function classifier(unseenAccounts: string[] = []): AddressClassifier {
  const { before, now, groups } = estate();
  const own = ownAddressIndex({
    graphs: [
      { graph: now.graph(), seenAt: NOW },
      { graph: before.graph(), seenAt: BEFORE },
    ],
    unseenAccounts,
  });
  return new AddressClassifier(own, groups);
}

function partsOf(text: string): string[] {
  return classifier()
    .partitionByClass(AddressSet.parse(text))
    .map(
      (part) =>
        `${part.class} ${part.addresses}${part.groups.map((name) => ` (${name})`).join('')}`,
    );
}

describe('the class of an address', () => {
  it.each([
    ['0.0.0.0/0', ['any 0.0.0.0/0']],
    ['0.0.0.0/1,128.0.0.0/1', ['any 0.0.0.0/0']],
    ['2000::/3', ['any 2000::/3']],
    ['::/0,10.0.0.0/8', ['any ::/0', 'private 10.0.0.0/8']],
    ['100.64.0.0/10,fd7a:115c:a1e0::/48', ['private 100.64.0.0/10,fd7a:115c:a1e0::/48']],
    ['198.51.100.10', ['own-attached 198.51.100.10/32']],
    ['198.51.100.20', ['own-idle 198.51.100.20/32']],
    ['198.51.100.30', ['own-former 198.51.100.30/32']],
    ['203.0.113.1', ['shared-edge 203.0.113.1/32 (edge)']],
    ['203.0.113.65', ['known-service 203.0.113.65/32 (monitor)']],
    ['203.0.113.130', ['provider-pool 203.0.113.130/32 (pool)']],
    ['192.0.2.1', ['configured-trusted 192.0.2.1/32 (office)']],
    ['192.0.2.129', ['unknown-public 192.0.2.129/32']],
  ])('of %s is %s', (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });

  it('divides one entry among several classes exactly', () => {
    expect(partsOf('203.0.113.60-203.0.113.67,198.51.100.10,8.8.8.8')).toEqual([
      'own-attached 198.51.100.10/32',
      'shared-edge 203.0.113.60/30 (edge)',
      'known-service 203.0.113.64/30 (monitor)',
      'unknown-public 8.8.8.8/32',
    ]);
  });

  it('is not any where one address of the internet is left out', () => {
    const almost = internet.ipv4.subtract(AddressSet.parse('8.8.8.8'));

    expect(
      classifier()
        .partitionByClass(almost)
        .map((part) => part.class),
    ).toEqual(['unknown-public']);
  });

  it('takes every address of an entry once', () => {
    const tested = classifier();
    const byte = fc.constantFrom(0, 1, 10, 20, 30, 63, 64, 128, 200, 255);
    const prefix = fc
      .tuple(
        fc.constantFrom('198.51.100', '203.0.113', '192.0.2', '10.0.0', '8.8.8'),
        byte,
        fc.integer({ min: 0, max: 32 }),
      )
      .map(([head, last, length]) => `${head}.${last}/${length}`);
    fc.assert(
      fc.property(fc.array(fc.oneof(prefix, fc.constant('2001:db8::/32'))), (texts) => {
        const entry = AddressSet.from(texts);
        const parts = tested.partitionByClass(entry);

        expect(AddressSet.unionOf(parts.map((part) => part.addresses)).equals(entry)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part.addresses.size(), 0n)).toBe(entry.size());
        const order = parts.map((part) => ADDRESS_CLASSES.indexOf(part.class));
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an entry of an allow list', () => {
  it('that names a former address of ours dangles, once every account was seen', () => {
    const former = AddressSet.parse('198.51.100.30');

    expect(classifier().classify(former).dangling.toString()).toBe('198.51.100.30/32');
    const careful = classifier(['made/other']).classify(former);
    expect(careful.dangling.isEmpty).toBe(true);
    expect(careful.withheld?.reason).toContain('made/other');
    expect(careful.parts[0]?.class).toBe('own-former');
  });

  it('that names an address of a pool which is not ours is only suspected', () => {
    const pooled = AddressSet.parse('203.0.113.130');

    expect(classifier().classify(pooled)).toMatchObject({
      dangling: AddressSet.empty,
      suspected: pooled,
    });
    expect(classifier(['made/other']).classify(pooled).suspected.isEmpty).toBe(true);
  });

  it('keeps the last state of an address whose own account could not be seen', () => {
    const result = classifier(['made/acme']).classify(AddressSet.parse('198.51.100.30'));

    expect(result.parts.map((part) => part.class)).toEqual(['own-idle']);
    expect(result.unconfirmed.toString()).toBe('198.51.100.30/32');
  });

  it('that holds one own address among 256 is over-broad', () => {
    expect(classifier().classify(AddressSet.parse('198.51.100.10')).overBroad).toBeUndefined();
    expect(
      classifier().classify(AddressSet.parse('198.51.0.0/24,198.51.100.10')).overBroad,
    ).toEqual({
      own: 1n,
      total: 257n,
    });
    expect(classifier().classify(AddressSet.parse('0.0.0.0/0')).overBroad).toBeUndefined();
  });

  it('that names an address which goes with its server is ephemeral', () => {
    const result = classifier().classify(AddressSet.parse('198.51.100.10'));

    expect(result.ephemeral.toString()).toBe('198.51.100.10/32');
    expect(result.own).toMatchObject([{ stability: 'ephemeral', state: 'attached' }]);
  });

  it('that names the address of a balancer admits nobody through it', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    world.loadBalancer('front', { network: vpc, inside: '10.0.0.1', outside: '198.51.100.1' });
    const own = ownAddressIndex({ graphs: [{ graph: world.graph(), seenAt: NOW }] });

    const result = new AddressClassifier(own, []).classify(AddressSet.parse('198.51.100.1'));

    expect(result.neverSends.toString()).toBe('198.51.100.1/32');
    expect(result.ephemeral.isEmpty).toBe(true);
  });

  it('that the user declared is known as trusted even inside a pool', () => {
    const { now } = estate();
    const vm = now.addressGroup('vpn', { role: 'trusted', addresses: '203.0.113.200' });
    const own = ownAddressIndex({ graphs: [] });
    const groups = recordsOf(now.graph(), 'address-group');

    const result = new AddressClassifier(own, groups).classify(vm.addresses);

    expect(result.parts[0]?.class).toBe('provider-pool');
    expect(result.trusted.equals(vm.addresses)).toBe(true);
  });
});

describe('an entry that holds hundreds of own addresses', () => {
  it('is told apart as one that holds few', () => {
    const world = build('acme');
    const vpc = world.network('vpc');
    for (let n = 0; n < 250; n++) {
      world.server(`s${n}`, { network: vpc, inside: `10.0.0.${n}`, outside: `8.8.4.${n}` });
    }
    const own = ownAddressIndex({ graphs: [{ graph: world.graph(), seenAt: NOW }] });
    const result = new AddressClassifier(own, []).classify(AddressSet.parse('8.8.4.0/24,10.0.0.1'));

    expect(result.parts.map((part) => [part.class, part.addresses.size()])).toEqual([
      ['private', 1n],
      ['own-attached', 250n],
      ['unknown-public', 6n],
    ]);
    expect(result.ephemeral.size()).toBe(250n);
    expect(result.overBroad).toEqual({ own: 250n, total: 257n });
  });
});
