import { AddressLookup, AddressSet, internetIpv4, internetIpv6 } from '../netset/index.ts';
import type { AddressGroup, AddressGroupRole } from './address.ts';
import { NOT_PUBLIC } from './address-sighting.ts';
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

/** The roles of the address groups that make a class. */
const ROLES: ReadonlyMap<AddressClass, AddressGroupRole> = new Map([
  ['shared-edge', 'shared-edge'],
  ['known-service', 'known-service'],
  ['provider-pool', 'provider-pool'],
  ['configured-trusted', 'trusted'],
]);

/** Every class but `any`, which is not a matter of single addresses. */
export type PlainAddressClass = Exclude<AddressClass, 'any'>;

/**
 * Tells what addresses are to us, by the own-address index and the address groups of the caller (published ranges,
 * declared sets; prefix lists say nothing). Exact by intersection; answers are remembered by set. The classes divide all
 * addresses once, and each set is searched for in them: many own addresses cost a set only what it holds of them.
 */
export class AddressClassifier {
  readonly #own: OwnAddressIndex;
  readonly #sets: OwnSets;
  readonly #groups: readonly AddressGroup[];
  readonly #ranges: IntervalIndex<AddressGroup>;
  readonly #partitions = new WeakMap<AddressSet, readonly ClassPart[]>();
  #classes: ReadonlyMap<PlainAddressClass, AddressLookup> | undefined;
  #trusted: AddressLookup | undefined;

  constructor(own: OwnAddressIndex, groups: Iterable<AddressGroup>) {
    this.#own = own;
    this.#sets = new OwnSets(own);
    this.#groups = [...groups];
    this.#ranges = new IntervalIndex(this.#groups.map((group) => [group.addresses, group]));
  }

  /** Every address of a class, as long as it is not part of `any`. */
  addressesOf(name: PlainAddressClass): AddressLookup {
    this.#classes ??= this.#divided();
    return this.#classes.get(name) ?? NOTHING;
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

  /** What an allow-list entry admits. What few ask for is worked out when it is asked. */
  classify(entry: AddressSet): EntryClassification {
    const parts = this.partitionByClass(entry);
    const of = (name: AddressClass) =>
      parts.find((part) => part.class === name)?.addresses ?? AddressSet.empty;
    const held = of('own-attached');
    const ours = held.union(of('own-idle'));
    const [former, pool] = [of('own-former'), of('provider-pool')];
    const withheld = former.isEmpty && pool.isEmpty ? undefined : this.#reasonToWithhold();
    const overBroad = overBroadness(entry, ours);
    const [own, sets] = [this.#own, this.#sets];
    const trusted = () => this.#trustedLookup().intersect(entry);
    return {
      parts,
      get own() {
        return own.at(entry);
      },
      get ephemeral() {
        return sets.of('ephemeral').intersect(held);
      },
      get neverSends() {
        return sets.of('neverSends').intersect(held).subtract(sets.of('maySend').intersect(held));
      },
      get unconfirmed() {
        return sets.of('unconfirmed').intersect(ours);
      },
      dangling: withheld === undefined ? former : AddressSet.empty,
      suspected: withheld === undefined ? pool : AddressSet.empty,
      get trusted() {
        return trusted();
      },
      ...(withheld === undefined ? {} : { withheld }),
      ...(overBroad === undefined ? {} : { overBroad }),
    };
  }

  #partition(set: AddressSet): ClassPart[] {
    const parts: ClassPart[] = [];
    const any = wholeFamilies(set);
    if (!any.isEmpty) parts.push({ class: 'any', addresses: any.intern(), groups: [] });
    const rest = set.subtract(any);
    for (const name of PLAIN_CLASSES) {
      const part = this.addressesOf(name).intersect(rest);
      if (part.isEmpty) continue;
      parts.push({ class: name, addresses: part.intern(), groups: this.#namesOf(name, part) });
    }
    return parts;
  }

  /** The names of the groups that made a part what it is, in order. */
  #namesOf(name: PlainAddressClass, part: AddressSet): readonly string[] {
    const role = ROLES.get(name);
    if (role === undefined) return [];
    const met = this.#ranges.at(part).filter((group) => group.role === role);
    return met.map((group) => group.name).sort();
  }

  /** All addresses by class: each class without those before it. */
  #divided(): ReadonlyMap<PlainAddressClass, AddressLookup> {
    const classes = new Map<PlainAddressClass, AddressLookup>();
    let rest = AddressSet.all;
    for (const name of PLAIN_CLASSES) {
      const wanted = this.#wholeClass(name);
      classes.set(name, new AddressLookup(rest.intersect(wanted)));
      rest = rest.subtract(wanted);
    }
    return classes;
  }

  #wholeClass(name: PlainAddressClass): AddressSet {
    switch (name) {
      case 'private':
        return NOT_PUBLIC;
      case 'own-attached':
        return this.#sets.of('attached').addresses;
      case 'own-idle':
        return this.#sets.of('idle').addresses;
      case 'own-former':
        return this.#sets.of('former').addresses;
      case 'unknown-public':
        return AddressSet.all;
      default:
        return this.#groupsOf(ROLES.get(name));
    }
  }

  #groupsOf(role: AddressGroupRole | undefined): AddressSet {
    const groups = this.#groups.filter((group) => group.role === role);
    return AddressSet.unionOf(groups.map(({ addresses }) => addresses));
  }

  #trustedLookup(): AddressLookup {
    this.#trusted ??= new AddressLookup(this.#groupsOf('trusted'));
    return this.#trusted;
  }

  #reasonToWithhold(): Unknown | undefined {
    const unseen = this.#own.unseenAccounts;
    if (unseen.length === 0) return undefined;
    return unknown(
      `the address may belong to an account that could not be seen: ${unseen.join(', ')}`,
    );
  }
}

const NOTHING = new AddressLookup(AddressSet.empty);

const PLAIN_CLASSES: readonly PlainAddressClass[] = ADDRESS_CLASSES.filter(
  (name) => name !== 'any',
);

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
