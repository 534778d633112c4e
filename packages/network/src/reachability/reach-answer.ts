import { PacketSet } from '../netset/index.ts';
import { type Bounds, undeterminedPart } from './bounds.ts';
import { answer, type EngineState, type Question } from './question.ts';

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

/** Nothing of what was asked gets through. */
export const deniedAnswer: ReachAnswer = {
  delivered: { allowed: PacketSet.empty, undetermined: PacketSet.empty },
  conversable: { allowed: PacketSet.empty, undetermined: PacketSet.empty },
};

/** The answer to one question. */
export function answerSets(state: EngineState, question: Question): ReachAnswer {
  const verdict = answer(state, question);
  const delivered = setsOf(verdict.delivered);
  const isSame = verdict.conversable === verdict.delivered;
  return { delivered, conversable: isSame ? delivered : setsOf(verdict.conversable) };
}

/** Several ways to the same end: allowed by one is allowed. */
export function unitedAnswers(answers: readonly ReachAnswer[]): ReachAnswer {
  const [first, ...others] = answers;
  if (first === undefined) return deniedAnswer;
  if (others.length === 0) return first;
  return {
    delivered: united(answers.map(({ delivered }) => delivered)),
    conversable: united(answers.map(({ conversable }) => conversable)),
  };
}

function united(parts: readonly AnswerSets[]): AnswerSets {
  const allowed = PacketSet.unionOf(parts.map((part) => part.allowed));
  const undetermined = PacketSet.unionOf(parts.map((part) => part.undetermined)).subtract(allowed);
  return { allowed, undetermined };
}

function setsOf(bounds: Bounds): AnswerSets {
  return { allowed: bounds.certain, undetermined: undeterminedPart(bounds) };
}
