import { describe, expect, it } from 'vitest';
import { IcmpSet } from './icmp-set.ts';
import { PortSet } from './port-set.ts';
import { ProtocolSet } from './protocol-set.ts';

describe('a port set', () => {
  it('joins ports that touch', () => {
    expect(PortSet.parse('443,80-81,82,22').toString()).toBe('22,80-82,443');
    expect(PortSet.of(3, 1, 2).ranges()).toEqual([[1, 3]]);
  });

  it('takes port 0 for a port, and 0-65535 for all', () => {
    expect(PortSet.parse('0').size()).toBe(1n);
    expect(PortSet.parse('0').has(0)).toBe(true);
    expect(PortSet.parse('0-65535')).toBe(PortSet.all);
    expect(PortSet.range(0, 65535)).toBe(PortSet.all);
    expect(PortSet.all.size()).toBe(65536n);
    expect(PortSet.of(65535).toString()).toBe('65535');
    expect(PortSet.all.toString()).toBe('0-65535');
  });

  it('of no port is the empty set', () => {
    expect(PortSet.of()).toBe(PortSet.empty);
    expect(PortSet.parse('none')).toBe(PortSet.empty);
    expect(PortSet.unionOf([])).toBe(PortSet.empty);
    expect(PortSet.all.complement()).toBe(PortSet.empty);
    expect(PortSet.empty.toString()).toBe('none');
    expect(PortSet.empty.witness()).toBeUndefined();
  });

  it('keeps its identity through operations that change nothing', () => {
    const web = PortSet.of(80, 443);

    expect(web.union(PortSet.empty)).toBe(web);
    expect(PortSet.empty.union(web)).toBe(web);
    expect(web.union(PortSet.all)).toBe(PortSet.all);
    expect(PortSet.all.union(web)).toBe(PortSet.all);
    expect(web.intersect(PortSet.all)).toBe(web);
    expect(PortSet.all.intersect(web)).toBe(web);
    expect(web.intersect(PortSet.empty)).toBe(PortSet.empty);
    expect(PortSet.empty.intersect(web)).toBe(PortSet.empty);
    expect(web.subtract(PortSet.empty)).toBe(web);
    expect(PortSet.empty.subtract(web)).toBe(PortSet.empty);
    expect(PortSet.unionOf([web])).toBe(web);
  });

  it.each([
    ['1-5', '6', true],
    ['1-5', '5', false],
    ['1,9', '5', false],
    ['9', '5', false],
    ['9-65535', '65535', false],
    ['0', '1-65535', true],
  ])('%s lies below %s: %s', (set, other, below) => {
    expect(PortSet.parse(set).isBelow(PortSet.parse(other))).toBe(below);
  });

  it('prints as its text in JSON', () => {
    expect(JSON.stringify({ ports: PortSet.of(22) })).toBe('{"ports":"22"}');
  });

  it('knows whether it is all', () => {
    expect(PortSet.all.isAll).toBe(true);
    expect(PortSet.range(1, 65535).isAll).toBe(false);
    expect(PortSet.range(0, 65534).isAll).toBe(false);
    expect(PortSet.empty.isAll).toBe(false);
  });
});

describe('a protocol set', () => {
  it('joins numbers that touch', () => {
    expect(ProtocolSet.parse('50-51,47').toString()).toBe('47,50-51');
    expect(ProtocolSet.range(50, 51).ranges()).toEqual([[50, 51]]);
    expect(ProtocolSet.range(0, 255).equals(ProtocolSet.all)).toBe(true);
    expect(ProtocolSet.all.size()).toBe(256n);
  });

  it('of no number is the empty set', () => {
    expect(ProtocolSet.of()).toBe(ProtocolSet.empty);
    expect(ProtocolSet.parse('none')).toBe(ProtocolSet.empty);
    expect(ProtocolSet.all.complement()).toBe(ProtocolSet.empty);
    expect(ProtocolSet.unionOf([])).toBe(ProtocolSet.empty);
  });

  it('has its numbers', () => {
    expect(ProtocolSet.of(47).has(47)).toBe(true);
    expect(ProtocolSet.of(47).has(48)).toBe(false);
    expect(ProtocolSet.of(47, 50).witness()).toBe(47);
  });
});

describe('an ICMP set', () => {
  it.each([
    ['8', '8'],
    ['8/0-255', '8'],
    ['8,9', '8-9'],
    ['3/4', '3/4'],
    ['3/0-5,3/6', '3/0-6'],
    ['3/250-255,4,5/0', '3/250-255,4,5/0'],
    ['3/250-255,4,5,6/0-7', '3/250-255,4-5,6/0-7'],
    ['0-254,255/0-254', '0-254,255/0-254'],
    ['0-255', '0-255'],
    ['255/255', '255/255'],
    ['255', '255'],
    ['none', 'none'],
  ])('%s prints as %s', (written, canonical) => {
    expect(IcmpSet.parse(written).toString()).toBe(canonical);
  });

  it('of a type has every code of it, of a code that one only', () => {
    expect(IcmpSet.of(3).size()).toBe(256n);
    expect(IcmpSet.of(3, 4).size()).toBe(1n);
    expect(IcmpSet.of(3, 4).has({ type: 3, code: 4 })).toBe(true);
    expect(IcmpSet.of(3, 4).has({ type: 4, code: 3 })).toBe(false);
    expect(IcmpSet.of(3, 4).witness()).toEqual({ type: 3, code: 4 });
    expect(IcmpSet.empty.witness()).toBeUndefined();
    expect(IcmpSet.of(0, 0).toString()).toBe('0/0');
  });

  it('of every type is all', () => {
    expect(IcmpSet.parse('0-255')).toBe(IcmpSet.all);
    expect(IcmpSet.all.complement()).toBe(IcmpSet.empty);
    expect(IcmpSet.unionOf([])).toBe(IcmpSet.empty);
    expect(IcmpSet.all.size()).toBe(65536n);
  });
});
