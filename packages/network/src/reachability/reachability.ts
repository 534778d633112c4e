import type { LinkedGraph } from '../graph/link.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import type { PacketSet } from '../netset/index.ts';
import { type Bounds, undeterminedPart } from './bounds.ts';
import { FilterCache } from './filter-cache.ts';
import { LinkedEstate } from './linked-estate.ts';
import { answer, type EngineState, type Question } from './question.ts';
import { type Path, Recorder } from './trace.ts';

/** One strength of an answer as exact sets. The two are disjoint; everything else that was asked is denied. */
export interface AnswerSets {
  readonly allowed: PacketSet;
  readonly undetermined: PacketSet;
}

/** The answer to a question, in the senders' terms. */
export interface ReachAnswer {
  readonly delivered: AnswerSets;
  readonly conversable: AnswerSets;
}

/**
 * Answers questions about one linked graph. Keeps what it has worked out (compiled filters, route decisions), so that many
 * questions about one estate cost little more than the first.
 */
export class Reachability {
  readonly linked: LinkedGraph;
  readonly #state: EngineState;

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
    const verdict = answer(this.#state, question);
    const delivered = setsOf(verdict.delivered);
    return {
      delivered,
      conversable:
        verdict.conversable === verdict.delivered ? delivered : setsOf(verdict.conversable),
    };
  }

  /** The ways that packets may take, hop by hop. Best asked about one packet: then every hop has one verdict. */
  paths(question: Question): readonly Path[] {
    const recorder = new Recorder();
    answer(this.#state, question, recorder);
    return recorder.paths;
  }
}

function setsOf(bounds: Bounds): AnswerSets {
  return { allowed: bounds.certain, undetermined: undeterminedPart(bounds) };
}

function balancersBefore(linked: LinkedGraph, id: ResourceId): readonly ResourceId[] {
  return [...new Set(linked.balancerWaysTo(id).map(({ balancer }) => balancer.id))];
}
