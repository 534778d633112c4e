import type { Direction } from '../graph/filter.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { PacketSet } from '../netset/index.ts';
import type { Bounds } from './bounds.ts';
import type { Disposition } from './disposition.ts';

/** What a hop is about. */
export type HopKind =
  | 'sender'
  | 'receiver'
  | 'filter'
  | 'subnet-filter'
  | 'route'
  | 'gateway'
  | 'translation'
  | 'internet'
  | 'balancer';

/** The answer of one hop for the packets that reach it: `mixed` only where several packets are followed at once. */
export type HopVerdict = 'allowed' | 'denied' | 'undetermined' | 'mixed';

/** One step of one path, as data; sentences are made of it elsewhere. */
export interface Hop {
  readonly kind: HopKind;
  /** Interface, subnet, gateway, route table or balancer where it happens. */
  readonly resource: ResourceId;
  readonly verdict: HopVerdict;
  /** How the packet ends here, if it is refused or undetermined. */
  readonly disposition?: Disposition;
  /** Whether it concerns the reply instead of the packet. */
  readonly isReply: boolean;
  readonly direction?: Direction;
  /** Filters asked at this hop, in their order. */
  readonly filters?: readonly ResourceId[];
  /** The packets as this hop sees them (a reply's own addresses and ports are swapped). */
  readonly packets: PacketSet;
  /** The route, the provider's word for a block, or why nobody knows. */
  readonly detail?: string;
  /** Why nobody knows, beside a `detail` that says where. */
  readonly cause?: string;
  /** Of a balancer: the interface to which it passes the packets on. */
  readonly towards?: ResourceId;
}

/** One way through the estate, from its first hop to where it ends. */
export interface Path {
  readonly hops: readonly Hop[];
  /** Whether the last hop is the asked target rather than a refusal on the way. */
  readonly arrives: boolean;
}

/** What a hop says of itself; the recorder works out the verdict. */
export interface HopNote extends Omit<Hop, 'verdict' | 'isReply'> {
  readonly isReply?: boolean;
  readonly bounds: Bounds;
  /** The packets as `bounds` speaks of them: for a reply, those that it answers. Absent where they are those of the hop. */
  readonly judged?: PacketSet;
}

/**
 * Keeps the paths of one walk, which then goes every way to its end, whatever refuses on it, and works out no verdict.
 * Without a recorder the walk only computes sets. A silent one keeps nothing.
 */
export class Recorder {
  readonly paths: Path[] = [];
  readonly isSilent: boolean;
  #hops: Hop[] = [];

  constructor(isSilent = false) {
    this.isSilent = isSilent;
  }

  /** Adds a hop to the current path. */
  note(note: HopNote): void {
    if (this.isSilent) return;
    const { bounds, judged, isReply, disposition, ...rest } = note;
    const verdict = hopVerdict(bounds, judged ?? note.packets);
    this.#hops.push({
      ...rest,
      verdict,
      isReply: isReply ?? false,
      ...(disposition === undefined || verdict === 'allowed' ? {} : { disposition }),
    });
  }

  /** Runs one branch; afterwards the path stands where it stood before. */
  branch<T>(run: () => T): T {
    const length = this.#hops.length;
    const result = run();
    this.#hops = this.#hops.slice(0, length);
    return result;
  }

  /** Ends the current path here. */
  end(arrives: boolean): void {
    if (this.isSilent) return;
    this.paths.push({ hops: [...this.#hops], arrives });
  }
}

function hopVerdict(bounds: Bounds, packets: PacketSet): HopVerdict {
  if (packets.isSubsetOf(bounds.certain)) return 'allowed';
  if (!packets.overlaps(bounds.possible)) return 'denied';
  if (!packets.overlaps(bounds.certain) && packets.isSubsetOf(bounds.possible))
    return 'undetermined';
  return 'mixed';
}
