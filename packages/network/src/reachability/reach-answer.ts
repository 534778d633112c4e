import { type AddressSet, PacketSet } from '../netset/index.ts';
import { type Bounds, undeterminedPart } from './bounds.ts';
import { answer, type EngineState, type Question } from './question.ts';

/** One strength of an answer as exact sets. The two are disjoint; everything else that was asked is denied. */
export interface AnswerSets {
  readonly allowed: PacketSet;
  readonly undetermined: PacketSet;
  /** What {@link wordOf} says of them, where that is known without them. */
  readonly word?: VerdictWord;
}

/** One word for an answer. */
export type VerdictWord = 'allowed' | 'denied' | 'undetermined';

/** Allowed if some packet is; else undetermined if some packet is; else denied. */
export function wordOf(sets: AnswerSets): VerdictWord {
  const { word } = sets;
  if (word !== undefined) return word;
  if (!sets.allowed.isEmpty) return 'allowed';
  return sets.undetermined.isEmpty ? 'denied' : 'undetermined';
}

/** The answer to a question, in the senders' terms. */
export interface ReachAnswer {
  readonly delivered: AnswerSets;
  readonly conversable: AnswerSets;
  /** The same as `delivered` and `conversable`, where nothing on the way looks at the destination. */
  readonly spread?: SpreadAnswer;
}

/** An answer as that of a class, from which it differs in its destinations alone. */
export interface SpreadAnswer {
  /** To every destination of the families that the destinations are of. The same object for all that share it. */
  readonly answer: ReachAnswer;
  readonly destinations: AddressSet;
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
