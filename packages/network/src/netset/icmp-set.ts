import { readDecimal } from './address-scan.ts';
import { BoundedSet, checkedRange, type Domain, unionOfIntervals } from './bounded-set.ts';
import { type Bounds32, EVERY32, NONE32 } from './bounds32.ts';
import { InternTable } from './intern.ts';
import { formatInterval, type Interval, readInterval, readList } from './number-text.ts';

const MAXIMUM = 65535;
const LARGEST = 255;

/** One kind of ICMP message, e.g. echo request: type 8, code 0 (ICMPv6: type 128, code 0). */
export interface IcmpMessage {
  readonly type: number;
  readonly code: number;
}

/**
 * A set of ICMP messages: pairs of type and code, 0 to 255 each. The same class serves ICMP and ICMPv6, whose
 * numbers mean different things; a `TransportSet` keeps the two apart. Immutable, canonical: a pair is the number
 * `type * 256 + code`.
 */
export class IcmpSet extends BoundedSet<IcmpSet> {
  static readonly #domain: Domain<IcmpSet> = {
    maximum: MAXIMUM,
    make: (bounds) => IcmpSet.#make(bounds),
    interned: new InternTable<IcmpSet>(),
  };
  /** No message. */
  static readonly empty: IcmpSet = new IcmpSet(NONE32);
  /** Every type with every code. */
  static readonly all: IcmpSet = new IcmpSet(EVERY32);

  private constructor(bounds: Bounds32) {
    super(bounds, IcmpSet.#domain);
  }

  /** The messages of one type: with this code, or with every code if none is given. Throws {@link NetsetParseError}. */
  static of(type: number, code?: number): IcmpSet {
    checkedRange(type, type, LARGEST, 'type of ICMP');
    if (code !== undefined) checkedRange(code, code, LARGEST, 'code of ICMP');
    const interval: Interval = [type * 256 + (code ?? 0), type * 256 + (code ?? LARGEST)];
    return IcmpSet.#make(unionOfIntervals([interval], MAXIMUM));
  }

  /**
   * Reads a list of types (`8`), ranges of types (`8-11`), and types with codes (`3/4`, `3/0-5`), or `none`.
   * Throws {@link NetsetParseError}.
   */
  static parse(text: string): IcmpSet {
    if (text === 'none') return IcmpSet.empty;
    const intervals: Interval[] = [];
    readList(text, (from, to) => intervals.push(readMessages(text, from, to)));
    return IcmpSet.#make(unionOfIntervals(intervals, MAXIMUM));
  }

  /** Union of many sets by one normalising pass. */
  static unionOf(sets: Iterable<IcmpSet>): IcmpSet {
    return IcmpSet.empty.unionAll([...sets]);
  }

  /** Is the message in the set? */
  has(message: IcmpMessage): boolean {
    return this.contains(message.type * 256 + message.code);
  }

  /** The lowest message; nothing of the empty set. */
  witness(): IcmpMessage | undefined {
    const first = this.bounds[0];
    return first === undefined ? undefined : { type: first >>> 8, code: first & LARGEST };
  }

  /** `3/4,8,10-12`, or `none`; {@link IcmpSet.parse} reads it back. */
  override toString(): string {
    if (this.isEmpty) return 'none';
    return this.intervals().flatMap(formatMessages).join(',');
  }

  protected override self(): IcmpSet {
    return this;
  }

  static #make(bounds: Bounds32): IcmpSet {
    if (bounds.length === 0) return IcmpSet.empty;
    return bounds.length === 1 && bounds[0] === 0 ? IcmpSet.all : new IcmpSet(bounds);
  }
}

function readMessages(text: string, from: number, to: number): Interval {
  const slash = text.indexOf('/', from);
  if (slash < 0 || slash >= to) {
    const [first, last] = readInterval(text, from, to, LARGEST, 'type of ICMP');
    return [first * 256, last * 256 + LARGEST];
  }
  const type = readDecimal(text, from, slash, LARGEST, 'type of ICMP');
  const [first, last] = readInterval(text, slash + 1, to, LARGEST, 'code of ICMP');
  return [type * 256 + first, type * 256 + last];
}

/** Splits an interval of pairs at the types: a partial first type, whole types, a partial last type. */
function formatMessages([first, last]: Interval): string[] {
  const out: string[] = [];
  let from = first;
  while (from <= last) {
    const type = from >>> 8;
    const whole = (from & LARGEST) === 0 ? (last + 1 - from) >>> 8 : 0;
    if (whole > 0) {
      out.push(formatInterval([type, type + whole - 1]));
      from += whole * 256;
    } else {
      const to = Math.min(last, type * 256 + LARGEST);
      out.push(`${type}/${formatInterval([from & LARGEST, to & LARGEST])}`);
      from = to + 1;
    }
  }
  return out;
}
