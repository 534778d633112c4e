import type { Direction, Plane } from '../graph/filter.ts';
import type { Interface } from '../graph/interface.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { RouteTarget } from '../graph/route-table.ts';
import { isUnknown, type Known } from '../graph/unknown.ts';
import { AddressSet, PacketSet, type TransportSet } from '../netset/index.ts';
import { type Bounds, everything, exactly, nothing, undecided } from './bounds.ts';
import type { Disposition } from './disposition.ts';
import type { Estate, Holder, SubnetFacts } from './estate.ts';
import type { FilterCache } from './filter-cache.ts';
import { decideRoutes, type RouteDecision } from './route-lookup.ts';
import type { Scope } from './scope.ts';
import type { HopNote, Recorder } from './trace.ts';
import { type Crossing, openCrossing, reachesNothing, thenCross, type Verdict } from './verdict.ts';

/** What happens to packets once they have arrived at an interface: for the target itself, or for a balancer that passes them on. */
export type Continuation = (packets: PacketSet) => Verdict;

/** Whom a question is about. */
export interface Acceptor {
  /**
   * The continuation of packets that arrive at this interface, after this many balancers; undefined when the question is not
   * about it.
   */
  at(id: ResourceId, balancers?: number): Continuation | undefined;
  /** The asked interfaces themselves, and those of balancers in front of them. */
  readonly targets: readonly Interface[];
  /** What holds every packet that strangers send, where the question is only about some. */
  readonly sourceScope?: Scope;
  /** Whether addresses that nobody here holds count as reached. */
  readonly external: boolean;
  /** What may become of packets behind a point from which nobody can follow them: undetermined at best. */
  afterDoubt(packets: PacketSet): Verdict;
  /** Holders of an address known by host name only that the question names. */
  readonly inexact: readonly Holder[];
}

/** Which of these addresses a route leads back to, as a reply must; at least `certain`, at most `possible`. */
export interface AddressBounds {
  readonly certain: AddressSet;
  readonly possible: AddressSet;
}

/** Judges where a receiver's routes send its replies. */
export interface ReplyTest {
  /** Whether a receiver in the public space, which needs no routes, answers this way. */
  readonly isInternet: boolean;
  leads(receiver: Standpoint, target: RouteTarget, addresses: AddressSet): AddressBounds;
}

/** The place from which packets go on: an interface's, or that of the subnet of a NAT gateway or transit attachment. */
export interface Standpoint {
  /** The sending interface itself, where routes may be tied to it. */
  readonly sender?: Interface;
  readonly network: ResourceId;
  readonly subnet?: SubnetFacts;
  readonly routeTable: Known<ResourceId> | 'internet';
  /** How a receiver's route must look for replies to come back; absent while the packet is still in the sender's network. */
  readonly replies?: ReplyTest;
  /** Whether a NAT gateway has already replaced the source. */
  readonly isTranslated?: boolean;
  /** Whether the packets come out of a transit gateway here. */
  readonly isTransitExit?: boolean;
  /** Gateways crossed so far. */
  readonly depth: number;
}

/** More gateways in a row are not followed. */
const maximumGateways = 8;

/** The tools that every step of one walk shares. Steps live in files of their own and get this as their first argument. */
export class Walk {
  readonly estate: Estate;
  readonly filters: FilterCache;
  readonly acceptor: Acceptor;
  readonly recorder: Recorder | undefined;
  readonly #decisions: Map<string, readonly RouteDecision[]>;

  constructor(
    estate: Estate,
    filters: FilterCache,
    decisions: Map<string, readonly RouteDecision[]>,
    acceptor: Acceptor,
    recorder?: Recorder,
  ) {
    this.estate = estate;
    this.filters = filters;
    this.acceptor = acceptor;
    this.recorder = recorder;
    this.#decisions = decisions;
  }

  /** The same walk without keeping paths. */
  unrecorded(): Walk {
    return new Walk(this.estate, this.filters, this.#decisions, this.acceptor);
  }

  /** Where an interface sends from. */
  standpointOf(sender: Interface): Standpoint {
    const subnet = this.estate.subnet(sender.subnet);
    const table = sender.routeTable ?? subnet?.routeTable;
    const isPublicSpace = this.estate.network(sender.network)?.isPublicSpace === true;
    const missing = isPublicSpace && sender.subnet === undefined ? 'internet' : noTable;
    return {
      sender,
      network: sender.network,
      ...(subnet === undefined ? {} : { subnet }),
      routeTable: table ?? missing,
      depth: 0,
    };
  }

  /** The place of a subnet, for what goes on from there. Undefined after too many gateways. */
  standpointIn(
    subnet: SubnetFacts,
    after: Standpoint,
    replies?: ReplyTest,
    isTransitExit = false,
  ): Standpoint | undefined {
    if (after.depth >= maximumGateways) return undefined;
    return {
      network: subnet.network,
      subnet,
      routeTable: subnet.routeTable,
      depth: after.depth + 1,
      isTranslated: after.isTranslated === true || !isTransitExit,
      isTransitExit,
      ...(replies === undefined ? {} : { replies }),
    };
  }

  /** The routes of a standpoint, or undefined where they are unknown. Kept per table and set of applicable routes. */
  decisions(standpoint: Standpoint): readonly RouteDecision[] | undefined {
    if (standpoint.routeTable === 'internet' || isUnknown(standpoint.routeTable)) return undefined;
    return this.tableDecisions(standpoint.routeTable, standpoint.sender?.id);
  }

  /** The routes of a table for one sender (or for none in particular). */
  tableDecisions(id: ResourceId, sender?: ResourceId): readonly RouteDecision[] | undefined {
    const table = this.estate.routeTable(id);
    if (table === undefined) return undefined;
    const selects = (route: { readonly sources?: Parameters<Estate['selects']>[0] }) => {
      if (route.sources === undefined) return 'yes' as const;
      return sender === undefined ? ('no' as const) : this.estate.selects(route.sources, sender);
    };
    let signature = '';
    for (const route of table.routes)
      if (route.sources !== undefined) signature += selects(route).charAt(0);
    const key = `${id}|${signature}`;
    let decisions = this.#decisions.get(key);
    if (decisions === undefined) {
      decisions = decideRoutes(table, selects);
      this.#decisions.set(key, decisions);
    }
    return decisions;
  }

  /**
   * All layers of an interface for packets of a direction, replies included. Packets carry inside addresses at this end. All
   * packets lie in the `scope`.
   */
  interfaceCrossing(
    of: Interface,
    direction: Direction,
    packets: PacketSet,
    scope?: Scope,
  ): Crossing {
    if (this.recorder?.isSilent === false) this.#recordLayers(of, direction, packets);
    const planes = (['private', 'public'] as const).filter(
      (plane) => !ownAddresses(of, plane).isEmpty,
    );
    const crossings = planes.map((plane) => this.#layersOn(of, direction, plane, scope));
    const [first, second] = crossings;
    if (first === undefined) return openCrossing;
    if (second === undefined || (second.forward === first.forward && second.reply === first.reply))
      return first;
    const parts = planes.map((plane, index) =>
      onlyFor(crossings[index] ?? first, ownAddresses(of, plane), direction),
    );
    return parts.reduce(thenCross);
  }

  /** The filter at a subnet's border, replies included. */
  subnetCrossing(subnet: SubnetFacts, direction: Direction, packets: PacketSet): Crossing {
    const crossing = this.filters.subnet(subnet, direction);
    if (this.recorder?.isSilent === false && subnet.filter !== undefined) {
      const filters = isUnknown(subnet.filter) ? [] : [subnet.filter];
      this.noteCrossing(crossing, direction, packets, {
        kind: 'subnet-filter',
        resource: subnet.id,
        filters,
      });
    }
    return crossing;
  }

  /** Records a crossing as two hops: the packet's, and the reply's where one is judged on its own. */
  noteCrossing(
    crossing: Crossing,
    direction: Direction,
    packets: PacketSet,
    hop: Pick<HopNote, 'kind' | 'resource' | 'filters' | 'detail'> & {
      readonly admission?: boolean;
    },
  ): void {
    const { admission, ...rest } = hop;
    const refusal: Disposition =
      admission === true
        ? 'refused-service'
        : direction === 'ingress'
          ? 'refused-ingress'
          : 'refused-egress';
    const disposition = crossing.forward === undecided ? 'unseen' : refusal;
    this.recorder?.note({ ...rest, direction, packets, bounds: crossing.forward, disposition });
    if (crossing.reply === everything) return;
    const back: Direction = direction === 'ingress' ? 'egress' : 'ingress';
    this.recorder?.note({
      ...rest,
      direction: back,
      packets: packets.reversed(),
      judged: packets,
      bounds: crossing.reply,
      disposition: 'no-return-path',
      isReply: true,
    });
  }

  /** Records a hop that ends the path, and gives its verdict: denied. */
  refused(note: Omit<HopNote, 'bounds'> & { readonly disposition: Disposition }): Verdict {
    this.recorder?.note({ ...note, bounds: nothing });
    this.recorder?.end(false);
    return reachesNothing;
  }

  /** Records a hop behind which nothing can be said, and gives its verdict: undetermined. */
  unclear(note: Omit<HopNote, 'bounds'> & { readonly disposition: Disposition }): Verdict {
    this.recorder?.note({ ...note, bounds: undecided });
    this.recorder?.end(false);
    return this.acceptor.afterDoubt(note.packets);
  }

  /** Records a hop that lets everything pass. */
  passed(note: Omit<HopNote, 'bounds'>): void {
    this.recorder?.note({ ...note, bounds: everything });
  }

  /** Runs a branch of the walk on a path of its own. */
  branch<T>(run: () => T): T {
    return this.recorder === undefined ? run() : this.recorder.branch(run);
  }

  /** The packets with which to go on behind a hop: all of them when paths are recorded, else those it may let pass. */
  onward(packets: PacketSet, bounds: Bounds): PacketSet {
    return this.recorder === undefined && bounds !== everything
      ? packets.intersect(bounds.possible)
      : packets;
  }

  #layersOn(of: Interface, direction: Direction, plane: Plane, scope: Scope | undefined): Crossing {
    let crossing = openCrossing;
    for (const layer of of.layers) {
      const here = isUnknown(layer)
        ? unknownLayer
        : this.filters.layer(of, layer, direction, plane, scope);
      crossing = thenCross(crossing, here);
    }
    return crossing;
  }

  #recordLayers(of: Interface, direction: Direction, packets: PacketSet): void {
    const own = direction === 'ingress' ? packets.destinations() : packets.sources();
    const plane: Plane = own.overlaps(ownAddresses(of, 'public')) ? 'public' : 'private';
    const owner = this.estate.owner(of);
    const admissions =
      owner !== 'unseen' && owner?.kind === 'service'
        ? owner.endpoints.map((endpoint) => endpoint.admission)
        : [];
    for (const layer of of.layers) {
      const hop = { kind: 'filter', resource: of.id } as const;
      if (isUnknown(layer)) {
        this.noteCrossing(unknownLayer, direction, packets, {
          ...hop,
          filters: [],
          detail: layer.reason,
        });
        continue;
      }
      const crossing = this.filters.layer(of, layer, direction, plane);
      const filters = layer.attachments.map(({ filter }) => filter);
      const admission = filters.some((filter) => admissions.includes(filter));
      this.noteCrossing(crossing, direction, packets, { ...hop, filters, admission });
    }
  }
}

const noTable = { kind: 'unknown', reason: 'The route table is not known.' } as const;
const unknownLayer: Crossing = { forward: undecided, reply: undecided };

/** Inside addresses of an interface on one plane. */
export function ownAddresses(of: Interface, plane: Plane): AddressSet {
  const [only] = of.addresses;
  if (of.addresses.length === 1 && only !== undefined)
    return only.plane === plane ? only.inside : AddressSet.empty;
  return AddressSet.unionOf(
    of.addresses.filter((address) => address.plane === plane).map(({ inside }) => inside),
  );
}

/** A crossing that judges only packets with these own addresses; others pass. */
function onlyFor(crossing: Crossing, own: AddressSet, direction: Direction): Crossing {
  const others = ownPackets(own.complement(), direction);
  const widen = (bounds: Bounds): Bounds => ({
    certain: bounds.certain.union(others),
    possible: bounds.possible.union(others),
  });
  return { forward: widen(crossing.forward), reply: widen(crossing.reply) };
}

function ownPackets(own: AddressSet, direction: Direction): PacketSet {
  return direction === 'ingress' ? packetsTo(own) : packetsFrom(own);
}

/** Every packet with one of these destinations. */
export function packetsTo(destinations: AddressSet): PacketSet {
  return PacketSet.all.restrict({ destination: destinations });
}

/** Every packet with one of these sources. */
export function packetsFrom(sources: AddressSet): PacketSet {
  return PacketSet.all.restrict({ source: sources });
}

/** Exactly the packets of this transport. */
export function onlyTransport(transport: TransportSet): Bounds {
  return exactly(PacketSet.all.restrict({ transport }));
}
