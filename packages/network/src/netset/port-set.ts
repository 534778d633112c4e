import { BoundedSet, checkedRange, type Domain, unionOfIntervals } from './bounded-set.ts';
import { type Bounds32, EVERY32, NONE32 } from './bounds32.ts';
import { InternTable } from './intern.ts';
import { formatIntervals, type Interval, readInterval, readList } from './number-text.ts';

const MAXIMUM = 65535;
const NOUN = 'port';

/** A set of TCP, UDP or SCTP ports, 0 to 65535. Port 0 is a port like any other. Immutable, canonical. */
export class PortSet extends BoundedSet<PortSet> {
  static readonly #domain: Domain<PortSet> = {
    maximum: MAXIMUM,
    make: (bounds) => PortSet.#make(bounds),
    interned: new InternTable<PortSet>(),
  };
  /** No port. */
  static readonly empty: PortSet = new PortSet(NONE32);
  /** 0-65535. */
  static readonly all: PortSet = new PortSet(EVERY32);

  private constructor(bounds: Bounds32) {
    super(bounds, PortSet.#domain);
  }

  /** The set of these ports. Throws {@link NetsetParseError} for what is no port. */
  static of(...ports: readonly number[]): PortSet {
    for (const port of ports) checkedRange(port, port, MAXIMUM, NOUN);
    return PortSet.#make(
      unionOfIntervals(
        ports.map((port) => [port, port] as const),
        MAXIMUM,
      ),
    );
  }

  /** The ports from `first` to `last` inclusive. Throws {@link NetsetParseError}. */
  static range(first: number, last: number): PortSet {
    return PortSet.#make(checkedRange(first, last, MAXIMUM, NOUN));
  }

  /** Reads `22,80-443`, or `none`; no spaces. Throws {@link NetsetParseError}. */
  static parse(text: string): PortSet {
    if (text === 'none') return PortSet.empty;
    const intervals: Interval[] = [];
    readList(text, (from, to) => intervals.push(readInterval(text, from, to, MAXIMUM, NOUN)));
    return PortSet.#make(unionOfIntervals(intervals, MAXIMUM));
  }

  /** Union of many sets by one normalising pass. */
  static unionOf(sets: Iterable<PortSet>): PortSet {
    return PortSet.empty.unionAll([...sets]);
  }

  /** Is the port in the set? */
  has(port: number): boolean {
    return this.contains(port);
  }

  /** The lowest port; nothing of the empty set. */
  witness(): number | undefined {
    return this.bounds[0];
  }

  /** The inclusive ranges, in order, none touching another. */
  ranges(): readonly Interval[] {
    return this.intervals();
  }

  /** `22,80-443`, or `none`; {@link PortSet.parse} reads it back. */
  override toString(): string {
    return formatIntervals(this.intervals());
  }

  protected override self(): PortSet {
    return this;
  }

  static #make(bounds: Bounds32): PortSet {
    if (bounds.length === 0) return PortSet.empty;
    return bounds.length === 1 && bounds[0] === 0 ? PortSet.all : new PortSet(bounds);
  }
}
