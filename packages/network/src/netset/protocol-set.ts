import { BoundedSet, checkedRange, type Domain, unionOfIntervals } from './bounded-set.ts';
import { type Bounds32, NONE32, range32 } from './bounds32.ts';
import { InternTable } from './intern.ts';
import { formatIntervals, type Interval, readInterval, readList } from './number-text.ts';

const MAXIMUM = 255;
const NOUN = 'protocol number';

/**
 * A set of IP protocol numbers, 0 to 255. Immutable, canonical.
 * Source of the numbers: https://www.iana.org/assignments/protocol-numbers
 */
export class ProtocolSet extends BoundedSet<ProtocolSet> {
  static readonly #domain: Domain<ProtocolSet> = {
    maximum: MAXIMUM,
    make: (bounds) => ProtocolSet.#make(bounds),
    interned: new InternTable<ProtocolSet>(),
  };
  /** No protocol. */
  static readonly empty: ProtocolSet = new ProtocolSet(NONE32);
  /** 0-255. */
  static readonly all: ProtocolSet = new ProtocolSet(range32(0, MAXIMUM, MAXIMUM));

  private constructor(bounds: Bounds32) {
    super(bounds, ProtocolSet.#domain);
  }

  /** The set of these protocol numbers. Throws {@link NetsetParseError} for what is none. */
  static of(...numbers: readonly number[]): ProtocolSet {
    for (const number of numbers) checkedRange(number, number, MAXIMUM, NOUN);
    return ProtocolSet.#make(
      unionOfIntervals(
        numbers.map((n) => [n, n] as const),
        MAXIMUM,
      ),
    );
  }

  /** The protocol numbers from `first` to `last` inclusive. Throws {@link NetsetParseError}. */
  static range(first: number, last: number): ProtocolSet {
    return ProtocolSet.#make(checkedRange(first, last, MAXIMUM, NOUN));
  }

  /** Reads `47,50-51`, or `none`; no spaces. Throws {@link NetsetParseError}. */
  static parse(text: string): ProtocolSet {
    if (text === 'none') return ProtocolSet.empty;
    const intervals: Interval[] = [];
    readList(text, (from, to) => intervals.push(readInterval(text, from, to, MAXIMUM, NOUN)));
    return ProtocolSet.#make(unionOfIntervals(intervals, MAXIMUM));
  }

  /** Union of many sets by one normalising pass. */
  static unionOf(sets: Iterable<ProtocolSet>): ProtocolSet {
    return ProtocolSet.empty.unionAll([...sets]);
  }

  /** Is the protocol in the set? */
  has(number: number): boolean {
    return this.contains(number);
  }

  /** The lowest protocol number; nothing of the empty set. */
  witness(): number | undefined {
    return this.bounds[0];
  }

  /** The inclusive ranges, in order, none touching another. */
  ranges(): readonly Interval[] {
    return this.intervals();
  }

  /** `47,50-51`, or `none`; {@link ProtocolSet.parse} reads it back. */
  override toString(): string {
    return formatIntervals(this.intervals());
  }

  protected override self(): ProtocolSet {
    return this;
  }

  static #make(bounds: Bounds32): ProtocolSet {
    return bounds.length === 0 ? ProtocolSet.empty : new ProtocolSet(bounds);
  }
}
