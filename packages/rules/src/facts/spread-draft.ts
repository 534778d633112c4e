import type { PacketSet } from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';
import type { FindingDraft, SpreadPackets } from '../finding.ts';
import { narrowed } from './exposure-class.ts';

/** A draft about one of many targets that differ in their addresses alone. */
export interface SpreadDraftFacts
  extends Omit<FindingDraft, 'packets' | 'message' | 'question' | 'spread'> {
  readonly spread: SpreadPackets;
  readonly messageOf: () => string;
  readonly questionOf: () => Question;
}

/** A draft whose packets, sentence and question are made when they are asked: of many that are joined, one is. */
export function spreadDraft(facts: SpreadDraftFacts): FindingDraft {
  const { messageOf, questionOf, ...rest } = facts;
  return {
    ...rest,
    get packets(): PacketSet {
      return narrowed(rest.spread.packets, rest.spread.destinations);
    },
    get message(): string {
      return messageOf();
    },
    get question(): Question {
      return questionOf();
    },
  };
}
