import type { DriftItem, DriftKind } from './drift-item.ts';
import { type PacketRows, packetSetOf } from './exposure-state.ts';
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
  /** What else the rule tells (trace, members, remediation), for people. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A finding with its history's ends. */
export interface FindingState extends Omit<EvaluatedFinding, 'state'> {
  readonly state: 'open' | 'undetermined' | 'waived' | 'resolved';
  /** It was certain once: an undetermined one is then "last seen open". */
  readonly wasOpen: boolean;
}

/** Findings compared: what differs, and every finding as it stands now. */
export interface FindingComparison {
  readonly drift: readonly DriftItem[];
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
    states.push({ ...now, wasOpen });
    const kind = kindOf(was, now);
    if (kind !== undefined) drift.push(item(kind, now));
  }
  for (const was of known.values()) {
    if (was.state === 'resolved') {
      states.push(was);
    } else if (isSeen(was, seen)) {
      states.push({ ...was, state: 'resolved', wasOpen: false });
      drift.push(item('finding-resolved', was));
    } else {
      states.push({ ...was, state: 'undetermined' });
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
  const isWider = !packetSetOf(now.packets).isSubsetOf(packetSetOf(was.packets));
  return isWider ? 'finding-widened' : undefined;
}

const SILENT: ReadonlySet<DriftKind> = new Set(['finding-resolved', 'sight-regained']);

function item(
  kind: DriftKind,
  finding: Pick<FindingState, 'id' | 'title' | 'severity' | 'packets'>,
): DriftItem {
  return {
    kind,
    subject: finding.id,
    name: finding.title,
    text: finding.title,
    ...(kind === 'finding-opened' || kind === 'finding-reopened'
      ? { opened: finding.packets }
      : {}),
    severity: finding.severity,
    isAlert: !SILENT.has(kind),
  };
}
