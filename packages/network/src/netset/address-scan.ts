/**
 * Character scanners for addresses. Written over char codes, without regular expressions or
 * substrings, because a published range file has 100,000 lines and this is most of reading it.
 */
import { NetsetParseError } from './netset-parse-error.ts';

const DOT = 46;
const COLON = 58;
const PERCENT = 37;
const ZERO = 48;
const NINE = 57;

/** Does the text between the places hold a colon, as every IPv6 address does? */
export function isIpv6Text(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === COLON) return true;
  return false;
}

/** The IPv4 address that fills the text between the places. Throws {@link NetsetParseError}. */
export function readIpv4(text: string, from: number, to: number): number {
  let value = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code >= ZERO && code <= NINE) {
      if (digits > 0 && octet === 0) {
        throw new NetsetParseError(
          text,
          i - 1,
          'an octet has a leading zero, which some systems read as octal',
        );
      }
      octet = octet * 10 + code - ZERO;
      digits++;
      if (octet > 255) throw new NetsetParseError(text, i - digits + 1, 'an octet is above 255');
    } else if (code === DOT) {
      if (digits === 0) throw new NetsetParseError(text, i, 'an octet is missing');
      if (dots === 3) throw new NetsetParseError(text, i, 'an IPv4 address has four octets');
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
      dots++;
    } else {
      throw new NetsetParseError(text, i, 'a digit or a dot is expected');
    }
  }
  if (digits === 0)
    throw new NetsetParseError(
      text,
      to,
      from === to ? 'an address is expected' : 'an octet is missing',
    );
  if (dots !== 3) throw new NetsetParseError(text, to, 'an IPv4 address has four octets');
  return value * 256 + octet;
}

/** Groups read so far; shared, because a scan is never interrupted by another. */
const groups = new Uint16Array(8);

/**
 * Writes the IPv6 address that fills the text between the places to four limbs of `out`.
 * Throws {@link NetsetParseError}.
 */
export function readIpv6(
  text: string,
  from: number,
  to: number,
  out: Uint32Array,
  at: number,
): void {
  let count = 0;
  let gap = -1;
  let value = 0;
  let digits = 0;
  let i = from;
  let mixed = false;
  for (; i < to; i++) {
    const code = text.charCodeAt(i);
    const digit = hexDigit(code);
    if (digit >= 0) {
      if (count === 8) throw new NetsetParseError(text, i, 'an IPv6 address has eight groups');
      if (digits === 4) throw new NetsetParseError(text, i, 'a group has more than four digits');
      value = value * 16 + digit;
      digits++;
    } else if (code === COLON) {
      if (digits > 0) {
        groups[count++] = value;
        value = 0;
        digits = 0;
        if (i + 1 === to) throw new NetsetParseError(text, to, 'a group is missing');
        if (text.charCodeAt(i + 1) !== COLON) continue;
        i++;
      } else if (i === from && i + 1 < to && text.charCodeAt(i + 1) === COLON) {
        i++;
      } else {
        throw new NetsetParseError(text, i, 'a group is missing');
      }
      if (gap >= 0) throw new NetsetParseError(text, i - 1, '"::" may stand only once');
      gap = count;
    } else if (code === DOT && digits > 0) {
      mixed = true;
      break;
    } else if (code === PERCENT) {
      throw new NetsetParseError(
        text,
        i,
        'a zone id names an interface of one machine, not an address',
      );
    } else {
      throw new NetsetParseError(text, i, 'a hexadecimal digit or a colon is expected');
    }
  }
  if (mixed) {
    const tail = readIpv4(text, i - digits, to);
    if (count > 6)
      throw new NetsetParseError(
        text,
        i - digits,
        'an IPv4 tail takes the place of the last two groups',
      );
    groups[count++] = tail >>> 16;
    groups[count++] = tail & 0xffff;
  } else if (digits > 0) {
    groups[count++] = value;
  }
  if (gap < 0 && count < 8)
    throw new NetsetParseError(text, to, 'an IPv6 address has eight groups');
  if (gap >= 0 && count === 8)
    throw new NetsetParseError(text, to, '"::" stands for at least one group');
  spread(count, gap < 0 ? count : gap);
  if (mixed && isMapped()) {
    throw new NetsetParseError(text, from, 'an IPv4-mapped address: write the IPv4 address itself');
  }
  for (let l = 0; l < 4; l++) {
    out[at + l] = (((groups[l * 2] as number) << 16) | (groups[l * 2 + 1] as number)) >>> 0;
  }
}

/** Moves the groups after the gap to the end and fills the gap with zeros. */
function spread(count: number, gap: number): void {
  const tail = count - gap;
  for (let t = 0; t < tail; t++) groups[7 - t] = groups[count - 1 - t] as number;
  for (let g = gap; g < 8 - tail; g++) groups[g] = 0;
}

/** Are the groups inside ::ffff:0:0/96 (RFC 4291 section 2.5.5.2)? */
function isMapped(): boolean {
  for (let g = 0; g < 5; g++) if (groups[g] !== 0) return false;
  return groups[5] === 0xffff;
}

/** Value of a hexadecimal digit, or -1. */
function hexDigit(code: number): number {
  if (code >= ZERO && code <= NINE) return code - ZERO;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/**
 * The prefix length that fills the text between the places: decimal, no leading zero, at most `maximum`.
 * Throws {@link NetsetParseError}.
 */
export function readPrefixLength(text: string, from: number, to: number, maximum: number): number {
  return readDecimal(text, from, to, maximum, 'prefix length');
}

/**
 * The decimal number that fills the text between the places: no sign, no leading zero, at most
 * `maximum`. `what` names it in the {@link NetsetParseError} that is thrown otherwise.
 */
export function readDecimal(
  text: string,
  from: number,
  to: number,
  maximum: number,
  what: string,
): number {
  if (from >= to) throw new NetsetParseError(text, from, `a ${what} is missing`);
  let value = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code < ZERO || code > NINE)
      throw new NetsetParseError(text, i, `a ${what} is a plain decimal number`);
    if (i > from && value === 0)
      throw new NetsetParseError(text, from, `a ${what} has no leading zero`);
    value = value * 10 + code - ZERO;
    if (value > maximum) throw new NetsetParseError(text, from, `a ${what} is at most ${maximum}`);
  }
  return value;
}
