import {
  type Graph,
  type Interface,
  link,
  type ResourceId,
  recordsOf,
} from '@netposture/network/graph';
import { type Address, AddressSet, type Packet } from '@netposture/network/netset';
import { type AnswerSets, type ReachAnswer, Reachability } from '@netposture/network/reachability';
import type { Answer, Verdict } from './verdict.testkit.ts';

/** The engine as the oracle speaks to it: all packets from one sender to one target at once, looked at one by one. */
export interface Engine {
  /** From an interface (or the internet) to an interface, by every address of its and of the balancers before it. */
  toInterface(from: ResourceId | undefined, to: ResourceId): (packet: Packet) => Answer;
  /** From an interface (or the internet) to whoever has an address. */
  toAddress(from: ResourceId | undefined, to: Address): (packet: Packet) => Answer;
}

/** The engine over a graph. */
export function engineOf(graph: Graph): Engine {
  const reachability = new Reachability(link(graph));
  const interfaces = recordsOf(graph, 'interface');
  const from = (sender: ResourceId | undefined) =>
    sender === undefined ? { interfaces: [], external: AddressSet.all } : { interfaces: [sender] };
  return {
    toInterface(sender, target) {
      const to = { interfaces: [target], throughBalancers: true };
      return lookUp(reachability.reach({ from: from(sender), to }));
    },
    toAddress(sender, target) {
      const destinations = AddressSet.ofAddress(target);
      const to = {
        interfaces: interfaces.filter((each) => holdsExactly(each, target)).map(({ id }) => id),
        destinations,
        external: destinations,
        throughBalancers: false,
      };
      return lookUp(reachability.reach({ from: from(sender), to }));
    },
  };
}

function holdsExactly({ addresses }: Interface, address: Address): boolean {
  return addresses.some(
    (entry) => entry.exact && (entry.inside.has(address) || entry.outside?.has(address)),
  );
}

function lookUp({ delivered, conversable }: ReachAnswer): (packet: Packet) => Answer {
  return (packet) => ({
    delivered: verdictOf(delivered, packet),
    conversable: verdictOf(conversable, packet),
  });
}

function verdictOf({ allowed, undetermined }: AnswerSets, packet: Packet): Verdict {
  if (allowed.has(packet)) return 'allowed';
  return undetermined.has(packet) ? 'undetermined' : 'denied';
}
