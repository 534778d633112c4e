import { AddressSet } from '../../netset/index.ts';
import type { Unknown } from '../unknown.ts';

/** The addresses of a rule's other end. */
export interface ResolvedPeer {
  /** Surely among them. */
  readonly certain: AddressSet;
  /** Perhaps among them: holds `certain`, and is the same object where everything is known. */
  readonly possible: AddressSet;
  /** Why the two differ; the first of several reasons. Absent where they do not. */
  readonly cause?: Unknown;
}

/** A peer of which everything is known. */
export function knownPeer(set: AddressSet): ResolvedPeer {
  return { certain: set, possible: set };
}

/** A peer of which something may be unknown. `possible` need not hold `certain`. Interned. */
export function resolvedPeer(
  certain: AddressSet,
  possible: AddressSet,
  cause: Unknown | undefined,
): ResolvedPeer {
  const sure = certain.intern();
  if (cause === undefined || possible.isSubsetOf(sure)) return knownPeer(sure);
  return { certain: sure, possible: possible.union(sure).intern(), cause };
}

/** Several peers of one rule. */
export function unitedPeers(peers: readonly ResolvedPeer[]): ResolvedPeer {
  const [first, ...others] = peers;
  if (first !== undefined && others.length === 0) return first;
  return resolvedPeer(
    AddressSet.unionOf(peers.map(({ certain }) => certain)),
    AddressSet.unionOf(peers.map(({ possible }) => possible)),
    peers.find(({ cause }) => cause !== undefined)?.cause,
  );
}
