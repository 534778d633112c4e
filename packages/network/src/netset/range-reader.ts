import { readRange } from './address-range.ts';
import { type Bounds32, Builder32 } from './bounds32.ts';
import { type Bounds128, Builder128 } from './bounds128.ts';

const LIMIT = 2 ** 32;

/** Gathers the addresses of many texts, both families, and normalises them once. */
export class RangeReader {
  readonly #ipv4 = new Builder32();
  readonly #ipv6 = new Builder128();

  /** Adds a comma-separated list of CIDRs, ranges and addresses. Throws {@link NetsetParseError}. */
  addText(text: string): void {
    let from = 0;
    for (;;) {
      const comma = text.indexOf(',', from);
      readRange(text, from, comma < 0 ? text.length : comma, this);
      if (comma < 0) return;
      from = comma + 1;
    }
  }

  /** Adds the addresses from `first` to `last` inclusive. */
  addIpv4(first: number, last: number): void {
    this.#ipv4.add(first, last + 1, LIMIT);
  }

  /** Adds a range of eight limbs, which it changes. */
  addIpv6(range: Uint32Array): void {
    this.#ipv6.add(range);
  }

  /** The IPv4 addresses of everything added. */
  ipv4(): Bounds32 {
    return this.#ipv4.build();
  }

  /** The IPv6 addresses of everything added. */
  ipv6(): Bounds128 {
    return this.#ipv6.build();
  }
}
