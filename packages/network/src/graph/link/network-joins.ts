import type { Gateway } from '../gateway.ts';
import { type Graph, recordsOf } from '../graph.ts';
import type { ResourceId } from '../resource-id.ts';
import { isUnknown } from '../unknown.ts';
import { type Match, someMatch } from './match.ts';

/** Kinds of connection across which references to filters can be honoured. */
export type Connection = 'peering' | 'transit';

/** Networks that one gateway joins so that references are honoured among them. */
interface Join {
  readonly via: Connection;
  readonly networks: ReadonlySet<ResourceId>;
  /** Maybe where the state of the gateway is not known. */
  readonly match: Match;
}

/** Which networks honour references to filters of each other. Costs what the gateways list, not the pairs of networks. */
export class NetworkJoins {
  readonly #joins = new Map<ResourceId, Join[]>();

  constructor(graph: Graph) {
    for (const gateway of recordsOf(graph, 'gateway')) {
      if (gateway.gatewayKind === 'peering') this.#addPeering(gateway);
      else if (gateway.gatewayKind === 'transit') this.#addTransit(gateway);
    }
  }

  /** Whether a reference evaluated in one network reaches members in another: always within one network. */
  match(from: ResourceId, to: ResourceId, through: readonly Connection[]): Match {
    if (from === to) return 'yes';
    return someMatch(this.#joins.get(from) ?? [], ({ via, networks, match }) =>
      through.includes(via) && networks.has(to) ? match : 'no',
    );
  }

  #addPeering(gateway: Gateway): void {
    if (gateway.supportsReferences === false) return;
    this.#join('peering', gateway, gateway.networks);
  }

  #addTransit(gateway: Gateway): void {
    if (gateway.supportsReferences !== true) return;
    const networks = (gateway.attachments ?? []).flatMap((attachment) => {
      const { network, supportsReferences, state } = attachment;
      return network !== undefined && supportsReferences && state === 'active' ? [network] : [];
    });
    this.#join('transit', gateway, networks);
  }

  #join(via: Connection, { state }: Gateway, joined: readonly ResourceId[]): void {
    if (state === 'inactive') return;
    const networks = new Set(joined);
    const join: Join = { via, networks, match: isUnknown(state) ? 'maybe' : 'yes' };
    for (const network of networks) {
      const joins = this.#joins.get(network);
      if (joins === undefined) this.#joins.set(network, [join]);
      else joins.push(join);
    }
  }
}
