import type { ResourceId } from '../graph/resource-id.ts';
import { PacketSet } from '../netset/index.ts';
import type { Exposure } from './exposure.ts';
import { type AnswerSets, deniedAnswer, type ReachAnswer } from './reach-answer.ts';
import type { Reachability } from './reachability.ts';

/** How one strength of an answer changed, as packet sets. */
export interface AnswerChange {
  /** Allowed now, and not before. */
  readonly opened: PacketSet;
  /** Denied now, and allowed before. */
  readonly closed: PacketSet;
  /** Undetermined now, and decided before. */
  readonly lostSight: PacketSet;
  /** Decided now, and undetermined before, without being opened. */
  readonly gainedSight: PacketSet;
}

/** How outsiders' reach of one target changed. */
export interface ExposureChange {
  readonly target: ResourceId;
  /** Whether the target exists in both, or came or went. */
  readonly presence: 'both' | 'appeared' | 'vanished';
  readonly delivered: AnswerChange;
  readonly conversable: AnswerChange;
}

/** The difference of two answers to the same question. The four sets are disjoint. */
export function compareAnswers(
  before: ReachAnswer,
  after: ReachAnswer,
): Pick<ExposureChange, 'delivered' | 'conversable'> {
  return {
    delivered: change(before.delivered, after.delivered),
    conversable: change(before.conversable, after.conversable),
  };
}

/**
 * The targets whose exposure differs between two estates, in order of id; targets that differ in nothing but their text
 * are left out. Costs both exposures of every asked target.
 */
export function compareExposures(
  before: Reachability,
  after: Reachability,
  targets: Iterable<ResourceId>,
): readonly ExposureChange[] {
  const changes: ExposureChange[] = [];
  for (const target of targets) {
    const [old, now] = [before.exposure(target), after.exposure(target)];
    if (old === now) continue;
    const difference = compareAnswers(answerOf(old), answerOf(now));
    const presence = old === undefined ? 'appeared' : now === undefined ? 'vanished' : 'both';
    if (isEmpty(difference.delivered) && isEmpty(difference.conversable)) continue;
    changes.push({ target, presence, ...difference });
  }
  return changes.toSorted((a, b) => (a.target < b.target ? -1 : 1));
}

function answerOf(exposure: Exposure | undefined): ReachAnswer {
  return exposure?.answer ?? deniedAnswer;
}

function change(before: AnswerSets, after: AnswerSets): AnswerChange {
  if (before === after) return { opened: none, closed: none, lostSight: none, gainedSight: none };
  const opened = after.allowed.subtract(before.allowed);
  return {
    opened,
    closed: before.allowed.subtract(after.allowed).subtract(after.undetermined),
    lostSight: after.undetermined.subtract(before.undetermined),
    gainedSight: before.undetermined.subtract(after.undetermined).subtract(opened),
  };
}

const none = PacketSet.empty;

function isEmpty({ opened, closed, lostSight, gainedSight }: AnswerChange): boolean {
  return opened.isEmpty && closed.isEmpty && lostSight.isEmpty && gainedSight.isEmpty;
}
