import type { DriftItem, DriftKind } from './drift-item.ts';
import { type PacketRows, packetSetOf } from './exposure-state.ts';
import { isSameData } from './same-data.ts';
import type { Place, Sight } from './sight.ts';

/** What a rule found in one scan. Plain data. */
export interface EvaluatedFinding {
  /** Identity only: rule, subject, peer class. Equal in every scan. */
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly state: 'open' | 'undetermined' | 'waived';
  /** What is wrong, as one sentence. */
  readonly title: string;
  readonly packets: PacketRows;
  /** Where its subject lives; all of them must be seen before it can be called resolved. */
  readonly places: readonly Place[];
  readonly detail: FindingDetail;
}

/** What else a rule tells, for people. Plain data; a type, so that it fits where any JSON does. */
export type FindingDetail = {
  /** What must not be, as the rule says it. */
  readonly title: string;
  /** The subject as its owner calls it. */
  readonly subject: string;
  /** Records that are the subject. Absent in what was recorded before this was kept. */
  readonly subjectIds?: readonly string[];
  readonly peerClass: string;
  /** The way of one packet, one hop a line. */
  readonly trace: readonly string[];
  readonly members: readonly string[];
  readonly reasons: readonly string[];
  /** What to do in the clouds of the subject, one line each. Absent in what was recorded before this was kept. */
  readonly remediation?: string;
};

/** A finding with its history's ends. */
export interface FindingState extends Omit<EvaluatedFinding, 'state'> {
  readonly state: 'open' | 'undetermined' | 'waived' | 'resolved';
  /** It was certain once: an undetermined one is then "last seen open". */
  readonly wasOpen: boolean;
}

/** Findings compared: what differs, and every finding as it stands now. */
export interface FindingComparison {
  readonly drift: readonly DriftItem[];
  /** One that says the same as before is the object from before, so that a store need not write it again. */
  readonly states: readonly FindingState[];
}

/**
 * Brings the findings up to date. One that is not found any more is resolved only where the scan saw every place of its
 * subject; else it is undetermined, last seen open.
 */
export function compareFindings(
  before: readonly FindingState[],
  after: readonly EvaluatedFinding[],
  seen: { readonly sight: Sight; readonly notEvaluated: ReadonlySet<string> },
): FindingComparison {
  const known = new Map(before.map((finding) => [finding.id, finding]));
  const drift: DriftItem[] = [];
  const states: FindingState[] = [];
  for (const now of after.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const was = known.get(now.id);
    known.delete(now.id);
    const wasOpen = now.state === 'open' || (was?.wasOpen === true && was.state !== 'resolved');
    const state = { ...now, wasOpen };
    if (was !== undefined && isSameData(was, state)) {
      states.push(was);
      continue;
    }
    states.push(state);
    const kind = kindOf(was, now);
    if (kind !== undefined) drift.push(item(kind, now, openedOf(kind, was, now)));
  }
  for (const was of [...known.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (was.state === 'resolved') {
      states.push(was);
    } else if (isSeen(was, seen)) {
      states.push({ ...was, state: 'resolved', wasOpen: false });
      drift.push(item('finding-resolved', was));
    } else {
      states.push(was.state === 'undetermined' ? was : { ...was, state: 'undetermined' });
      if (was.state === 'open') drift.push(item('finding-undetermined', was));
    }
  }
  return { drift, states };
}

function isSeen(
  { rule, places }: FindingState,
  seen: { readonly sight: Sight; readonly notEvaluated: ReadonlySet<string> },
): boolean {
  return !seen.notEvaluated.has(rule) && places.every((place) => seen.sight.isComplete(place));
}

function kindOf(was: FindingState | undefined, now: EvaluatedFinding): DriftKind | undefined {
  if (now.state === 'waived') return undefined;
  if (now.state === 'undetermined')
    return was?.state === 'open' ? 'finding-undetermined' : undefined;
  if (was === undefined) return 'finding-opened';
  if (was.state === 'resolved' || was.state === 'waived') return 'finding-reopened';
  if (was.state === 'undetermined' && !was.wasOpen) return 'finding-opened';
  if (was.state === 'undetermined') return 'sight-regained';
  if (isSameData(now.packets, was.packets)) return undefined;
  const isWider = !packetSetOf(now.packets).isSubsetOf(packetSetOf(was.packets));
  return isWider ? 'finding-widened' : undefined;
}

const SILENT: ReadonlySet<DriftKind> = new Set(['finding-resolved', 'sight-regained']);

/** What gets through now and did not before; nothing where the item says nothing of the kind. */
function openedOf(
  kind: DriftKind,
  was: FindingState | undefined,
  now: EvaluatedFinding,
): PacketRows | undefined {
  if (kind === 'finding-opened' || kind === 'finding-reopened') return now.packets;
  if (kind !== 'finding-widened' || was === undefined) return undefined;
  return packetSetOf(now.packets).subtract(packetSetOf(was.packets)).toJSON();
}

function item(
  kind: DriftKind,
  finding: Pick<FindingState, 'id' | 'title' | 'severity' | 'packets'>,
  opened?: PacketRows,
): DriftItem {
  return {
    kind,
    subject: finding.id,
    name: finding.title,
    text: finding.title,
    ...(opened === undefined ? {} : { opened }),
    severity: finding.severity,
    isAlert: !SILENT.has(kind),
  };
}
