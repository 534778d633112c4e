import type { Interface, InterfaceAddress } from '../graph/interface.ts';
import type { LoadBalancer } from '../graph/load-balancer.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import {
  type Address,
  AddressSet,
  internet,
  type Packet,
  PacketSet,
  TransportSet,
} from '../netset/index.ts';
import { arrived } from './arrival.ts';
import { passBalancer } from './balancer.ts';
import type { Estate, Holder } from './estate.ts';
import type { FilterCache } from './filter-cache.ts';
import { deliverOverInternet, publicFace, strangers, unmodelledWays } from './internet.ts';
import type { RouteDecision } from './route-lookup.ts';
import { internetScope, type Scope } from './scope.ts';
import { sendFrom } from './send.ts';
import type { Recorder } from './trace.ts';
import {
  either,
  perhaps,
  reachesNothing,
  reachesPerhaps,
  type Verdict,
  verdictWithin,
} from './verdict.ts';
import { type Acceptor, type Continuation, Walk } from './walk.ts';

/** Who sends. */
export interface Senders {
  /** Interfaces of ours, each with its inside addresses as sources. */
  readonly interfaces: readonly ResourceId[];
  /** Only these sources. Absent = all that the senders have. */
  readonly sources?: AddressSet;
  /** Addresses of strangers on the internet. */
  readonly external?: AddressSet;
}

/** What is to be reached. */
export interface Targets {
  /** Interfaces of ours, by every address that they have. */
  readonly interfaces: readonly ResourceId[];
  /** Only by these destinations. Absent = by all of them. */
  readonly destinations?: AddressSet;
  /** Addresses of strangers on the internet. */
  readonly external?: AddressSet;
  /** Whether ways through balancers in front count. */
  readonly throughBalancers: boolean;
}

/** One question about packets. */
export interface Question {
  readonly from: Senders;
  readonly to: Targets;
  /** Absent = every protocol and port. */
  readonly transport?: TransportSet;
  /** Only this one packet of all that is asked, in the sender's terms. */
  readonly packet?: Packet;
}

/** What an engine keeps between questions about one estate. */
export interface EngineState {
  readonly estate: Estate;
  readonly filters: FilterCache;
  readonly decisions: Map<string, readonly RouteDecision[]>;
  /** Balancers (by id) that pass packets on to an interface or balancer. */
  balancersBefore(id: ResourceId): readonly ResourceId[];
}

/**
 * Answers one question for all its packets at once, in the senders' terms: sources are the senders' inside addresses (or
 * strangers'), destinations and ports as the sender writes them.
 */
export function answer(state: EngineState, question: Question, recorder?: Recorder): Verdict {
  const doors = doorsTo(state, question.to);
  let verdict = reachesNothing;
  for (const entry of entriesOf(state, doors)) {
    verdict = either(verdict, answerAt(state, question, doors, entry, recorder));
  }
  return verdict;
}

/** The answer for packets that first arrive by the addresses of one entry. */
function answerAt(
  state: EngineState,
  question: Question,
  doors: Doors,
  entry: Entry,
  recorder: Recorder | undefined,
): Verdict {
  const acceptor = acceptorOf(state, question, doors, entry, () => walk);
  const walk: Walk = new Walk(state.estate, state.filters, state.decisions, acceptor, recorder);
  let verdict = reachesNothing;
  for (const { sender, packets } of askedOf(state, question, entry)) {
    if (sender !== undefined) {
      verdict = either(
        verdict,
        walk.branch(() => sendFrom(walk, sender, packets)),
      );
      continue;
    }
    verdict = either(
      verdict,
      walk.branch(() => deliverOverInternet(walk, packets)),
    );
    verdict = either(verdict, unmodelledWays(walk, packets));
  }
  return entry.isExact ? verdict : collapse(verdict, entry.faces);
}

/** Strangers alone, all of the internet set: only rules about that set matter where they arrive. */
function scopeOf(from: Senders): { readonly sourceScope?: Scope } {
  const isInternet = from.interfaces.length === 0 && from.external === internet;
  return isInternet ? { sourceScope: internetScope } : {};
}

/** Every packet that a question is about, in the senders' terms. */
export function askedPackets(state: EngineState, question: Question): PacketSet {
  const entries = entriesOf(state, doorsTo(state, question.to));
  return PacketSet.unionOf(
    entries.flatMap((entry) => askedOf(state, question, entry).map(({ packets }) => packets)),
  );
}

interface AskedPackets {
  /** Absent for strangers. */
  readonly sender?: Interface;
  readonly packets: PacketSet;
}

function askedOf(state: EngineState, question: Question, entry: Entry): readonly AskedPackets[] {
  const transport = question.transport ?? TransportSet.all;
  const destinations = narrowed(destinationsAt(question, entry), question.packet?.destination);
  const asked: AskedPackets[] = [];
  for (const id of question.from.interfaces) {
    const sender = state.estate.interface(id);
    if (sender === undefined) continue;
    const sources = narrowed(sourcesOf(sender, question.from.sources), question.packet?.source);
    asked.push({ sender, packets: PacketSet.of(sources, destinations, transport) });
  }
  const strange = (question.from.external ?? AddressSet.empty).intersect(strangers);
  const outside = narrowed(strange.subtract(heldBy(state, question.from)), question.packet?.source);
  asked.push({ packets: PacketSet.of(outside, destinations, transport) });
  return asked.filter(({ packets }) => !packets.isEmpty);
}

/**
 * The destinations of an entry. An inexact one is asked with all of its addresses whatever the question narrows: what one of
 * them can do depends on what the others can.
 */
function destinationsAt(question: Question, entry: Entry): AddressSet {
  const { external, destinations } = question.to;
  if (!entry.isExact) return entry.faces;
  const all = external === undefined ? entry.faces : entry.faces.union(external);
  return destinations === undefined ? all : all.intersect(destinations);
}

/** A plain address that we hold is sent from by its holder, not by a stranger. */
function heldBy(state: EngineState, from: Senders): AddressSet {
  return AddressSet.unionOf(
    from.interfaces.flatMap((id) => (state.estate.interface(id)?.addresses ?? []).flatMap(facesOf)),
  );
}

function narrowed(set: AddressSet, to: Address | undefined): AddressSet {
  return to === undefined ? set : set.intersect(AddressSet.ofAddress(to));
}

/** Every interface at which packets may arrive that end up at the target: its own, and those of the balancers in front. */
interface Doors {
  readonly own: ReadonlySet<ResourceId>;
  readonly balancers: ReadonlyMap<ResourceId, ResourceId>;
}

function doorsTo(state: EngineState, to: Targets): Doors {
  const own = new Set(to.interfaces);
  const balancers = new Map<ResourceId, ResourceId>();
  if (!to.throughBalancers) return { own, balancers };
  const seen = new Set<ResourceId>();
  const open: ResourceId[] = [...own, ...balancersOf(state, own)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const id of state.balancersBefore(next)) {
      if (seen.has(id)) continue;
      seen.add(id);
      const cards = state.estate.balancer(id)?.interfaces ?? [];
      open.push(id, ...cards);
      for (const card of cards) balancers.set(card, id);
    }
  }
  return { own, balancers };
}

/**
 * Addresses of doors that are judged together: all exact ones, or one that is known by host name only, whose verdict must hold
 * for every address that it may have.
 */
interface Entry {
  readonly isExact: boolean;
  readonly holders: readonly Holder[];
  readonly faces: AddressSet;
}

function entriesOf(state: EngineState, doors: Doors): readonly Entry[] {
  const exact: Holder[] = [];
  const entries: Entry[] = [];
  for (const id of new Set([...doors.own, ...doors.balancers.keys()])) {
    const holder = state.estate.interface(id);
    for (const address of holder?.addresses ?? []) {
      if (holder === undefined) continue;
      if (address.exact) exact.push({ holder, address });
      else
        entries.push({
          isExact: false,
          holders: [{ holder, address }],
          faces: AddressSet.unionOf(facesOf(address)),
        });
    }
  }
  const faces = AddressSet.unionOf(exact.flatMap(({ address }) => facesOf(address)));
  return [{ isExact: true, holders: exact, faces }, ...entries];
}

/** Every address by which an interface's address is known, inside and outside. */
function facesOf(address: InterfaceAddress): readonly AddressSet[] {
  return address.outside === undefined ? [address.inside] : [address.inside, publicFace(address)];
}

/** The balancers to which some of these interfaces belong: what is passed on to such a balancer arrives at them. */
export function balancersOf(
  state: EngineState,
  cards: Iterable<ResourceId>,
): readonly ResourceId[] {
  const found = new Set<ResourceId>();
  for (const id of cards) {
    const card = state.estate.interface(id);
    const owner = card === undefined ? undefined : state.estate.owner(card);
    if (owner !== undefined && owner !== 'unseen' && owner.kind === 'load-balancer')
      found.add(owner.id);
  }
  return [...found];
}

function acceptorOf(
  state: EngineState,
  question: Question,
  doors: Doors,
  entry: Entry,
  walkOf: () => Walk,
): Acceptor {
  const entrances = new Set(entry.holders.map(({ holder }) => holder.id));
  const at = (id: ResourceId, balancers = 0): Continuation | undefined => {
    if (balancers === 0 && !entrances.has(id)) return undefined;
    const direct = doors.own.has(id) ? arrived(walkOf()) : undefined;
    const balancer = balancerAt(state, doors, id);
    if (balancer === undefined) return direct;
    const onward: Continuation = (packets) =>
      passBalancer(walkOf(), balancer, packets, balancers + 1);
    return direct === undefined ? onward : (packets) => either(direct(packets), onward(packets));
  };
  return {
    at,
    afterDoubt: (packets) => afterDoubt(state, question.to, doors, entry, walkOf(), packets),
    targets: [...new Set(entry.holders.map(({ holder }) => holder))],
    external: entry.isExact && question.to.external !== undefined,
    inexact: entry.isExact ? [] : entry.holders,
    ...scopeOf(question.from),
  };
}

function balancerAt(state: EngineState, doors: Doors, card: ResourceId): LoadBalancer | undefined {
  const id = doors.balancers.get(card);
  return id === undefined ? undefined : state.estate.balancer(id);
}

/**
 * Packets that went where nobody can follow them may still reach the target by any of its addresses, or a balancer in
 * front of it, whose second edge then judges as always.
 */
function afterDoubt(
  state: EngineState,
  to: Targets,
  doors: Doors,
  entry: Entry,
  walk: Walk,
  packets: PacketSet,
): Verdict {
  let verdict =
    entry.isExact && to.external !== undefined ? doubtAbout(packets, to.external) : reachesNothing;
  for (const { holder, address } of entry.holders) {
    const part = packets.restrict({ destination: AddressSet.unionOf(facesOf(address)) });
    if (part.isEmpty) continue;
    if (doors.own.has(holder.id)) verdict = either(verdict, doubtAbout(part, AddressSet.all));
    const balancer = balancerAt(state, doors, holder.id);
    if (balancer === undefined) continue;
    const onward = passBalancer(walk.unrecorded(), balancer, part, 1);
    verdict = either(verdict, perhaps(verdictWithin(onward, part)));
  }
  return verdict;
}

function doubtAbout(packets: PacketSet, destinations: AddressSet): Verdict {
  return verdictWithin(reachesPerhaps, packets.restrict({ destination: destinations }));
}

function sourcesOf(sender: Interface, only: AddressSet | undefined): AddressSet {
  const all = AddressSet.unionOf(sender.addresses.map(({ inside }) => inside));
  return only === undefined ? all : all.intersect(only);
}

/**
 * A target known by host name only has one of many addresses: what holds for all of them holds, what holds for none does
 * not, and anything between is undetermined.
 */
function collapse(verdict: Verdict, face: AddressSet): Verdict {
  return {
    delivered: collapseBounds(verdict.delivered, face),
    conversable: collapseBounds(verdict.conversable, face),
  };
}

function collapseBounds(bounds: Verdict['delivered'], face: AddressSet): Verdict['delivered'] {
  const whole = (set: PacketSet): PacketSet =>
    PacketSet.ofBoxes(
      set
        .restrict({ destination: face })
        .rows()
        .map((row) => ({ ...row, destination: face })),
    );
  const elsewhere = face.complement();
  const possible = bounds.possible
    .restrict({ destination: elsewhere })
    .union(whole(bounds.possible));
  const doubtful = whole(bounds.possible.subtract(bounds.certain)).union(
    whole(missing(bounds.certain, face)),
  );
  const certain = bounds.certain.subtract(doubtful);
  return { certain, possible };
}

/** Packets to the face whose source and transport occur in the set, but not to this destination. */
function missing(set: PacketSet, face: AddressSet): PacketSet {
  const there = set.restrict({ destination: face });
  const spread = PacketSet.ofBoxes(there.rows().map((row) => ({ ...row, destination: face })));
  return spread.subtract(there);
}
