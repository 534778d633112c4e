import type { Graph } from '../graph/graph.ts';
import { type LinkedGraph, relink } from '../graph/link.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { PacketSet } from '../netset/index.ts';
import { affectedBy, type Spreaders, spreadersOf } from './affected.ts';
import type { Estate } from './estate.ts';
import { type Explanation, explainPaths } from './explanation.ts';
import {
  type Exposure,
  type ExposureQuestion,
  exposureOf,
  type SharedSituations,
} from './exposure.ts';
import { FilterCache } from './filter-cache.ts';
import { LinkedEstate } from './linked-estate.ts';
import { answer, askedPackets, type EngineState, type Question } from './question.ts';
import { answerSets, type ReachAnswer } from './reach-answer.ts';
import { type SmallestChange, smallestChange } from './smallest-change.ts';
import { type Path, Recorder } from './trace.ts';

/**
 * Answers questions about one linked graph. Keeps what it has worked out (compiled filters, route decisions), so that many
 * questions about one estate cost little more than the first.
 */
export class Reachability {
  readonly linked: LinkedGraph;
  readonly #state: EngineState;
  readonly #exposures: Map<ResourceId, Exposure>;
  #spreaders: Spreaders | undefined;
  readonly #situations: SharedSituations;

  constructor(linked: LinkedGraph, kept?: Kept) {
    this.linked = linked;
    const estate = new LinkedEstate(linked);
    this.#exposures = kept?.exposures ?? new Map<ResourceId, Exposure>();
    this.#spreaders = kept?.spreaders;
    const situations: SharedSituations = { plain: new Map(), other: new Map() };
    this.#situations = kept?.situations ?? situations;
    this.#state = {
      estate,
      filters: kept?.filters(estate) ?? new FilterCache(estate),
      decisions: kept?.decisions ?? noDecisions(),
      balancersBefore: (id) => balancersBefore(linked, id),
    };
  }

  /** How many different situations the exposures asked so far came down to. */
  get situationCount(): number {
    return this.#situations.plain.size + this.#situations.other.size;
  }

  /**
   * The same estate after a change of these records (any that are new, gone or different must be named; more do no harm).
   * What does not hang on them is kept; the answers are those of a new start.
   */
  after(graph: Graph, changed: readonly ResourceId[]): Reachability {
    const linked = relink(this.linked, graph, changed);
    const affected = affectedBy(this.linked, linked, changed, () => this.#spreadersOnce());
    if (affected === undefined) return new Reachability(linked);
    const { filters, routeTables, interfaces, targets } = affected;
    const isFresh = (key: string): boolean =>
      !routeTables.has(key.slice(0, key.lastIndexOf('|')) as ResourceId);
    return new Reachability(linked, {
      exposures: withoutTargets(this.#exposures, targets),
      spreaders: this.#spreadersOnce(),
      situations: {
        plain: withoutThese(this.#situations.plain, interfaces),
        other: withoutThese(this.#situations.other, interfaces),
      },
      decisions: new Map([...this.#state.decisions].filter(([key]) => isFresh(key))),
      filters: (estate) => this.#state.filters.forEstate(estate, filters),
    });
  }

  /** Which of the asked packets reach the target, for all of them at once. */
  reach(question: Question): ReachAnswer {
    return answerSets(this.#state, question);
  }

  /**
   * What outsiders can do to a workload, service, balancer or interface, by every path. Undefined where no such record exists.
   * Remembered per target for the internet set.
   */
  exposure(target: ResourceId, question: ExposureQuestion = {}): Exposure | undefined {
    const known = question.sources === undefined ? this.#exposures.get(target) : undefined;
    if (known !== undefined) return known;
    const record = this.linked.graph.records.get(target);
    if (record === undefined) return undefined;
    if (question.sources !== undefined)
      return exposureOf(this.#state, this.linked, record, question);
    const found = exposureOf(this.#state, this.linked, record, {}, this.#situations);
    this.#exposures.set(target, found);
    return found;
  }

  /** Every packet that a question is about, in the senders' terms: what is neither allowed nor undetermined of it is denied. */
  askedPackets(question: Question): PacketSet {
    return askedPackets(this.#state, question);
  }

  /** The ways that packets may take, hop by hop. Best asked about one packet: then every hop has one verdict. */
  paths(question: Question): readonly Path[] {
    const recorder = new Recorder();
    answer(this.#state, question, recorder);
    return recorder.paths;
  }

  /** Every filter whose rules may have to do with the asked packets, whichever way they take. Sorted. */
  consultedFilters(question: Question): readonly ResourceId[] {
    const walk = (): unknown => answer(this.#state, question, new Recorder(true));
    return [...this.#state.filters.consultedBy(walk)].sort();
  }

  /**
   * The way that decides one packet, hop by hop: the question must be about a single packet (one source, destination,
   * protocol, port, source port) for every hop to have one verdict. With `withReply` the way back is explained too.
   */
  explain(question: Question, withReply: boolean): Explanation | undefined {
    return explainPaths(this.#state, this.linked, this.paths(question), withReply);
  }

  /** The smallest change of allow rules that closes the asked packets; undefined where they are not allowed, or no rule decides. */
  smallestChange(question: Question): SmallestChange | undefined {
    const explanation = this.explain(question, false);
    if (explanation === undefined) return undefined;
    return smallestChange(this.#state, this.linked, question, explanation);
  }

  #spreadersOnce(): Spreaders {
    this.#spreaders ??= spreadersOf(this.linked.graph);
    return this.#spreaders;
  }
}

function noDecisions(): EngineState['decisions'] {
  return new Map();
}

/** What one engine leaves to the next. */
interface Kept {
  readonly exposures: Map<ResourceId, Exposure>;
  readonly spreaders: Spreaders;
  readonly situations: SharedSituations;
  readonly decisions: EngineState['decisions'];
  readonly filters: (estate: Estate) => FilterCache;
}

/** A copy, then the few taken out: much cheaper than to look at each. */
function withoutTargets(
  exposures: ReadonlyMap<ResourceId, Exposure>,
  gone: ReadonlySet<ResourceId>,
): Map<ResourceId, Exposure> {
  const kept = new Map(exposures);
  for (const target of gone) kept.delete(target);
  return kept;
}

function withoutThese<T extends { readonly card: { readonly id: ResourceId } }>(
  situations: ReadonlyMap<string, T>,
  gone: ReadonlySet<ResourceId>,
): Map<string, T> {
  return new Map([...situations].filter(([, { card }]) => !gone.has(card.id)));
}

function balancersBefore(linked: LinkedGraph, id: ResourceId): readonly ResourceId[] {
  return [...new Set(linked.balancerWaysTo(id).map(({ balancer }) => balancer.id))];
}
