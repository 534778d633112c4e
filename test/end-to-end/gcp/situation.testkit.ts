import {
  type Graph,
  type GraphRecord,
  graphOf,
  link,
  type RecordKind,
  type RecordOf,
  recordsOf,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import {
  answerQuery,
  Reachability,
  type ReachResult,
  type VerdictWord,
} from '@netposture/network/reachability';
import type { WorldBuilder } from '../../clouds/gcp/index.ts';
import { type ScanOptions, scanGcp } from './scan.testkit.ts';

/** Protocols as rows name them. */
const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  icmpv6: 58,
};

/** A scanned world and the verdicts in it. */
export interface Situation {
  readonly graph: Graph;
  /** `tcp:22` from one end to another; `internet`, a name, an address. */
  readonly ask: (from: string, to: string, packet: string) => ReachResult;
  /** The verdict of {@link ask}: conversable for TCP, delivered for the rest. */
  readonly verdict: (from: string, to: string, packet: string) => VerdictWord;
  /** Sources on the internet that are admitted at a target by this packet; as CIDRs. */
  readonly admitted: (to: string, packet: string) => AddressSet;
  /** The same observations under another reading. */
  readonly misread: (change: (record: GraphRecord) => GraphRecord | undefined) => Situation;
  readonly one: <K extends RecordKind>(kind: K, name: string) => RecordOf<K>;
}

/** Scans a world; the answers come from the graph alone. */
export async function situationOf(
  builder: WorldBuilder,
  options: ScanOptions = {},
): Promise<Situation> {
  const { graph } = await scanGcp(builder.world, options);
  return situationIn(graph);
}

/** The verdicts of a graph. */
export function situationIn(graph: Graph): Situation {
  const reachability = new Reachability(link(graph));
  const ask = (from: string, to: string, packet: string) => {
    const [name = '', port] = packet.split(':');
    const protocol = PROTOCOLS[name];
    return answerQuery(reachability, {
      from,
      to,
      ...(protocol === undefined ? {} : { protocol }),
      ...(port === undefined ? {} : { port: Number(port) }),
    });
  };
  return {
    graph,
    ask,
    verdict: (from, to, packet) => ask(from, to, packet).verdict,
    admitted: (to, packet) =>
      AddressSet.unionOf(
        ask('internet', to, packet)
          .allowedSet.rows()
          .map((row) => row.source),
      ),
    misread: (change) => {
      const records = [...graph.records.values()].flatMap((record) => change(record) ?? []);
      return situationIn(graphOf(records, graph.coverage));
    },
    one: (kind, name) => {
      const found = recordsOf(graph, kind).filter((record) => record.name === name);
      const [only] = found;
      if (only === undefined || found.length > 1)
        throw new Error(`${found.length} records ${kind} ${name}`);
      return only;
    },
  };
}
