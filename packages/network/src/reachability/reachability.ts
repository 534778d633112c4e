import type { LinkedGraph } from '../graph/link.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { PacketSet } from '../netset/index.ts';
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
  readonly #exposures = new Map<ResourceId, Exposure>();
  readonly #situations: SharedSituations = new Map();

  constructor(linked: LinkedGraph) {
    this.linked = linked;
    const estate = new LinkedEstate(linked);
    this.#state = {
      estate,
      filters: new FilterCache(estate),
      decisions: new Map(),
      balancersBefore: (id) => balancersBefore(linked, id),
    };
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
    const record = this.linked.graph.records.get(target);
    if (record === undefined) return undefined;
    if (question.sources !== undefined)
      return exposureOf(this.#state, this.linked, record, question);
    let known = this.#exposures.get(target);
    if (known === undefined) {
      known = exposureOf(this.#state, this.linked, record, {}, this.#situations);
      this.#exposures.set(target, known);
    }
    return known;
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
}

function balancersBefore(linked: LinkedGraph, id: ResourceId): readonly ResourceId[] {
  return [...new Set(linked.balancerWaysTo(id).map(({ balancer }) => balancer.id))];
}
