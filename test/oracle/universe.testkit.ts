import {
  type Address,
  type AddressSet,
  formatAddress,
  parseAddress,
  type TransportSet,
  type TransportWitness,
} from '@netposture/network/netset';

/** A packet as the oracle sees it: numbers that name two addresses and a transport header of its universe. */
export interface Packet {
  readonly source: number;
  readonly destination: number;
  readonly transport: number;
}

/** Large sets are never enumerated: a world that needs more addresses than this is not a small one. */
const ENUMERATION_LIMIT = 4096n;

/** Every address and transport header that the oracle has met, numbered, so that answers can be remembered by number. */
export class Universe {
  readonly #addresses: Address[] = [];
  readonly #addressIds = new Map<number | bigint, number>();
  readonly #transports: TransportWitness[] = [];
  readonly #transportIds = new Map<string, number>();
  readonly #members = new Map<AddressSet, Map<number, boolean>>();
  readonly #carried = new Map<TransportSet, Map<number, boolean>>();
  readonly #reversed: number[] = [];

  /** The number of an address. */
  addressId(address: Address): number {
    // An IPv4 value is a number and an IPv6 value is a bigint, so the two never meet as keys.
    const known = this.#addressIds.get(address.value);
    if (known !== undefined) return known;
    const id = this.#addresses.push(address) - 1;
    this.#addressIds.set(address.value, id);
    return id;
  }

  /** The address with this number. */
  address(id: number): Address {
    const address = this.#addresses[id];
    if (address === undefined) throw new Error(`no address has the number ${id}`);
    return address;
  }

  /** The number of a transport header. */
  transportId(transport: TransportWitness): number {
    const { protocol, sourcePort, destinationPort, icmpType, icmpCode } = transport;
    const key = `${protocol} ${sourcePort} ${destinationPort} ${icmpType} ${icmpCode}`;
    const known = this.#transportIds.get(key);
    if (known !== undefined) return known;
    const id = this.#transports.push(transport) - 1;
    this.#transportIds.set(key, id);
    return id;
  }

  /** The transport header with this number. */
  transport(id: number): TransportWitness {
    const transport = this.#transports[id];
    if (transport === undefined) throw new Error(`no transport header has the number ${id}`);
    return transport;
  }

  /** The header of the reply: ports swapped, everything else unchanged. */
  reversed(id: number): number {
    let reply = this.#reversed[id];
    if (reply === undefined) {
      const { sourcePort, destinationPort, ...rest } = this.transport(id);
      reply =
        sourcePort === undefined || destinationPort === undefined
          ? id
          : this.transportId({ ...rest, sourcePort: destinationPort, destinationPort: sourcePort });
      this.#reversed[id] = reply;
    }
    return reply;
  }

  /** The same header to another destination port; a header without ports stays as it is. */
  toPort(id: number, port: number | 'same'): number {
    const transport = this.transport(id);
    if (port === 'same' || transport.destinationPort === undefined) return id;
    return this.transportId({ ...transport, destinationPort: port });
  }

  /** Whether an address set holds the address. */
  holds(set: AddressSet, id: number): boolean {
    let members = this.#members.get(set);
    if (members === undefined) {
      members = new Map();
      this.#members.set(set, members);
    }
    let member = members.get(id);
    if (member === undefined) {
      member = set.has(this.address(id));
      members.set(id, member);
    }
    return member;
  }

  /** Whether a transport set holds the header. */
  carries(set: TransportSet, id: number): boolean {
    let carried = this.#carried.get(set);
    if (carried === undefined) {
      carried = new Map();
      this.#carried.set(set, carried);
    }
    let member = carried.get(id);
    if (member === undefined) {
      member = set.has(this.transport(id));
      carried.set(id, member);
    }
    return member;
  }

  /** The numbers of all addresses of a set, in ascending order. */
  enumerate(set: AddressSet): number[] {
    if (set.size() > ENUMERATION_LIMIT) throw new Error(`too many addresses to walk: ${set}`);
    return set.cidrs().flatMap((cidr) => this.#ofCidr(cidr));
  }

  /** Whether two addresses are of one family. */
  sameFamily(a: number, b: number): boolean {
    return this.address(a).family === this.address(b).family;
  }

  /** How people write the address. */
  text(id: number): string {
    return formatAddress(this.address(id));
  }

  #ofCidr(cidr: string): number[] {
    const [first = '', length] = cidr.split('/');
    const start = parseAddress(first);
    const bits = (start.family === 'ipv4' ? 32 : 128) - Number(length ?? Number.NaN);
    const count = 2 ** (Number.isNaN(bits) ? 0 : bits);
    return Array.from({ length: count }, (_, i) =>
      this.addressId(
        start.family === 'ipv4'
          ? { family: 'ipv4', value: start.value + i }
          : { family: 'ipv6', value: start.value + BigInt(i) },
      ),
    );
  }
}
