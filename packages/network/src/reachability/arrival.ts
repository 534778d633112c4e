import type { Interface } from '../graph/interface.ts';
import type { GraphRecord } from '../graph/record.ts';
import { isUnknown } from '../graph/unknown.ts';
import { type PacketSet, TransportSet } from '../netset/index.ts';
import { type Bounds, everything, exactly, nothing, undecided } from './bounds.ts';
import type { SubnetFacts } from './estate.ts';
import type { Scope } from './scope.ts';
import { openCrossing, perhaps, reachesNothing, through, type Verdict } from './verdict.ts';
import { type Continuation, onlyTransport, type Walk } from './walk.ts';

/**
 * Packets in front of an interface, carrying its inside addresses: the border of its subnet unless they come from
 * inside it, whether anything runs there, its layers, what its owner listens to; then whatever follows. Every
 * packet lies in the `scope`.
 */
export function arriveAt(
  walk: Walk,
  receiver: Interface,
  packets: PacketSet,
  border: SubnetFacts | undefined,
  onArrival: Continuation,
  scope?: Scope,
): Verdict {
  const subnetFilter =
    border === undefined ? openCrossing : walk.subnetCrossing(border, 'ingress', packets);
  const owner = walk.estate.owner(receiver);
  const running = runningBounds(owner);
  noteRunning(walk, receiver, packets, running);
  const layers = walk.interfaceCrossing(receiver, 'ingress', packets, scope);
  const listening = listeningBounds(owner, receiver);
  if (listening !== everything) {
    walk.recorder?.note({
      kind: 'receiver',
      resource: receiver.id,
      packets,
      bounds: listening,
      disposition: 'no-listener',
    });
  }
  let rest = walk.onward(packets, subnetFilter.forward);
  rest = walk.onward(rest, layers.forward);
  rest = walk.onward(rest, listening);
  if (rest.isEmpty || (running === nothing && walk.recorder === undefined))
    return withHops(nothingArrives);
  const arrived = withHops(onArrival(rest));
  return isInventoryOnly(owner)
    ? inventoryVerdict(walk, receiver, packets, owner, arrived)
    : arrived;

  function withHops(verdict: Verdict): Verdict {
    const seen = through(
      { forward: running, reply: everything },
      through({ forward: listening, reply: everything }, verdict),
    );
    return through(subnetFilter, through(layers, seen));
  }
}

/** The end of the walk: the packets are where they were asked to be. A walk that keeps paths works out no verdict. */
export function arrived(walk: Walk): Continuation {
  return (packets) => {
    if (walk.recorder === undefined) {
      const here = exactly(packets);
      return { delivered: here, conversable: here };
    }
    walk.recorder.end(true);
    return reachesNothing;
  };
}

const nothingArrives: Verdict = { delivered: nothing, conversable: nothing };

/** What is known of the owner of an interface. */
export type Owner = GraphRecord | 'unseen' | undefined;

/** Whether the owner of an interface is switched on. Gateways, and interfaces that nobody owns, always are. */
export function runningBounds(owner: Owner): Bounds {
  if (owner === undefined) return everything;
  if (owner === 'unseen') return undecided;
  if (owner.kind !== 'workload' && owner.kind !== 'service' && owner.kind !== 'load-balancer')
    return everything;
  if (isUnknown(owner.state)) return undecided;
  return owner.state === 'running' ? everything : nothing;
}

/** Records whether an interface's owner runs, where that matters. */
export function noteRunning(walk: Walk, of: Interface, packets: PacketSet, running: Bounds): void {
  if (running === everything) return;
  const disposition = running === nothing ? 'not-running' : 'unseen';
  walk.recorder?.note({ kind: 'receiver', resource: of.id, packets, bounds: running, disposition });
}

/** What the owner of an interface listens to there. */
export function listeningBounds(owner: Owner, at: Interface): Bounds {
  if (owner === 'unseen') return undecided;
  if (owner?.kind === 'service') {
    const endpoints = owner.endpoints.filter((endpoint) => endpoint.interfaces.includes(at.id));
    if (endpoints.length === 0) return owner.inventoryOnly === undefined ? nothing : everything;
    return onlyTransport(TransportSet.unionOf(endpoints.map((endpoint) => endpoint.listens)));
  }
  if (owner?.kind === 'load-balancer') {
    return onlyTransport(TransportSet.unionOf(owner.listeners.map((listener) => listener.listens)));
  }
  return everything;
}

function isInventoryOnly(owner: Owner): owner is GraphRecord & { readonly inventoryOnly: string } {
  return owner !== 'unseen' && owner?.kind === 'service' && owner.inventoryOnly !== undefined;
}

function inventoryVerdict(
  walk: Walk,
  receiver: Interface,
  packets: PacketSet,
  owner: { readonly inventoryOnly: string },
  verdict: Verdict,
): Verdict {
  walk.recorder?.note({
    kind: 'receiver',
    resource: receiver.id,
    packets,
    bounds: undecided,
    disposition: 'unseen',
    detail: owner.inventoryOnly,
  });
  return perhaps(verdict);
}
