import { PacketSet } from '@netposture/network/netset';
import type { DriftItem, DriftKind } from './drift-item.ts';
import { type ExposureState, packetSetOf } from './exposure-state.ts';
import { packetsInShort } from './packets-in-short.ts';
import { isSameData } from './same-data.ts';
import type { Sight } from './sight.ts';

/** Two scans compared: what differs, and what is known now. */
export interface ExposureComparison {
  readonly drift: readonly DriftItem[];
  /**
   * The new states, and the last known ones of targets that this scan could not see. One that says the same as before is the
   * object from before, so that a store need not write it again.
   */
  readonly states: readonly ExposureState[];
}

/**
 * Compares exposures by meaning: packets, not rule texts. A target that is gone is closed only where the scan saw its whole
 * place; else its last state is carried on, and losing sight of it is told once. Order of inputs changes nothing.
 */
export function compareExposures(
  before: readonly ExposureState[],
  after: readonly ExposureState[],
  sight: Sight,
): ExposureComparison {
  const drift: DriftItem[] = [];
  const states: ExposureState[] = [];
  const known = new Map(before.map((state) => [state.target, state]));
  for (const now of sortedByTarget(after)) {
    const was = known.get(now.target);
    known.delete(now.target);
    if (was !== undefined && isUnchanged(was, now)) {
      states.push(was);
      continue;
    }
    const state = withMemory(was, now);
    states.push(state);
    drift.push(...differences(was, state));
  }
  for (const was of sortedByTarget([...known.values()])) {
    if (sight.isComplete(was, was.kind)) {
      drift.push(vanished(was));
      continue;
    }
    states.push(was.isUnseen ? was : { ...was, isUnseen: true });
    if (was.isUnseen || was.lastAllowed.length === 0) continue;
    const text = `${was.name} could not be seen any more; it was exposed when it was last seen.`;
    drift.push(item('sight-lost', was, text, true));
  }
  return { drift, states };
}

/**
 * Whether a target stands as it stood: then nothing differs, and what is remembered is what was. For what was remembered is
 * `allowed` and something of `undetermined`, and remembering it again over the same two sets gives it again.
 */
function isUnchanged(was: ExposureState, now: ExposureState): boolean {
  return isSameData({ ...was, lastAllowed: now.lastAllowed }, now);
}

function withMemory(was: ExposureState | undefined, now: ExposureState): ExposureState {
  if (was === undefined || was.lastAllowed.length === 0 || now.undetermined.length === 0)
    return now;
  const remembered = packetSetOf(was.lastAllowed).intersect(packetSetOf(now.undetermined));
  const lastAllowed = packetSetOf(now.allowed).union(remembered).toJSON();
  return { ...now, lastAllowed };
}

function differences(was: ExposureState | undefined, now: ExposureState): readonly DriftItem[] {
  if (was !== undefined && isSame(was, now)) return [];
  const before = was === undefined ? PacketSet.empty : packetSetOf(was.lastAllowed);
  const allowed = packetSetOf(now.allowed);
  const opened = allowed.subtract(before);
  const closed = before.subtract(packetSetOf(now.lastAllowed));
  const lost = packetSetOf(now.lastAllowed).subtract(allowed);
  const lostBefore =
    was === undefined || was.isUnseen ? PacketSet.empty : before.subtract(packetSetOf(was.allowed));
  const found: DriftItem[] = [];
  if (!opened.isEmpty) {
    const kind = before.isEmpty ? 'exposure-opened' : 'exposure-widened';
    const word = before.isEmpty ? 'is reachable from the internet' : 'is reachable by more';
    found.push({
      ...item(kind, now, `${now.name} ${word}: ${packetsInShort(opened)}`, true),
      opened: opened.toJSON(),
      ...(closed.isEmpty ? {} : { closed: closed.toJSON() }),
    });
  } else if (!closed.isEmpty) {
    const kind = now.lastAllowed.length === 0 ? 'exposure-closed' : 'exposure-narrowed';
    const word = kind === 'exposure-closed' ? 'is closed to the internet' : 'is reachable by less';
    found.push({
      ...item(kind, now, `${now.name} ${word}: ${packetsInShort(closed)}`, false),
      closed: closed.toJSON(),
    });
  }
  if (!lost.isSubsetOf(lostBefore) && was?.isUnseen !== true) {
    const text = `Whether ${now.name} is still reachable could not be seen; it was when it was last seen: ${packetsInShort(lost)}`;
    found.push(item('sight-lost', now, text, true));
  } else if (was?.isUnseen === true || (!lostBefore.isEmpty && lost.isEmpty)) {
    found.push(item('sight-regained', now, `${now.name} can be seen again.`, false));
  }
  return found;
}

function vanished(was: ExposureState): DriftItem {
  return {
    ...item('target-vanished', was, `${was.name} is gone.`, false),
    ...(was.lastAllowed.length === 0 ? {} : { closed: was.lastAllowed }),
  };
}

function item(kind: DriftKind, state: ExposureState, text: string, isAlert: boolean): DriftItem {
  return { kind, subject: state.target, name: state.name, text, isAlert };
}

function isSame(a: ExposureState, b: ExposureState): boolean {
  return (
    a.isUnseen === b.isUnseen &&
    isSameData(a.allowed, b.allowed) &&
    isSameData(a.lastAllowed, b.lastAllowed)
  );
}

function sortedByTarget(states: readonly ExposureState[]): readonly ExposureState[] {
  return states.toSorted((a, b) => (a.target < b.target ? -1 : 1));
}
