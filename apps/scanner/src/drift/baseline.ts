import type { EvaluatedFinding, FindingState } from './compare-findings.ts';
import type { DriftItem } from './drift-item.ts';
import { type ExposureState, type PacketRows, packetSetOf } from './exposure-state.ts';
import { packetsInShort } from './packets-in-short.ts';
import { isSameData } from './same-data.ts';
import type { Place, Sight } from './sight.ts';

/** One thing that was there when the scanner was introduced, and that nobody is alerted about. Plain data. */
export interface BaselineEntry {
  readonly kind: 'finding' | 'exposure';
  /** The id of the finding, or of the exposed target. */
  readonly id: string;
  /** What was accepted of it. Empty for a finding that is about no packets. */
  readonly packets: PacketRows;
  /** Where its subject lives; without any it may be anywhere. */
  readonly places: readonly Place[];
  /** It was seen to reach further than this, and people were told. */
  readonly isOutgrown: boolean;
}

/** What was adopted and is still there. It only shrinks: what is seen to be closed leaves it, and is news when it opens again. */
export interface Baseline {
  readonly id: string;
  readonly entries: readonly BaselineEntry[];
}

/** What changed in a baseline by a scan. */
export interface BaselineChange {
  readonly id: string;
  readonly changed: readonly BaselineEntry[];
  readonly gone: readonly BaselineEntry[];
}

/** What a scan found, as the comparisons left it. */
export interface Found {
  readonly findings: readonly FindingState[];
  readonly exposures: readonly ExposureState[];
}

/** The baseline that one scan would be. Only what is certain: what is undetermined is news when it is proven. */
export function baselineOf(
  findings: readonly EvaluatedFinding[],
  exposures: readonly ExposureState[],
): readonly BaselineEntry[] {
  return [
    ...findings
      .filter(({ state }) => state === 'open')
      .map(({ id, packets, places }) => entry('finding', id, packets, places)),
    ...exposures
      .filter(({ allowed }) => allowed.length > 0)
      .map((one) => entry('exposure', one.target, one.allowed, [placeOf(one)])),
  ];
}

/** Whether a finding that stands open is no more than what was accepted. */
export function isWithin(accepted: BaselineEntry, packets: PacketRows): boolean {
  return packetSetOf(packets).isSubsetOf(packetSetOf(accepted.packets));
}

/**
 * Takes the alarm out of what the baseline holds, and tells of what has grown beyond it only the part beyond. What was resolved
 * or waived and opens again, and what gets out of sight, is told whatever the baseline says.
 */
export function heldToBaseline(
  items: readonly DriftItem[],
  baseline: Baseline,
  found: Found,
): readonly DriftItem[] {
  const accepted = new Map(baseline.entries.map((one) => [keyOf(one), one]));
  const findings = new Map(found.findings.map((one) => [one.id, one]));
  return items.map((item) => {
    const isFinding = item.kind === 'finding-opened' || item.kind === 'finding-widened';
    const isExposure = item.kind === 'exposure-opened' || item.kind === 'exposure-widened';
    if (!isFinding && !isExposure) return item;
    const known = accepted.get(
      keyOf({ kind: isFinding ? 'finding' : 'exposure', id: item.subject }),
    );
    if (known === undefined) return item;
    const now = isFinding ? findings.get(item.subject)?.packets : item.opened;
    const beyond = packetSetOf(now ?? []).subtract(packetSetOf(known.packets));
    if (beyond.isEmpty) return { ...item, isAlert: false, inBaseline: true };
    const kind = isFinding ? 'finding-widened' : 'exposure-widened';
    const text = isFinding
      ? `${item.text} It has grown beyond the baseline: ${packetsInShort(beyond)}`
      : `${item.name} is reachable by more than the baseline holds: ${packetsInShort(beyond)}`;
    return { ...item, kind, text, opened: beyond.toJSON() };
  });
}

/**
 * What a scan makes of a baseline: accepted packets that are certainly closed leave it, and so does an entry of which nothing
 * is left. What could not be seen stays as it is.
 */
export function shrunk(
  baseline: Baseline,
  found: Found,
  seen: { readonly sight: Sight; readonly notEvaluated: ReadonlySet<string> },
): BaselineChange {
  const findings = new Map(found.findings.map((one) => [one.id, one]));
  const exposures = new Map(found.exposures.map((one) => [one.target, one]));
  const changed: BaselineEntry[] = [];
  const gone: BaselineEntry[] = [];
  for (const was of baseline.entries) {
    const now =
      was.kind === 'finding'
        ? findingNow(was, findings.get(was.id), seen)
        : exposureNow(was, exposures.get(was.id), seen.sight);
    if (now === undefined) gone.push(was);
    else if (now !== was) changed.push(now);
  }
  return { id: baseline.id, changed, gone };
}

function findingNow(
  was: BaselineEntry,
  now: FindingState | undefined,
  { sight, notEvaluated }: { readonly sight: Sight; readonly notEvaluated: ReadonlySet<string> },
): BaselineEntry | undefined {
  if (now === undefined) {
    // The id begins with the rule: docs/adr/0004.
    if (notEvaluated.has(was.id.split(' | ', 1)[0] ?? '')) return was;
    return isSeen(was, sight) ? undefined : was;
  }
  if (now.state === 'resolved') return undefined;
  return now.state === 'open' ? narrowed(was, now.packets, now.packets) : was;
}

function exposureNow(
  was: BaselineEntry,
  now: ExposureState | undefined,
  sight: Sight,
): BaselineEntry | undefined {
  if (now === undefined) return isSeen(was, sight) ? undefined : was;
  if (now.isUnseen) return was;
  const possible =
    now.undetermined.length === 0
      ? now.lastAllowed
      : packetSetOf(now.lastAllowed).union(packetSetOf(now.undetermined)).toJSON();
  const left = narrowed(was, possible, now.allowed);
  return left.packets.length === 0 ? undefined : left;
}

/** The same object where nothing changes. */
function narrowed(was: BaselineEntry, possible: PacketRows, certain: PacketRows): BaselineEntry {
  // What stands as it was accepted is by far the most: no set is made of it.
  const isSame = isSameData(was.packets, possible) && isSameData(was.packets, certain);
  if (isSame && !was.isOutgrown) return was;
  const accepted = packetSetOf(was.packets);
  const left = accepted.intersect(packetSetOf(possible));
  const isOutgrown = !packetSetOf(certain).isSubsetOf(left);
  const isLess = !accepted.isSubsetOf(left);
  if (!isLess && isOutgrown === was.isOutgrown) return was;
  return { ...was, packets: isLess ? left.toJSON() : was.packets, isOutgrown };
}

function isSeen({ places }: BaselineEntry, sight: Sight): boolean {
  return places.length === 0 ? sight.isWhole : places.every((place) => sight.isComplete(place));
}

function entry(
  kind: BaselineEntry['kind'],
  id: string,
  packets: PacketRows,
  places: readonly Place[],
): BaselineEntry {
  return { kind, id, packets, places, isOutgrown: false };
}

function placeOf({ provider, account, location }: Place): Place {
  return { provider, account, location };
}

function keyOf({ kind, id }: Pick<BaselineEntry, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** How many of these findings stand open, and are no more than the baseline holds after the change. */
export function openInBaseline(
  baseline: Baseline,
  { changed, gone }: BaselineChange,
  findings: readonly FindingState[],
): number {
  const standing = new Map(baseline.entries.map((one) => [keyOf(one), one]));
  for (const one of changed) standing.set(keyOf(one), one);
  for (const one of gone) standing.delete(keyOf(one));
  return findings.filter(
    ({ id, state }) =>
      state === 'open' && standing.get(keyOf({ kind: 'finding', id }))?.isOutgrown === false,
  ).length;
}
