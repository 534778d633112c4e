import type { ResourceId } from '@netposture/network/graph';
import type { AddressSet, PacketSet } from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';
import type { FindingDraft, PeerClass, RecordsSubject, SpreadPackets } from '../finding.ts';
import { narrowed } from './exposure-class.ts';
import type { JudgedPackets } from './judged-packets.ts';

/** What is told of one of many targets that differ in their addresses alone. */
export interface SpreadFacts {
  readonly subject: RecordsSubject;
  readonly peerClass: PeerClass;
  readonly state: 'open' | 'undetermined';
  /** Not empty. To every destination where `destinations` is present. */
  readonly judged: JudgedPackets;
  readonly destinations: AddressSet | undefined;
}

/**
 * A draft whose packets, sentence and question are made when they are asked: of many that are joined, one is. A class, so
 * that hundreds of thousands of them cost a few words each.
 */
export abstract class SpreadDraft implements FindingDraft {
  readonly subject: RecordsSubject;
  readonly peerClass: PeerClass;
  readonly state: 'open' | 'undetermined';
  readonly judged: JudgedPackets;
  readonly destinations: AddressSet | undefined;

  constructor({ subject, peerClass, state, judged, destinations }: SpreadFacts) {
    this.subject = subject;
    this.peerClass = peerClass;
    this.state = state;
    this.judged = judged;
    this.destinations = destinations;
  }

  get spread(): SpreadPackets {
    return this;
  }

  get packets(): PacketSet {
    return narrowed(this.judged.packets, this.destinations);
  }

  abstract get message(): string;
  abstract get members(): readonly ResourceId[];
  abstract get question(): Question;
}
