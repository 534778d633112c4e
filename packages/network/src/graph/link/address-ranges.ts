import { type Address, AddressSet } from '../../netset/index.ts';

/** Consecutive addresses of one family, both ends included. */
export interface AddressRange {
  readonly first: Address;
  readonly last: Address;
}

/** The maximal ranges of a set, IPv4 first, in order. A set of one range, the common case, costs no text. */
export function addressRanges(set: AddressSet): AddressRange[] {
  if (set.isEmpty) return [];
  return [...rangesOfFamily(set.ipv4), ...rangesOfFamily(set.ipv6)];
}

function rangesOfFamily(set: AddressSet): AddressRange[] {
  const first = set.witness();
  if (first === undefined) return [];
  const whole = rangeFrom(first, set.size());
  if (whole !== undefined && (isOne(whole) || AddressSet.range(first, whole.last).equals(set))) {
    return [whole];
  }
  const ranges: AddressRange[] = [];
  for (const text of set.cidrs()) {
    const cidr = AddressSet.parse(text);
    const start = cidr.witness();
    const range = start === undefined ? undefined : rangeFrom(start, cidr.size());
    if (range !== undefined) appendRange(ranges, range);
  }
  return ranges;
}

/** Joins a range to the one before it where they touch: CIDRs split what one range holds. */
function appendRange(ranges: AddressRange[], range: AddressRange): void {
  const before = ranges.at(-1);
  if (before !== undefined && BigInt(before.last.value) + 1n === BigInt(range.first.value)) {
    ranges[ranges.length - 1] = { first: before.first, last: range.last };
  } else {
    ranges.push(range);
  }
}

function isOne({ first, last }: AddressRange): boolean {
  return first.value === last.value;
}

/** The range of that many addresses; nothing where the family has no so many. */
function rangeFrom(first: Address, size: bigint): AddressRange | undefined {
  if (first.family === 'ipv4') {
    const value = first.value + Number(size) - 1;
    return value < 2 ** 32 ? { first, last: { family: 'ipv4', value } } : undefined;
  }
  const value = first.value + size - 1n;
  return value < 2n ** 128n ? { first, last: { family: 'ipv6', value } } : undefined;
}
