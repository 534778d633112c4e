import type { AddressGroupRole, Selector, Unknown } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { addressesOf } from './address-text.ts';
import { named } from './naming.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

/** The prefixes of one list, as texts, with what is missing. */
export interface ListPrefixes {
  readonly cidrs: readonly string[];
  readonly incomplete?: Unknown;
}

/** The peer that a prefix list is: its members, by name. */
export function prefixListSelector(scope: Scope, listId: string): Selector {
  return { kind: 'address-group', group: scope.refer('address-group', listId) };
}

/** The prefixes of a list as read. A list of another account is read where it is used. */
export function prefixesOf(scope: Scope, listId: string): ListPrefixes {
  const entries: Reading<{ readonly Cidr: string }> = scope.read(
    'GetManagedPrefixListEntries',
    listId,
  );
  const cidrs = entries.items
    .map(({ Cidr }) => Cidr)
    .filter((cidr) => addressesOf(cidr) !== undefined);
  return entries.cause === undefined ? { cidrs } : { cidrs, incomplete: entries.cause };
}

/** Prefix lists as address groups. Lists of AWS that several customers share prove no identity. */
export function normalizePrefixLists(scope: Scope): void {
  for (const list of scope.read('DescribeManagedPrefixLists').items) {
    const account = scope.accountFor(list.OwnerId);
    if (account === undefined) continue;
    const id = scope.announce('address-group', list.PrefixListId, account);
    const { cidrs, incomplete } = prefixesOf(scope, list.PrefixListId);
    scope.draft.add({
      kind: 'address-group',
      id,
      ...named(list.PrefixListId, list.Tags, list.PrefixListName),
      provenance: scope.provenance('DescribeManagedPrefixLists', list.PrefixListId, {
        account,
        uri: list.PrefixListArn,
      }),
      role: roleOf(list.OwnerId, list.PrefixListName),
      addresses: AddressSet.from(cidrs),
      source: `GetManagedPrefixListEntries ${list.PrefixListId}`,
      date: 'as scanned',
      ...(incomplete === undefined ? {} : { incomplete }),
    });
  }
}

function roleOf(owner: string | undefined, name: string | undefined): AddressGroupRole {
  if (owner !== 'AWS') return 'prefix-list';
  // Every customer's distribution sends from these: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
  return name?.includes('cloudfront') === true ? 'shared-edge' : 'known-service';
}
