import type { AddressSet } from '../../netset/index.ts';
import { type AddressRange, addressRanges } from './address-ranges.ts';

/** One range of addresses and what stands at it. */
interface Entry<T> {
  readonly first: number | bigint;
  readonly last: number | bigint;
  readonly value: T;
}

/**
 * Finds what stands at some addresses: entries sorted by their first address, with the greatest last address so far.
 * A look-up is logarithmic plus what it finds, as long as wide entries are rare; entries may overlap.
 */
export class IntervalIndex<T> {
  readonly #ipv4: FamilyIndex<T>;
  readonly #ipv6: FamilyIndex<T>;

  /** An index of these sets and values. Values found together come back in the order given. */
  constructor(items: Iterable<readonly [addresses: AddressSet, value: T]>) {
    const ipv4: Entry<T>[] = [];
    const ipv6: Entry<T>[] = [];
    for (const [addresses, value] of items) {
      for (const { first, last } of addressRanges(addresses)) {
        (first.family === 'ipv4' ? ipv4 : ipv6).push({
          first: first.value,
          last: last.value,
          value,
        });
      }
    }
    this.#ipv4 = new FamilyIndex(ipv4);
    this.#ipv6 = new FamilyIndex(ipv6);
  }

  /** What stands at one of the addresses, each value once, in order of address. */
  at(addresses: AddressSet): T[] {
    const found = new Set<T>();
    for (const range of addressRanges(addresses)) {
      (range.first.family === 'ipv4' ? this.#ipv4 : this.#ipv6).addOverlapping(range, found);
    }
    return [...found];
  }
}

class FamilyIndex<T> {
  readonly #entries: readonly Entry<T>[];
  /** The greatest `last` of the entries up to this position. */
  readonly #reach: readonly (number | bigint)[];

  constructor(entries: Entry<T>[]) {
    this.#entries = entries.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
    let reach: number | bigint = -1;
    this.#reach = this.#entries.map(({ last }) => {
      if (last > reach) reach = last;
      return reach;
    });
  }

  addOverlapping({ first, last }: AddressRange, found: Set<T>): void {
    const hits: T[] = [];
    for (let i = this.#countUpTo(last.value) - 1; i >= 0; i--) {
      const entry = this.#entries[i];
      const reach = this.#reach[i];
      if (entry === undefined || reach === undefined || reach < first.value) break;
      if (entry.last >= first.value) hits.push(entry.value);
    }
    for (const value of hits.reverse()) found.add(value);
  }

  /** How many entries begin at or before the address. */
  #countUpTo(last: number | bigint): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && entry.first <= last) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
