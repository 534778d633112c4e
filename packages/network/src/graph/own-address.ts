import type { AddressSet } from '../netset/index.ts';
import { type AddressSighting, addressSightings, foldSightings } from './address-sighting.ts';
import { type CoverageScope, isGap } from './coverage.ts';
import { type Graph, recordsOf } from './graph.ts';
import { accountOf } from './link/interface-index.ts';
import { IntervalIndex } from './link/interval-index.ts';
import type { ProviderId } from './resource-id.ts';

/** What is true of an own address now: held by something, reserved for nothing, or no longer ours. */
export type OwnState = 'attached' | 'idle' | 'former';

/** An address or prefix that is or was ours. */
export interface OwnAddress extends AddressSighting {
  readonly state: OwnState;
  /** False: its account could not be seen this time, so that `state` is that of the last sighting. */
  readonly isConfirmed: boolean;
}

/** Every public address that is or was ours, found by address. */
export interface OwnAddressIndex {
  readonly entries: readonly OwnAddress[];
  /** Accounts (`provider/account`) that could not be seen this time, in order: while there are any, nothing is said to dangle. */
  readonly unseenAccounts: readonly string[];
  /** The entries that hold one of the addresses. Logarithmic in the number of entries. */
  at(addresses: AddressSet): readonly OwnAddress[];
}

/** What the index is made from. */
export interface OwnAddressInput {
  /** Graphs of this and earlier scans, in any order. The latest instant is now. */
  readonly graphs: readonly { readonly graph: Graph; readonly seenAt: string }[];
  /** Sightings of earlier scans, as they were kept. */
  readonly earlier?: readonly AddressSighting[];
  /** Accounts (`provider/account`) that could not be seen this time; see {@link unseenAccounts}. */
  readonly unseenAccounts?: readonly string[];
}

/**
 * The index of own addresses. An address that was seen before and is not seen now is `former`, unless its account could
 * not be seen this time: then it keeps its last state, unconfirmed.
 */
export function ownAddressIndex(input: OwnAddressInput): OwnAddressIndex {
  const { graphs, earlier = [], unseenAccounts: unseen = [] } = input;
  const now = graphs.reduce((latest, { seenAt }) => (seenAt > latest ? seenAt : latest), '');
  const sightings = foldSightings([
    ...earlier,
    ...graphs.flatMap(({ graph, seenAt }) => addressSightings(graph, seenAt)),
  ]);
  const entries = sightings.map((sighting): OwnAddress => {
    const isConfirmed = sighting.lastSeen === now || !unseen.includes(sighting.account);
    const isGone = sighting.lastSeen !== now && isConfirmed;
    const held: OwnState = sighting.attachedTo === undefined ? 'idle' : 'attached';
    return { ...sighting, state: isGone ? 'former' : held, isConfirmed };
  });
  entries.sort(byAccountAndAddress);
  const index = new IntervalIndex(entries.map((entry) => [entry.addresses, entry] as const));
  return {
    entries,
    unseenAccounts: [...new Set(unseen)].sort(),
    at: (addresses) => index.at(addresses),
  };
}

/**
 * The configured accounts of which a graph cannot say that an address is gone: neither a record nor a
 * call of the account, or a gap in a call that `concerns` addresses (by default every call). As `provider/account`, in the order given.
 */
export function unseenAccounts(
  graph: Graph,
  configured: readonly { readonly provider: ProviderId; readonly account: string }[],
  concerns: (scope: CoverageScope) => boolean = () => true,
): string[] {
  // An organisation is asked as well, and is no account that holds anything.
  const seen = new Set([
    ...recordsOf(graph, 'account').map(accountOf),
    ...graph.coverage.map(({ scope }) => `${scope.provider}/${scope.account}`),
  ]);
  for (const { scope, outcome } of graph.coverage) {
    if (isGap(outcome) && concerns(scope)) seen.delete(`${scope.provider}/${scope.account}`);
  }
  return configured
    .map(({ provider, account }) => `${provider}/${account}`)
    .filter((account) => !seen.has(account));
}

function byAccountAndAddress(a: OwnAddress, b: OwnAddress): number {
  if (a.account !== b.account) return a.account < b.account ? -1 : 1;
  return a.addresses.compareLowest(b.addresses) || (a.record < b.record ? -1 : 1);
}
