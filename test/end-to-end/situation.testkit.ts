import { type Graph, type GraphRecord, graphOf, link } from '@netposture/network/graph';
import { AddressSet, internet, PortSet, TransportSet } from '@netposture/network/netset';
import {
  interfacesOf,
  type Question,
  Reachability,
  renderExplanation,
  type Senders,
  type Targets,
} from '@netposture/network/reachability';

/** The answer to one question, in the words of the contract. */
export type Answer = 'allowed' | 'denied' | 'undetermined';

/** A reading of a graph that is wrong on purpose: changes or keeps each record. */
export type Misreading = (record: GraphRecord) => GraphRecord;

/** A world that was served, collected, normalized and linked, and can be asked. */
export class Situation {
  readonly graph: Graph;
  readonly #reachability: Reachability;

  constructor(graph: Graph) {
    this.graph = graph;
    this.#reachability = new Reachability(link(graph));
  }

  /**
   * Whether the first packet arrives. Both ends are `internet`, an address, or the name of a
   * workload, service, balancer or interface; packets as in `tcp 443`.
   */
  delivered(from: string, to: string, packets: string): Answer {
    const { allowed, undetermined } = this.#ask(from, to, packets).delivered;
    return verdictOf(allowed.isEmpty, undetermined.isEmpty);
  }

  /** Whether a reply comes back as well. */
  conversable(from: string, to: string, packets: string): Answer {
    const { allowed, undetermined } = this.#ask(from, to, packets).conversable;
    return verdictOf(allowed.isEmpty, undetermined.isEmpty);
  }

  /** The destinations and ports at which a target is surely reached. */
  exposed(from: string, to: string): { readonly addresses: string; readonly ports: string } {
    const { allowed } = this.#ask(from, to, 'any').delivered;
    return { addresses: allowed.destinations().toString(), ports: allowed.transports().toString() };
  }

  /** The way of one packet, hop by hop, as text. */
  explain(from: string, to: string, packets: string): string {
    const [source, destination] = [this.#senders(from), this.#targets(to)];
    const asked = this.#question(from, to, packets);
    const { delivered } = this.#reachability.reach(asked);
    const packet = [delivered.allowed, delivered.undetermined]
      .map((set) => set.witness())
      .find((witness) => witness !== undefined);
    const question: Question =
      packet === undefined
        ? { ...asked, from: source, to: destination, transport: single(packets) }
        : {
            from: narrowed(source, AddressSet.ofAddress(packet.source)),
            to: { ...destination, destinations: AddressSet.ofAddress(packet.destination) },
            transport: single(packets),
          };
    const explanation = this.#reachability.explain(question, false);
    if (explanation === undefined) return 'nothing leads there';
    return renderExplanation(this.#reachability.linked, explanation).join('\n');
  }

  /** The record of that name (and kind). */
  record<K extends GraphRecord['kind']>(
    kind: K,
    name: string,
  ): Extract<GraphRecord, { readonly kind: K }> {
    for (const record of this.graph.records.values()) {
      if (isOf(record, kind) && record.name === name) return record;
    }
    throw new Error(`no ${kind} is called ${name}`);
  }

  /** The same world, misread. */
  misread(misreading: Misreading): Situation {
    return new Situation(graphOf([...this.graph.records.values()].map(misreading)));
  }

  #ask(from: string, to: string, packets: string) {
    return this.#reachability.reach(this.#question(from, to, packets));
  }

  #question(from: string, to: string, packets: string): Question {
    return {
      from: this.#senders(from),
      to: this.#targets(to),
      transport: TransportSet.parse(packets),
    };
  }

  #senders(end: string): Senders {
    const external = outside(end);
    return external === undefined
      ? { interfaces: this.#interfaces(end) }
      : { interfaces: [], external };
  }

  #targets(end: string): Targets {
    const external = outside(end);
    return external === undefined
      ? { interfaces: this.#interfaces(end), throughBalancers: true }
      : { interfaces: [], external, destinations: external, throughBalancers: true };
  }

  #interfaces(name: string) {
    const found = [...this.graph.records.values()].filter((record) => record.name === name);
    const ids = found.flatMap((record) => interfacesOf(this.#reachability.linked, record));
    if (ids.length === 0) throw new Error(`nothing with an interface is called ${name}`);
    return ids;
  }
}

function isOf<K extends GraphRecord['kind']>(
  record: GraphRecord,
  kind: K,
): record is Extract<GraphRecord, { readonly kind: K }> {
  return record.kind === kind;
}

function outside(end: string): AddressSet | undefined {
  if (end === 'internet') return internet;
  return /^[0-9a-f.:/]+$/.test(end) && /[.:]/.test(end) ? AddressSet.parse(end) : undefined;
}

function narrowed(senders: Senders, sources: AddressSet): Senders {
  return senders.external === undefined
    ? { ...senders, sources }
    : { ...senders, external: sources };
}

/** One packet of `tcp 443`: from port 40000. */
function single(packets: string): TransportSet {
  const set = TransportSet.parse(packets);
  const from = PortSet.of(40000);
  return set.intersect(
    TransportSet.unionOf([
      TransportSet.tcp(PortSet.all, from),
      TransportSet.udp(PortSet.all, from),
    ]),
  );
}

function verdictOf(noneAllowed: boolean, noneUndetermined: boolean): Answer {
  if (!noneAllowed) return 'allowed';
  return noneUndetermined ? 'denied' : 'undetermined';
}
