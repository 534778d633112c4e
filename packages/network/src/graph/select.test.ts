import { describe, expect, it } from 'vitest';
import {
  build,
  link,
  resolveZones,
  type Selector,
  selectInterfaces,
  these,
  unknown,
  withLabels,
} from './index.ts';

/** Two servers, a database and an interface of which only the stub of the owner is known. */
function estate() {
  const world = build('acme');
  const vpc = world.network('vpc');
  const subnet = world.subnet('a', { network: vpc });
  const web = world.server('web-1', {
    subnet,
    inside: '10.0.0.1',
    labels: { env: 'prod', tier: '' },
  });
  const test = world.server('web-2', { network: vpc, inside: '10.0.0.2', labels: { env: 'test' } });
  const db = world.database('orders', {
    network: vpc,
    inside: '10.0.0.3',
    outside: '198.51.100.3',
  });
  const gone = world.unseen('workload', 'gone', unknown('the account is not configured'));
  const orphan = world.interface('orphan', { network: vpc, inside: '10.0.0.4', owner: gone });
  return { world, vpc, subnet, web, test, db, gone, orphan };
}

function namesOf({ world }: ReturnType<typeof estate>, selector: Selector) {
  const short = (ids: readonly string[]) => ids.map((id) => id.split('/').slice(4).join('/'));
  const { interfaces, maybe, incomplete } = selectInterfaces(link(world.graph()), selector);
  return { yes: short(interfaces), maybe: short(maybe), reason: incomplete?.reason };
}

describe('a selector', () => {
  it('by resources names what they own or hold', () => {
    const all = estate();

    expect(namesOf(all, these(all.db.id)).yes).toEqual(['orders/eth0']);
    expect(namesOf(all, these(all.subnet)).yes).toEqual(['web-1/eth0']);
    expect(namesOf(all, these(all.vpc)).yes).toHaveLength(4);
    expect(namesOf(all, these(all.world.account)).yes).toHaveLength(4);
    expect(namesOf(all, these(all.orphan)).yes).toEqual(['orphan']);
  });

  it('by an unseen resource names the interfaces known to be its own, and says that it may name more', () => {
    const all = estate();

    expect(namesOf(all, these(all.gone))).toEqual({
      yes: ['orphan'],
      maybe: [],
      reason: 'the account is not configured',
    });
  });

  it('by labels leaves open what an unseen owner decides', () => {
    const all = estate();

    expect(namesOf(all, withLabels({ env: 'prod' }))).toMatchObject({
      yes: ['web-1/eth0'],
      maybe: ['orphan'],
    });
    expect(namesOf(all, withLabels({ env: 'prod' }, { scope: all.subnet })).maybe).toEqual([]);
  });

  it.each([
    ['exists', [], ['web-1/eth0']],
    ['not-exists', [], ['orders/eth0', 'web-2/eth0']],
    ['in', [''], ['web-1/eth0']],
    ['not-in', [''], ['orders/eth0', 'web-2/eth0']],
  ] as const)(
    'by the label requirement %s reads a tag without a value as a label',
    (operator, values, yes) => {
      const selector: Selector = { kind: 'labels', match: [{ key: 'tier', operator, values }] };

      expect(namesOf(estate(), selector).yes).toEqual(yes);
    },
  );

  it('by kinds tells services apart by their own kind', () => {
    const all = estate();

    expect(namesOf(all, { kind: 'kinds', kinds: ['database'] })).toMatchObject({
      yes: ['orders/eth0'],
      maybe: ['orphan'],
    });
    expect(namesOf(all, { kind: 'kinds', kinds: ['workload'] }).yes).toHaveLength(2);
  });

  it('by names fits patterns to name and native id', () => {
    const all = estate();

    expect(namesOf(all, { kind: 'names', patterns: ['web-*'] }).yes).toHaveLength(2);
    expect(namesOf(all, { kind: 'names', patterns: ['w*b*2', 'nobody'] }).yes).toEqual([
      'web-2/eth0',
    ]);
    expect(namesOf(all, { kind: 'names', patterns: ['go*'] }).yes).toEqual(['orphan']);
    expect(namesOf(all, { kind: 'names', patterns: ['web'] }).yes).toEqual([]);
    expect(namesOf(all, { kind: 'names', patterns: ['web-1*1'] }).yes).toEqual([]);
  });

  it('by accounts takes the id or the name of the account', () => {
    const all = estate();
    all.world.change(all.world.account, { name: 'Production' });

    expect(namesOf(all, { kind: 'accounts', accounts: ['acme'] }).yes).toHaveLength(4);
    expect(namesOf(all, { kind: 'accounts', accounts: ['Production'] }).yes).toHaveLength(4);
    expect(namesOf(all, { kind: 'accounts', accounts: ['other'] }).yes).toEqual([]);
  });

  it('combines three answers as logic does', () => {
    const all = estate();
    const prod = withLabels({ env: 'prod' });
    const any: Selector = { kind: 'everything' };

    expect(namesOf(all, { kind: 'none-of', of: [prod] })).toMatchObject({
      yes: ['orders/eth0', 'web-2/eth0'],
      maybe: ['orphan'],
    });
    expect(namesOf(all, { kind: 'all-of', of: [prod, any] })).toMatchObject({
      yes: ['web-1/eth0'],
      maybe: ['orphan'],
    });
    expect(namesOf(all, { kind: 'any-of', of: [prod, any] }).maybe).toEqual([]);
    expect(namesOf(all, { kind: 'any-of', of: [] }).yes).toEqual([]);
    expect(namesOf(all, { kind: 'all-of', of: [] }).yes).toHaveLength(4);
  });
});

describe('zones', () => {
  it('hold interfaces and the members of address groups, and say what they may hold beside', () => {
    const all = estate();
    const office = all.world.addressGroup('office', {
      addresses: '203.0.113.0/28',
      role: 'trusted',
    });
    const group: Selector = { kind: 'address-group', group: office.id };

    const [prod, outside, nothing] = resolveZones(link(all.world.graph()), [
      { name: 'prod', selector: withLabels({ env: 'prod' }) },
      { name: 'outside', selector: { kind: 'any-of', of: [group, these(all.db.id)] } },
      { name: 'nothing', selector: { kind: 'accounts', accounts: ['nobody'] } },
    ]);

    expect(prod).toMatchObject({
      interfaces: [{ name: 'web-1/eth0' }],
      maybe: [{ name: 'orphan' }],
    });
    expect(prod?.incomplete?.reason).toContain('orphan');
    expect(outside).toMatchObject({ interfaces: [{ name: 'orders/eth0' }], maybe: [] });
    expect(outside?.addresses.toString()).toBe('203.0.113.0/28');
    expect(outside?.incomplete).toBeUndefined();
    expect(nothing).toMatchObject({ interfaces: [], maybe: [] });
  });
});
