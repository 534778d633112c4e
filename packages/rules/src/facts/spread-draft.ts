import type { ResourceId } from '@netposture/network/graph';
import { AddressSet, type PacketSet } from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';
import type { FindingDraft, PeerClass, RecordsSubject, SpreadPackets } from '../finding.ts';
import { narrowed } from './exposure-class.ts';
import { type ExposureCohort, targetsOf } from './exposure-cohorts.ts';
import type { JudgedPackets } from './judged-packets.ts';

/** What is told of targets that differ in their addresses alone. */
export interface SpreadFacts {
  readonly subject: RecordsSubject;
  readonly peerClass: PeerClass;
  readonly state: 'open' | 'undetermined';
  /** Not empty. To every destination where `destinations` is present. */
  readonly judged: JudgedPackets;
  readonly destinations: AddressSet | undefined;
  /** The targets, where it is told of several. The destinations are those of the first. */
  readonly alike?: ExposureCohort | undefined;
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
  readonly #alike: ExposureCohort | undefined;

  constructor({ subject, peerClass, state, judged, destinations, alike }: SpreadFacts) {
    this.subject = subject;
    this.peerClass = peerClass;
    this.state = state;
    this.judged = judged;
    this.destinations = destinations;
    this.#alike = alike;
  }

  get spread(): SpreadPackets {
    return this;
  }

  get everyDestination(): AddressSet | undefined {
    const { destinations } = this;
    if (destinations === undefined || this.#alike === undefined) return destinations;
    return AddressSet.unionOf(this.#alike.map(({ way }) => way.destinations ?? destinations));
  }

  get members(): readonly ResourceId[] {
    return this.#alike === undefined ? [] : targetsOf(this.#alike);
  }

  get packets(): PacketSet {
    return narrowed(this.judged.packets, this.everyDestination);
  }

  abstract get message(): string;
  abstract get question(): Question;
}
