import type { Gateway } from '../gateway.ts';
import { type Graph, recordsOf } from '../graph.ts';
import type { ResourceId } from '../resource-id.ts';
import { isUnknown } from '../unknown.ts';
import type { Match } from './match.ts';

/** Kinds of connection across which references to filters can be honoured. */
export type Connection = 'peering' | 'transit';

/** Which networks honour references to filters of each other. */
export class NetworkJoins {
  readonly #joins = new Map<
    ResourceId,
    { readonly via: Connection; readonly to: ResourceId; readonly match: Match }[]
  >();

  constructor(graph: Graph) {
    for (const gateway of recordsOf(graph, 'gateway')) {
      if (gateway.gatewayKind === 'peering') this.#addPeering(gateway);
      else if (gateway.gatewayKind === 'transit') this.#addTransit(gateway);
    }
  }

  /** Whether a reference evaluated in one network reaches members in another: always within one network. */
  match(from: ResourceId, to: ResourceId, through: readonly Connection[]): Match {
    if (from === to) return 'yes';
    let result: Match = 'no';
    for (const join of this.#joins.get(from) ?? []) {
      if (join.to !== to || !through.includes(join.via)) continue;
      if (join.match === 'yes') return 'yes';
      result = 'maybe';
    }
    return result;
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

  #join(via: Connection, { state }: Gateway, networks: readonly ResourceId[]): void {
    if (state === 'inactive') return;
    const match: Match = isUnknown(state) ? 'maybe' : 'yes';
    for (const from of networks) {
      for (const to of networks) {
        if (from === to) continue;
        const joins = this.#joins.get(from);
        if (joins === undefined) this.#joins.set(from, [{ via, to, match }]);
        else joins.push({ via, to, match });
      }
    }
  }
}
