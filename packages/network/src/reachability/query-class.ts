import { isUnknown } from '../graph/unknown.ts';
import { PortSet, TransportSet } from '../netset/index.ts';
import { type QueryEnds, queryEnds, type ReachQuery } from './reach-query.ts';
import type { Reachability } from './reachability.ts';

/**
 * Tells which questions have the same answer but for the ports in it. Between two ends a packet meets only so many rules,
 * listeners and gateways; ports that every one of them treats alike are one class, and so are questions about them.
 */
export class QueryClasses {
  readonly #reachability: Reachability;
  readonly #everywhere: readonly TransportSet[];
  readonly #pairs = new Map<string, Pair>();
  readonly #byFilters = new Map<string, PortClasses>();

  constructor(reachability: Reachability) {
    this.#reachability = reachability;
    this.#everywhere = [clientPorts, ...transportsElsewhere(reachability)];
  }

  /**
   * A name for the question's class, and its ends: questions of one name have answers that differ only in that each holds its
   * own ports. Costs two walks for the first question of a pair of ends, and a look-up after that. Throws `EndpointError`
   * where an end cannot be resolved.
   */
  classOf(query: ReachQuery): QueryClass {
    const { protocol, port, sourcePort, icmpType, icmpCode } = query;
    const { key, ends, ports } = this.#pairOf(query);
    const destination = port === undefined ? '' : ports.classOf(port, protocol);
    const source = sourcePort === undefined ? '' : ports.classOf(sourcePort, protocol);
    const message = icmpType === undefined ? '' : `${icmpType}/${icmpCode ?? ''}`;
    return { name: `${key}|${protocol ?? ''}|${source}|${destination}|${message}`, ends };
  }

  #pairOf({ from, to }: ReachQuery): Pair {
    const text = `${from.length}|${from}|${to}`;
    let known = this.#pairs.get(text);
    if (known === undefined) {
      const ends = queryEnds(this.#reachability, { from, to });
      known = { key: this.#pairs.size, ends, ports: this.#portsBetween(ends) };
      this.#pairs.set(text, known);
    }
    return known;
  }

  #portsBetween(ends: QueryEnds): PortClasses {
    const { linked } = this.#reachability;
    const filters = this.#reachability.consultedFilters({ from: ends.from, to: ends.to });
    const key = filters.join('|');
    let known = this.#byFilters.get(key);
    if (known === undefined) {
      const consulted = filters.flatMap((id) => {
        const filter = linked.record('filter', id);
        return [...(filter?.rules ?? []), ...(filter?.exemptions ?? [])];
      });
      const rules = consulted.map(({ transport }) => transport);
      known = new PortClasses([...this.#everywhere, ...rules]);
      this.#byFilters.set(key, known);
    }
    return known;
  }
}

/** Where a question belongs. */
export interface QueryClass {
  readonly name: string;
  readonly ends: QueryEnds;
}

interface Pair {
  readonly key: number;
  readonly ends: QueryEnds;
  readonly ports: PortClasses;
}

/** Ports from which a witness is chosen where it can be. */
const clientPorts = TransportSet.unionOf([
  TransportSet.tcp(PortSet.all, PortSet.range(32_768, 60_999)),
  TransportSet.udp(PortSet.all, PortSet.range(32_768, 60_999)),
]);

/** What listeners listen to and gateways carry, wherever they are. */
function transportsElsewhere({ linked }: Reachability): readonly TransportSet[] {
  const found: TransportSet[] = [];
  for (const record of linked.graph.records.values()) {
    switch (record.kind) {
      case 'service':
        for (const { listens } of record.endpoints) if (!isUnknown(listens)) found.push(listens);
        break;
      case 'load-balancer':
        for (const { listens } of record.listeners) found.push(listens);
        break;
      case 'gateway':
        if (record.carries?.transport !== undefined) found.push(record.carries.transport);
        break;
      default:
    }
  }
  return found;
}

const PORT_PROTOCOLS = [6, 17, 132] as const;

/** Sorts ports into classes that some transport sets tell apart, whether a packet goes to the port or comes from it. */
class PortClasses {
  readonly #slices: ReadonlyMap<number, readonly Slices[]>;
  readonly #known = new Map<number, number>();
  readonly #numbers = new Map<string, number>();

  constructor(sets: readonly TransportSet[]) {
    const distinct = [...new Set(sets.map((set) => set.intern()))];
    this.#slices = new Map(
      PORT_PROTOCOLS.map((protocol) => [protocol, distinctSlices(distinct, protocol)]),
    );
  }

  /** The class of a port in a protocol, or in all three that have ports. */
  classOf(port: number, protocol: number | undefined): number {
    const key = (protocol ?? 0) * 65_536 + port;
    let known = this.#known.get(key);
    if (known === undefined) {
      const protocols = protocol === undefined ? PORT_PROTOCOLS : [protocol];
      let text = '';
      for (const each of protocols)
        for (const slices of this.#slices.get(each) ?? []) text += slices(port);
      known = this.#numbers.get(text) ?? this.#numbers.size;
      this.#numbers.set(text, known);
      this.#known.set(key, known);
    }
    return known;
  }
}

/** What a set holds of one protocol at one port, as a text: the source ports of packets to it, and where packets from it go. */
type Slices = (port: number) => string;

/** Sets that hold the same ports of a protocol are asked once. */
function distinctSlices(sets: readonly TransportSet[], protocol: number): readonly Slices[] {
  const parts = new Map<string, TransportSet>();
  for (const set of sets) {
    const part = set.intersect(TransportSet.protocol(protocol));
    parts.set(part.toString(), part);
  }
  return [...parts.values()].map((part) => slicesOf(part, protocol));
}

function slicesOf(part: TransportSet, protocol: number): Slices {
  const ports = destinationPorts(part);
  if (part.equals(ofPorts(protocol, ports, PortSet.all)))
    return (port) => (ports.has(port) ? '1' : '0');
  return (port) => {
    const one = PortSet.of(port);
    const from = part.intersect(ofPorts(protocol, one, PortSet.all)).sourcePorts();
    const to = destinationPorts(part.intersect(ofPorts(protocol, PortSet.all, one)));
    return `${from}>${to};`;
  };
}

function ofPorts(protocol: number, destination: PortSet, source: PortSet): TransportSet {
  switch (protocol) {
    case 6:
      return TransportSet.tcp(destination, source);
    case 17:
      return TransportSet.udp(destination, source);
    default:
      return TransportSet.sctp(destination, source);
  }
}

/** Of a set that holds packets of one protocol only. */
function destinationPorts(part: TransportSet): PortSet {
  return PortSet.unionOf([part.tcpPorts(), part.udpPorts(), part.sctpPorts()]);
}
