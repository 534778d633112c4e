import {
  type Graph,
  type Interface,
  link,
  type ResourceId,
  recordsOf,
  transportOf,
} from '@netposture/network/graph';
import {
  type Address,
  AddressSet,
  PortSet,
  parseAddress,
  TransportSet,
  type TransportWitness,
} from '@netposture/network/netset';
import { type AnswerSets, Reachability } from '@netposture/network/reachability';
import { Oracle } from '../oracle/oracle.testkit.ts';
import { type Answer, anyOf, type Verdict } from '../oracle/verdict.testkit.ts';

/** Where the stranger lives whom worlds call `internet`. */
const STRANGER: readonly Address[] = ['9.9.9.9', '2620:fe::9'].map((text) => parseAddress(text));

/** Ports from which the senders of worlds choose. */
const SOURCE_PORTS = [49152, 1024, 443, 80, 53, 22] as const;

/** One end of a question about a world. */
export interface End {
  /** Nothing: strangers on the internet. */
  readonly interfaces: readonly Interface[];
  readonly addresses: readonly Address[];
}

/** Finds what the names of a table stand for. */
export function endNamed(graph: Graph, name: string): End {
  if (name === 'internet') return { interfaces: [], addresses: STRANGER };
  if (/^[0-9a-f:.]+$/.test(name) && /[:.]/.test(name)) {
    return { interfaces: [], addresses: [parseAddress(name)] };
  }
  const interfaces = interfacesNamed(graph, name);
  if (interfaces.length === 0) throw new Error(`nothing here is called ${name}`);
  return { interfaces, addresses: interfaces.flatMap((each) => addressesOf(each)) };
}

/** The names of everything in a graph that has interfaces. */
export function endsOf(graph: Graph): string[] {
  const owners = (['workload', 'service', 'load-balancer'] as const).flatMap((kind) =>
    recordsOf(graph, kind).map((record) => record.name),
  );
  const ownerless = recordsOf(graph, 'interface').filter((each) => each.owner === undefined);
  return ['internet', ...owners, ...ownerless.map((each) => each.name)];
}

function interfacesNamed(graph: Graph, name: string): Interface[] {
  return recordsOf(graph, 'interface').filter((each) => {
    const owner = each.owner === undefined ? each : graph.records.get(each.owner);
    return owner?.name === name;
  });
}

/** The addresses of an interface, its public ones too. Of large sets the first few. */
function addressesOf({ addresses }: Interface): Address[] {
  return addresses.flatMap(({ inside, outside }) =>
    outside === undefined ? someOf(inside) : [...someOf(inside), ...someOf(outside)],
  );
}

function someOf(set: AddressSet): Address[] {
  return set.cidrs().flatMap((cidr) => {
    const address = AddressSet.parse(cidr).witness();
    return address === undefined ? [] : [address];
  });
}

/** Every way to write the transport of a table as a packet. */
function packetsOf(transport: string): TransportWitness[] {
  const witness = transportOf(transport).witness();
  if (witness === undefined) throw new Error(`${transport} is no packet`);
  if (witness.destinationPort === undefined) return [witness];
  return SOURCE_PORTS.map((sourcePort) => ({ ...witness, sourcePort }));
}

/** What the oracle says: the best of every packet that the sender may choose. */
export function oracleSays(graph: Graph, from: string, to: string, transport: string): Answer {
  const oracle = new Oracle(graph);
  const answers = [...questions(graph, from, to, transport)].map((question) =>
    oracle.ask(question),
  );
  return {
    delivered: anyOf(answers.map((answer) => answer.delivered)),
    conversable: anyOf(answers.map((answer) => answer.conversable)),
  };
}

function* questions(graph: Graph, from: string, to: string, transport: string) {
  const target = endNamed(graph, to);
  for (const { interface: sender, source } of sources(endNamed(graph, from))) {
    const doors = target.interfaces.length === 0 ? target.addresses : doorsTo(graph, target);
    for (const destination of doors) {
      // A packet to one of the sender's own addresses never leaves it.
      if (destination.family !== source.family || isOwn(sender, destination)) continue;
      const named: readonly (ResourceId | undefined)[] =
        target.interfaces.length === 0 ? [undefined] : target.interfaces.map(({ id }) => id);
      for (const goal of named) {
        for (const witness of packetsOf(transport)) {
          yield { from: sender?.id, to: goal, source, destination, transport: witness };
        }
      }
    }
  }
}

function isOwn(sender: Interface | undefined, address: Address): boolean {
  return sender !== undefined && addressesOf(sender).some((own) => own.value === address.value);
}

function* sources({ interfaces, addresses }: End) {
  if (interfaces.length === 0) {
    for (const source of addresses) yield { interface: undefined, source };
  }
  for (const each of interfaces) {
    for (const entry of each.addresses) {
      for (const source of someOf(entry.inside)) yield { interface: each, source };
    }
  }
}

/** The addresses of a target, and those of all balancers, which may lead to it. */
function doorsTo(graph: Graph, { addresses }: End): Address[] {
  const balancers = new Set(recordsOf(graph, 'load-balancer').flatMap((each) => each.interfaces));
  const before = recordsOf(graph, 'interface').filter((each) => balancers.has(each.id));
  return [...addresses, ...before.flatMap((each) => addressesOf(each))];
}

/** What the engine says about the same packets. */
export function engineSays(graph: Graph, from: string, to: string, transport: string): Answer {
  const [sender, target] = [endNamed(graph, from), endNamed(graph, to)];
  const known = someOfAll(sender.addresses);
  const answer = new Reachability(link(graph)).reach({
    from:
      sender.interfaces.length === 0
        ? { interfaces: [], external: known }
        : { interfaces: sender.interfaces.map(({ id }) => id) },
    to:
      target.interfaces.length === 0
        ? { interfaces: [], external: someOfAll(target.addresses), throughBalancers: false }
        : { interfaces: target.interfaces.map(({ id }) => id), throughBalancers: true },
    transport: withSourcePorts(transport),
  });
  return { delivered: best(answer.delivered), conversable: best(answer.conversable) };
}

function someOfAll(addresses: readonly Address[]): AddressSet {
  return AddressSet.unionOf(addresses.map((address) => AddressSet.ofAddress(address)));
}

function withSourcePorts(transport: string): TransportSet {
  const set = transportOf(transport);
  const ports = PortSet.of(...SOURCE_PORTS);
  return set
    .intersect(
      TransportSet.unionOf([
        TransportSet.tcp(PortSet.all, ports),
        TransportSet.udp(PortSet.all, ports),
      ]),
    )
    .union(set.subtract(TransportSet.unionOf([TransportSet.tcp(), TransportSet.udp()])));
}

function best({ allowed, undetermined }: AnswerSets): Verdict {
  if (!allowed.isEmpty) return 'allowed';
  return undetermined.isEmpty ? 'denied' : 'undetermined';
}
