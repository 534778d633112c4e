import { AddressSet, internetIpv4, internetIpv6 } from '../netset/index.ts';
import type { AddressGroup, AddressGroupRole } from './address.ts';
import { NOT_PUBLIC } from './address-sighting.ts';
import { addressRanges } from './link/address-ranges.ts';
import { IntervalIndex } from './link/interval-index.ts';
import type { OwnAddress, OwnAddressIndex } from './own-address.ts';
import { OwnSets } from './own-sets.ts';
import { type Unknown, unknown } from './unknown.ts';

/**
 * What an address in an allow list is to us; the first that fits:
 * - `any`: the entry holds every address of the internet of its family.
 * - `private`: private, carrier-grade, link-local, loopback; never a source on the internet.
 * - `own-attached`, `own-idle`, `own-former`: ours and in use; ours and reserved; ours once, perhaps a stranger's now.
 * - `shared-edge`: an edge network whose customers share it.
 * - `known-service`: published ranges of one service.
 * - `provider-pool`: handed by a cloud provider to any of its customers.
 * - `configured-trusted`: declared by the user.
 * - `unknown-public`: everything else.
 */
export type AddressClass = (typeof ADDRESS_CLASSES)[number];

/** The ten classes in the order in which they are tried. */
export const ADDRESS_CLASSES = [
  'any',
  'private',
  'own-attached',
  'own-idle',
  'own-former',
  'shared-edge',
  'known-service',
  'provider-pool',
  'configured-trusted',
  'unknown-public',
] as const;

/** The addresses of one class. */
export interface ClassPart {
  readonly class: AddressClass;
  /** Not empty; disjoint from the other parts. */
  readonly addresses: AddressSet;
  /** Names of the address groups that made it this class, in order; empty for the other classes. */
  readonly groups: readonly string[];
}

/** What an allow-list entry admits, in our terms. */
export interface EntryClassification {
  /** In the order of {@link ADDRESS_CLASSES}; together exactly the entry. */
  readonly parts: readonly ClassPart[];
  /** The own addresses that the entry meets, former ones included. */
  readonly own: readonly OwnAddress[];
  /** Own and attached, but gone with a stop or a new start of its holder: the entry will dangle then. */
  readonly ephemeral: AddressSet;
  /** Own and attached, but traffic does not leave with it: the entry admits nobody through it. */
  readonly neverSends: AddressSet;
  /** Own by the last sighting only: the account could not be seen this time. */
  readonly unconfirmed: AddressSet;
  /** Own former: the provider may have handed it to a stranger. Empty while some account is unseen. */
  readonly dangling: AddressSet;
  /** In a provider's pool and not ours: perhaps ours once. Empty while some account is unseen. */
  readonly suspected: AddressSet;
  /** Why nothing is said to dangle, where something might. */
  readonly withheld?: Unknown;
  /** Declared trusted by the user, whatever the class. */
  readonly trusted: AddressSet;
  /** Present where the entry holds own addresses and others beside them: how many of all are ours. */
  readonly overBroad?: { readonly own: bigint; readonly total: bigint };
}

/** The roles of address groups that make a class, in the order of {@link ADDRESS_CLASSES}. */
const CLASSES_BY_ROLE: readonly (readonly [AddressGroupRole, AddressClass])[] = [
  ['shared-edge', 'shared-edge'],
  ['known-service', 'known-service'],
  ['provider-pool', 'provider-pool'],
  ['trusted', 'configured-trusted'],
];

interface GroupRange {
  readonly group: AddressGroup;
  readonly addresses: AddressSet;
}

/**
 * Tells what addresses are to us, by the own-address index and the address groups of the caller (published ranges,
 * declared sets; prefix lists say nothing). Exact by intersection; answers are remembered by set.
 */
export class AddressClassifier {
  readonly #own: OwnAddressIndex;
  readonly #sets: OwnSets;
  readonly #groups: IntervalIndex<GroupRange>;
  readonly #partitions = new WeakMap<AddressSet, readonly ClassPart[]>();

  constructor(own: OwnAddressIndex, groups: Iterable<AddressGroup>) {
    this.#own = own;
    this.#sets = new OwnSets(own);
    this.#groups = new IntervalIndex(rangesOf(groups));
  }

  /** The set, divided by class: non-empty parts in the order of {@link ADDRESS_CLASSES}. */
  partitionByClass(set: AddressSet): readonly ClassPart[] {
    const key = set.intern();
    let parts = this.#partitions.get(key);
    if (parts === undefined) {
      parts = this.#partition(key);
      this.#partitions.set(key, parts);
    }
    return parts;
  }

  /** What an allow-list entry admits. */
  classify(entry: AddressSet): EntryClassification {
    const parts = this.partitionByClass(entry);
    const of = (name: AddressClass) =>
      parts.find((part) => part.class === name)?.addresses ?? AddressSet.empty;
    const own = this.#own.at(entry);
    const held = of('own-attached');
    const ours = held.union(of('own-idle'));
    const [former, pool] = [of('own-former'), of('provider-pool')];
    const withheld = former.isEmpty && pool.isEmpty ? undefined : this.#reasonToWithhold();
    const overBroad = overBroadness(entry, ours);
    return {
      parts,
      own,
      ephemeral: held.intersect(this.#sets.of('ephemeral', own)),
      neverSends: held
        .intersect(this.#sets.of('neverSends', own))
        .subtract(this.#sets.of('maySend', own)),
      unconfirmed: ours.intersect(this.#sets.of('unconfirmed', own)),
      dangling: withheld === undefined ? former : AddressSet.empty,
      suspected: withheld === undefined ? pool : AddressSet.empty,
      trusted: this.#trusted(entry),
      ...(withheld === undefined ? {} : { withheld }),
      ...(overBroad === undefined ? {} : { overBroad }),
    };
  }

  #partition(set: AddressSet): ClassPart[] {
    const parts: ClassPart[] = [];
    let rest = set;
    const take = (name: AddressClass, addresses: AddressSet, by: readonly AddressGroup[] = []) => {
      const part = rest.intersect(addresses);
      if (part.isEmpty) return;
      const groups = by
        .filter((group) => group.addresses.overlaps(part))
        .map((group) => group.name);
      parts.push({ class: name, addresses: part.intern(), groups: groups.sort() });
      rest = rest.subtract(part);
    };
    take('any', wholeFamilies(set));
    take('private', NOT_PUBLIC);
    // Asked of what is still in few ranges: what remains after own addresses may have a hole for each.
    const [own, ranges] = [this.#own.at(rest), this.#groups.at(rest)];
    for (const state of ['attached', 'idle', 'former'] as const) {
      take(`own-${state}`, this.#sets.of(state, own));
    }
    for (const [role, name] of CLASSES_BY_ROLE) {
      const met = ranges.filter(({ group }) => group.role === role);
      take(name, unionOf(met), [...new Set(met.map(({ group }) => group))]);
    }
    take('unknown-public', rest);
    return parts;
  }

  #trusted(entry: AddressSet): AddressSet {
    const met = this.#groups.at(entry).filter(({ group }) => group.role === 'trusted');
    return unionOf(met).intersect(entry);
  }

  #reasonToWithhold(): Unknown | undefined {
    const unseen = this.#own.unseenAccounts;
    if (unseen.length === 0) return undefined;
    return unknown(
      `the address may belong to an account that could not be seen: ${unseen.join(', ')}`,
    );
  }
}

/** The families of which the set holds every address that a host on the internet can have. */
function wholeFamilies(set: AddressSet): AddressSet {
  const { ipv4, ipv6 } = set;
  return AddressSet.unionOf([
    internetIpv4.isSubsetOf(ipv4) ? ipv4 : AddressSet.empty,
    internetIpv6.isSubsetOf(ipv6) ? ipv6 : AddressSet.empty,
  ]);
}

function overBroadness(entry: AddressSet, own: AddressSet): EntryClassification['overBroad'] {
  const [ours, total] = [own.size(), entry.size()];
  return ours === 0n || ours === total ? undefined : { own: ours, total };
}

/** Each range by itself, so that a long list costs only what is met of it. */
function* rangesOf(groups: Iterable<AddressGroup>): Generator<readonly [AddressSet, GroupRange]> {
  for (const group of groups) {
    for (const { first, last } of addressRanges(group.addresses)) {
      const addresses = AddressSet.range(first, last);
      yield [addresses, { group, addresses }];
    }
  }
}

function unionOf(ranges: readonly GroupRange[]): AddressSet {
  return AddressSet.unionOf(ranges.map(({ addresses }) => addresses));
}
