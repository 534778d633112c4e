import { PacketSet } from '@netposture/network/netset';
import type { DriftItem, DriftKind } from './drift-item.ts';
import { type ExposureState, type PacketRows, packetSetOf } from './exposure-state.ts';
import { packetsInShort } from './packets-in-short.ts';
import type { Sight } from './sight.ts';

/** Two scans compared: what differs, and what is known now. */
export interface ExposureComparison {
  readonly drift: readonly DriftItem[];
  /** The new states, and the last known ones of targets that this scan could not see. */
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
    const state = withMemory(was, now);
    states.push(state);
    drift.push(...differences(was, state));
  }
  for (const was of sortedByTarget([...known.values()])) {
    if (sight.isComplete(was, was.kind)) {
      drift.push(vanished(was));
      continue;
    }
    states.push({ ...was, isUnseen: true });
    if (was.isUnseen || was.lastAllowed.length === 0) continue;
    const text = `${was.name} could not be seen any more; it was exposed when it was last seen.`;
    drift.push(item('sight-lost', was, text, true));
  }
  return { drift, states };
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
    isSameRows(a.allowed, b.allowed) &&
    isSameRows(a.lastAllowed, b.lastAllowed)
  );
}

/** Equal rows in the same order. A store may have turned the members of a row around, so their text says nothing. */
function isSameRows(a: PacketRows, b: PacketRows): boolean {
  return (
    a.length === b.length &&
    a.every((row, at) => {
      const other = b[at];
      return (
        other !== undefined &&
        row.transport === other.transport &&
        isSameList(row.source, other.source) &&
        isSameList(row.destination, other.destination)
      );
    })
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

function sortedByTarget(states: readonly ExposureState[]): readonly ExposureState[] {
  return states.toSorted((a, b) => (a.target < b.target ? -1 : 1));
}
