import { describe, expect, it } from 'vitest';
import { PortSet } from './port-set.ts';
import { grouped, Product } from './product.ts';

const pairs = (source: string, destination: string) =>
  Product.of(PortSet.parse(source), PortSet.parse(destination));

const rowsOf = (product: Product<PortSet, PortSet>) =>
  product.rows.map(({ key, value }) => `${key} to ${value}`);

describe('a product', () => {
  it('has no row without a key or without a value', () => {
    expect(pairs('none', '1').isEmpty).toBe(true);
    expect(pairs('1', 'none').isEmpty).toBe(true);
    expect(rowsOf(pairs('1', '1'))).toEqual(['1 to 1']);
  });

  it('is one list of rows, in whatever order and cut its parts came', () => {
    const one = Product.unionOf([pairs('1-4', '7'), pairs('3-6', '8'), pairs('9', '7')]);
    const two = Product.unionOf([
      pairs('9', '7'),
      pairs('5-6', '8'),
      pairs('1-2', '7'),
      pairs('3-4', '7-8'),
    ]);

    expect(rowsOf(one)).toEqual(['1-2,9 to 7', '3-4 to 7-8', '5-6 to 8']);
    expect(two.equals(one)).toBe(true);
    expect(two.hash).toBe(one.hash);
  });

  it('keeps what lies before, between and after the keys of the other', () => {
    const wide = pairs('1-9', '1');

    expect(rowsOf(wide.subtract(Product.unionOf([pairs('3', '1'), pairs('6', '1')])))).toEqual([
      '1-2,4-5,7-9 to 1',
    ]);
    expect(
      rowsOf(Product.unionOf([pairs('2', '1'), pairs('8', '2')]).union(pairs('4-6', '3'))),
    ).toEqual(['2 to 1', '4-6 to 3', '8 to 2']);
    expect(rowsOf(wide.union(pairs('0-65535', '2')))).toEqual(['0,10-65535 to 2', '1-9 to 1-2']);
  });

  it('finds meetings of keys that interleave', () => {
    const odd = Product.unionOf([pairs('1,5', '1'), pairs('3,7', '2')]);
    const even = Product.unionOf([pairs('3,5', '1-2'), pairs('1,7', '3')]);

    expect(rowsOf(odd.intersect(even))).toEqual(['3 to 2', '5 to 1']);
    expect(rowsOf(odd.union(even))).toEqual(['1 to 1,3', '3,5 to 1-2', '7 to 2-3']);
    expect(rowsOf(odd.subtract(even))).toEqual(['1 to 1', '7 to 2']);
    expect(odd.overlaps(even)).toBe(true);
    expect(odd.overlaps(pairs('1,5', '2'))).toBe(false);
    expect(odd.isSubsetOf(pairs('0-9', '1-2'))).toBe(true);
    expect(odd.isSubsetOf(even)).toBe(false);
  });

  it('projects on its keys and its values', () => {
    const product = Product.unionOf([pairs('1', '5'), pairs('2', '6')]);

    expect(`${product.keys()}`).toBe('1-2');
    expect(`${product.values()}`).toBe('5-6');
    expect(Product.empty<PortSet, PortSet>().keys()).toBeUndefined();
    expect(product.size()).toBe(2n);
  });

  it('keeps its identity through an intersection that takes nothing away', () => {
    const product = Product.unionOf([pairs('1', '5'), pairs('2', '6')]);
    const empty = Product.empty<PortSet, PortSet>();

    expect(product.intersect(product)).toBe(product);
    expect(product.intersect(pairs('0-65535', '0-65535'))).toBe(product);
    expect(product.intersect(pairs('1', '5'))).not.toBe(product);
    expect(product.intersect(pairs('1-2', '5')).equals(pairs('1', '5'))).toBe(true);
    expect(product.intersect(empty)).toBe(empty);
    expect(empty.intersect(product)).toBe(empty);
  });

  it('of one row has the sides of that row for its projections', () => {
    const [key, value] = [PortSet.parse('1'), PortSet.parse('5')];

    expect(Product.of(key, value).keys()).toBe(key);
    expect(Product.of(key, value).values()).toBe(value);
  });

  it('differs from a product of other keys, other values, or more rows', () => {
    const product = pairs('1', '5');

    expect(product.equals(pairs('2', '5'))).toBe(false);
    expect(product.equals(pairs('1', '6'))).toBe(false);
    expect(product.equals(product.union(pairs('2', '6')))).toBe(false);
  });
});

describe('grouping by a set', () => {
  const item = (name: string, hash: number) => ({
    name,
    set: { name: name.slice(0, 1), hash, equals: sameName },
  });

  function sameName(this: { readonly name: string }, other: { readonly name: string }): boolean {
    return this.name === other.name;
  }

  it('keeps sets apart whose hashes collide, and joins equal ones in order', () => {
    const groups = grouped(
      [item('a1', 1), item('b1', 1), item('a2', 1), item('b2', 1), item('c1', 2)],
      (i) => i.set,
    );

    expect(groups.map((group) => group.map(({ name }) => name))).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
      ['c1'],
    ]);
  });
});
