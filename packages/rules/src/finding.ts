import type { ResourceId } from '@netposture/network/graph';
import type { AddressSet, Packet, PacketSet } from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';
import type { Severity } from './severity.ts';

/**
 * Who is on the other side of a finding. The word `other` stands for addresses that belong to none of the classes; it
 * is also the class of findings that have no other side.
 */
export type PeerClass =
  | 'internet'
  | 'shared-edge'
  | 'provider-pool'
  | 'other'
  | `external:${string}`
  | `zone:${string}`
  | `account:${string}`;

/**
 * What an owner would fix: records by id (several filters that admit together count as one subject), a zone of the policy,
 * one call of the coverage report, or one waiver.
 */
export type Subject =
  | RecordsSubject
  | { readonly kind: 'zone'; readonly name: string }
  | { readonly kind: 'coverage'; readonly key: string }
  | { readonly kind: 'waiver'; readonly name: string };

/** The part of {@link Subject} that names records. */
export interface RecordsSubject {
  readonly kind: 'records';
  readonly ids: readonly ResourceId[];
}

/** Packets, and the destinations to which they are narrowed, so that drafts of one class are joined at once. */
export interface SpreadPackets {
  /** Not empty, and to every destination where `destinations` is present. They are made when they are asked. */
  readonly judged: { readonly packets: PacketSet };
  /** Of the target that a witness is told of. */
  readonly destinations: AddressSet | undefined;
  /** Of all targets; made when they are asked. Absent = `destinations`. */
  readonly everyDestination?: AddressSet | undefined;
}

/** What a rule says about one subject, before equal identities are joined and waivers are applied. */
export interface FindingDraft {
  readonly subject: Subject;
  readonly peerClass: PeerClass;
  /** As its owner calls it. Default: the names of the records, or what the subject names. */
  readonly subjectName?: string;
  /** `undetermined` where something decisive could not be seen: never a pass. */
  readonly state: 'open' | 'undetermined';
  /** Default: that of the rule. */
  readonly severity?: Severity;
  /** One sentence, with names rather than ids. */
  readonly message: string;
  /** The packets that break the rule, or may break it. Absent for rules that are not about packets. */
  readonly packets?: PacketSet;
  /** The same as `packets`, which need not be made then before somebody asks. */
  readonly spread?: SpreadPackets;
  /** Records that share the fault. */
  readonly members?: readonly ResourceId[];
  /** Why nothing certain can be said, or what else is worth knowing: a gate, a cause. */
  readonly reasons?: readonly string[];
  /** What to ask the engine for the trace of a witness. */
  readonly question?: Question;
}

/** One rule broken, or perhaps broken, by one subject towards one class of peers. */
export interface Finding {
  /** Canonical text of rule, subject and peer class: the same in every scan, whatever the packets are. */
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly subject: Subject;
  /** The subject as its owner calls it. */
  readonly subjectName: string;
  readonly peerClass: PeerClass;
  readonly severity: Severity;
  /** `resolved` is said of findings of an earlier scan only. */
  readonly state: 'open' | 'undetermined' | 'waived' | 'resolved';
  /** Worked out when it is first asked. */
  readonly message: string;
  /** Certainly breaking the rule. Empty for rules that are not about packets. */
  readonly packets: PacketSet;
  /** Perhaps breaking it. */
  readonly undeterminedPackets: PacketSet;
  /** One packet of `packets`, else of `undeterminedPackets`. Worked out when it is first asked. */
  readonly witness?: Packet;
  /** The way of the witness, one hop a line. Empty where no packet is concerned. Worked out when it is first asked. */
  readonly trace: readonly string[];
  /** Sorted. Content, not identity. */
  readonly members: readonly ResourceId[];
  readonly reasons: readonly string[];
  /** The waiver that accepts it, or the one that it has outgrown (`state` is `open` then). */
  readonly waiver?: string;
}

/** The identity of a finding. */
export function findingId(rule: string, subject: Subject, peerClass: PeerClass): string {
  return findingIdOf(rule, subjectText(subject), peerClass);
}

/** The identity of a finding, of a subject's text as {@link subjectText} writes it. */
export function findingIdOf(rule: string, subject: string, peerClass: PeerClass): string {
  // Joined at once: a text of parts would be kept in parts, and copied when it is first compared.
  return [rule, subject, peerClass].join(' | ');
}

/** What names a subject in every scan: ids in order, each once. */
export function subjectText(subject: Subject): string {
  switch (subject.kind) {
    case 'records': {
      const [only, ...others] = subject.ids;
      if (only !== undefined && others.length === 0) return only;
      return [...new Set(subject.ids)].sort().join(' + ');
    }
    case 'zone':
      return `zone ${subject.name}`;
    case 'coverage':
      return `coverage ${subject.key}`;
    case 'waiver':
      return `waiver ${subject.name}`;
  }
}
