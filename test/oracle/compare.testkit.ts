import { type Graph, type ResourceId, recordsOf } from '@netposture/network/graph';
import type { Address, Packet } from '@netposture/network/netset';
import type { Engine } from './engine.testkit.ts';
import { describeQuestion, Oracle, type Question } from './oracle.testkit.ts';
import { doorsTo, sendersOf } from './questions.testkit.ts';
import { ADDRESSES, TRANSPORTS } from './sample.testkit.ts';
import type { Answer, Verdict } from './verdict.testkit.ts';

/** A packet about which engine and oracle do not agree. */
export interface Difference {
  readonly question: Question;
  readonly oracle: Answer;
  readonly engine: Answer;
}

/** What a comparison saw. */
export interface Comparison {
  readonly asked: number;
  /** How often the oracle gave each verdict for the first packet, and for the reply. */
  readonly delivered: Readonly<Record<Verdict, number>>;
  readonly conversable: Readonly<Record<Verdict, number>>;
  readonly differences: readonly Difference[];
}

/**
 * Asks both about every packet of the tiny universe: from every sender to every address, and to every interface by its own
 * addresses and by those of all balancers. A packet to one's own address is not asked about: it never leaves.
 * Stops at so many differences.
 */
export function compare(graph: Graph, engine: Engine, most = 1): Comparison {
  const oracle = new Oracle(graph);
  const interfaces = recordsOf(graph, 'interface').map(({ id }) => ({
    id,
    doors: doorsTo(graph, id),
  }));
  const differences: Difference[] = [];
  const delivered = { allowed: 0, denied: 0, undetermined: 0 };
  const conversable = { allowed: 0, denied: 0, undetermined: 0 };
  let asked = 0;
  for (const { from, sources } of sendersOf(graph)) {
    const toInterface = new Map(
      interfaces.map(({ id }) => [id, engine.toInterface(from, id)] as const),
    );
    for (const destination of ADDRESSES) {
      if (from !== undefined && sources.includes(destination)) continue;
      const near = interfaces.filter(({ doors }) => doors.includes(destination));
      const toAddress = engine.toAddress(from, destination);
      const targets = [undefined, ...near.map(({ id }) => id)];
      for (const packet of packetsBetween(sources, destination)) {
        const answers = oracle.survey({ from, ...packet }, targets);
        for (const [i, to] of targets.entries()) {
          const ask = to === undefined ? toAddress : toInterface.get(to);
          const known = answers[i];
          if (ask === undefined || known === undefined) continue;
          asked++;
          delivered[known.delivered]++;
          conversable[known.conversable]++;
          const said = ask(packet);
          if (said.delivered === known.delivered && said.conversable === known.conversable)
            continue;
          differences.push({ question: { from, to, ...packet }, oracle: known, engine: said });
          if (differences.length >= most) return { asked, delivered, conversable, differences };
        }
      }
    }
  }
  return { asked, delivered, conversable, differences };
}

function* packetsBetween(sources: readonly Address[], destination: Address): Generator<Packet> {
  for (const source of sources) {
    if (source.family !== destination.family) continue;
    for (const transport of TRANSPORTS) yield { source, destination, transport };
  }
}

/** A difference in one line. */
export function describeDifference({ question, oracle, engine }: Difference): string {
  const said = ({ delivered, conversable }: Answer) => `${delivered}, ${conversable}`;
  return `${describeQuestion(question)}: oracle ${said(oracle)}; engine ${said(engine)}`;
}

/** Asks both one question. */
function compareOne(graph: Graph, engine: Engine, question: Question): Difference {
  const { from, to, ...packet } = question;
  const ask =
    to === undefined ? engine.toAddress(from, packet.destination) : engine.toInterface(from, to);
  return { question, oracle: new Oracle(graph).ask(question), engine: ask(packet) };
}

/** A small graph in which the two differ about the same packet in the same way: records and parts are taken away while they do. */
export function reduced(
  graph: Graph,
  difference: Difference,
  engineFor: (graph: Graph) => Engine,
): Graph {
  const fails = (smaller: Graph) =>
    describeDifference(compareOne(smaller, engineFor(smaller), difference.question)) ===
    describeDifference(difference);
  let current = graph;
  for (let again = true; again; ) {
    again = false;
    for (const smaller of smallerGraphs(current)) {
      if (!stillFails(smaller, fails)) continue;
      current = smaller;
      again = true;
      break;
    }
  }
  return current;
}

function stillFails(graph: Graph, fails: (graph: Graph) => boolean): boolean {
  try {
    return fails(graph);
  } catch {
    // A part was taken away that the rest cannot be without.
    return false;
  }
}

function* smallerGraphs(graph: Graph): Generator<Graph> {
  for (const id of graph.records.keys()) {
    const records = new Map(graph.records);
    records.delete(id);
    yield { ...graph, records };
  }
  for (const [id, record] of graph.records) {
    for (const smaller of smallerRecords(record)) {
      yield { ...graph, records: new Map(graph.records).set(id, smaller) };
    }
  }
}

const LISTS = ['rules', 'routes', 'layers', 'addresses', 'listeners', 'exemptions'] as const;

type AnyRecord = Graph['records'] extends ReadonlyMap<ResourceId, infer R> ? R : never;

function* smallerRecords(record: AnyRecord): Generator<AnyRecord> {
  for (const list of LISTS) {
    const items = listIn(record, list);
    for (const [i, item] of items.entries()) {
      yield { ...record, [list]: items.toSpliced(i, 1) };
      for (const key of ['attachments', 'targets']) {
        const parts = listIn(item, key);
        for (const j of parts.keys()) {
          const smaller = { ...Object(item), [key]: parts.toSpliced(j, 1) } as object;
          yield { ...record, [list]: items.toSpliced(i, 1, smaller) };
        }
      }
    }
  }
}

/** The list in a field of something; empty where there is none. */
function listIn(holder: unknown, field: string): readonly unknown[] {
  const value: unknown = Reflect.get(Object(holder) as object, field);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
