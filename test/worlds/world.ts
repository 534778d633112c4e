import { build, type Graph, type GraphBuilder } from '@netposture/network/graph';

/**
 * A small named network with what is true in it. Each table is about one transport, and says for every sender (row) and
 * every target (column) what becomes of its packets:
 *
 * - `yes`: they arrive, and replies come back;
 * - `lost`: they arrive, no reply comes back;
 * - `no`: they do not arrive;
 * - `?`: nobody can tell;
 * - `yes?`: they arrive, nobody can tell whether replies come back;
 * - `?lost`: nobody can tell whether they arrive, no reply comes back;
 * - `.`: not asked (oneself, or by way of oneself).
 *
 * `internet` is a stranger, at 9.9.9.9 and at 2620:fe::9. A row or column may also be an address of another stranger.
 * Targets behind balancers are reached at the balancer's address too, so the port of a table is the one that the client
 * writes. Senders choose their source port.
 */
export interface World {
  /** The outcome in a sentence. */
  readonly name: string;
  /** Builds it anew. */
  readonly make: () => { readonly graph: Graph; readonly tables: readonly string[] };
}

/** A world: its name, and what builds it and answers with its tables. */
export function world(name: string, make: (world: GraphBuilder) => readonly string[]): World {
  return {
    name,
    make() {
      const builder = build('acme');
      const tables = make(builder);
      return { graph: builder.graph(), tables };
    },
  };
}
