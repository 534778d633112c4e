import { type Graph, link, transportOf } from '@netposture/network/graph';
import { AddressSet, type Packet } from '@netposture/network/netset';
import { Reachability, renderExplanation } from '@netposture/network/reachability';
import { endNamed } from './ask.testkit.ts';
import { worlds } from './worlds.ts';

/** One packet of a world, whose way is told. */
export interface Story {
  readonly world: string;
  readonly from: string;
  readonly to: string;
  /** As a table of the world writes it, to be read as one packet with the source port 49152. */
  readonly transport: string;
  /** The address that the client writes, where the target has several or stands behind a balancer. */
  readonly at?: string;
}

/** The explanation of a story, as the command line prints it. */
export function tell({ world: name, from, to, transport, at }: Story): string {
  const found = worlds.find((world) => world.name === name);
  if (found === undefined) throw new Error(`no world is called "${name}"`);
  const { graph } = found.make();
  const linked = link(graph);
  const explanation = new Reachability(linked).explain(
    questionOf(graph, { from, to, at }, transport),
    true,
  );
  return explanation === undefined
    ? 'nothing leads there'
    : renderExplanation(linked, explanation).join('\n');
}

function questionOf(
  graph: Graph,
  { from, to, at }: { readonly from: string; readonly to: string; readonly at: string | undefined },
  transport: string,
) {
  const [sender, target] = [endNamed(graph, from), endNamed(graph, to)];
  const destinations = at === undefined ? firstOf(target.addresses) : AddressSet.parse(at);
  return {
    from:
      sender.interfaces.length === 0
        ? { interfaces: [], external: firstOf(sender.addresses) }
        : { interfaces: sender.interfaces.map(({ id }) => id), sources: firstOf(sender.addresses) },
    to: {
      interfaces: target.interfaces.map(({ id }) => id),
      destinations,
      ...(target.interfaces.length === 0 ? { external: destinations } : {}),
      throughBalancers: target.interfaces.length > 0,
    },
    transport: transportOf(transport),
  };
}

function firstOf([address]: readonly Packet['source'][]): AddressSet {
  return address === undefined ? AddressSet.empty : AddressSet.ofAddress(address);
}
