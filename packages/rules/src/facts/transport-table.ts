import { type PortSet, TransportSet } from '@netposture/network/netset';
import { Interns } from './interns.ts';

/** A transport, as one object for all equal ones of an evaluation. */
export interface KnownTransport {
  readonly set: TransportSet;
  /** From 0, in the order in which they are met. */
  readonly number: number;
  readonly isEmpty: boolean;
  readonly isAll: boolean;
  /** How many destination ports occur. */
  readonly ports: { readonly tcp: number; readonly udp: number };
}

/** More than the transports of any estate: two numbers below it fit into one. */
const MOST = 2 ** 26;

function countOf(ports: PortSet): number {
  return Number(ports.size());
}

/** The transports of one evaluation, and what pairs of them have in common or together, worked out once: a million rules name few. */
export class TransportTable {
  readonly #interns = new Interns<TransportSet>();
  readonly #known = new Map<TransportSet, KnownTransport>();
  /** By the numbers of both. */
  readonly #unions = new Map<number, KnownTransport>();
  /** By the asked transport, and by the number of the other. */
  readonly #shared = new Map<TransportSet, (KnownTransport | undefined)[]>();
  #asked: TransportSet | undefined;
  #sharedWithAsked: (KnownTransport | undefined)[] = [];

  of(set: TransportSet): KnownTransport {
    const interned = this.#interns.of(set);
    let known = this.#known.get(interned);
    if (known === undefined) {
      const { isEmpty } = interned;
      const isAll = interned.equals(TransportSet.all);
      const ports = { tcp: countOf(interned.tcpPorts()), udp: countOf(interned.udpPorts()) };
      known = { set: interned, number: this.#known.size, isEmpty, isAll, ports };
      this.#known.set(interned, known);
    }
    return known;
  }

  /** All together. Remembered for two; of more there are as many combinations as sets. */
  unionOf(all: readonly KnownTransport[]): KnownTransport {
    const distinct: KnownTransport[] = [];
    for (const one of all) {
      if (one.isAll) return one;
      if (!distinct.includes(one)) distinct.push(one);
    }
    const [first, second] = distinct;
    if (first === undefined) return this.of(TransportSet.empty);
    if (second === undefined) return first;
    if (distinct.length === 2) return this.#unionOfTwo(first, second);
    return this.of(TransportSet.unionOf(distinct.map(({ set }) => set)));
  }

  #unionOfTwo(a: KnownTransport, b: KnownTransport): KnownTransport {
    const key = a.number * MOST + b.number;
    let union = this.#unions.get(key);
    if (union === undefined) {
      union = this.of(a.set.union(b.set));
      this.#unions.set(key, union);
    }
    return union;
  }

  /** What one has in common with any other. Cheapest where many are asked about the same other in a row. */
  shared({ set, number }: KnownTransport, asked: TransportSet): KnownTransport {
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#sharedWithAsked = this.#shared.get(asked) ?? [];
      this.#shared.set(asked, this.#sharedWithAsked);
    }
    let shared = this.#sharedWithAsked[number];
    if (shared === undefined) {
      shared = this.of(set.intersect(asked));
      this.#sharedWithAsked[number] = shared;
    }
    return shared;
  }
}
