import type { AddressGroup, ResourceId } from '@netposture/network/graph';
import type { AddressSet } from '@netposture/network/netset';
import { linkKey } from '../link.ts';
import { organizationGroups } from '../operations/hierarchy.ts';
import { addressGroups } from '../operations/services.ts';
import { addressesIn } from './address-text.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';

/** An address group as rules refer to it. */
export interface GroupFacts {
  readonly id: ResourceId;
  readonly addresses: AddressSet;
}

/** Makes the address groups of projects and organisations, and finds them by the name that rules use. */
export function addAddressGroups(draft: Draft): (name: string) => GroupFacts | undefined {
  const known = new Map<string, GroupFacts>();
  const { reading } = draft;
  for (const told of [...reading.all(organizationGroups), ...reading.all(addressGroups)]) {
    const { name, items } = told.item;
    const addresses = addressesIn(items ?? []);
    if (addresses === undefined) continue;
    const location = /\/locations\/([^/]+)\//.exec(name)?.[1] ?? 'global';
    const shortName = name.split('/').at(-1) ?? name;
    const group: AddressGroup = {
      kind: 'address-group',
      id: idOf('address-group', told.account, location, shortName),
      name: shortName,
      provenance: provenanceOf(told, { location, nativeId: name }),
      role: 'prefix-list',
      addresses,
      source: name,
      date: told.collectedAt.slice(0, 10),
    };
    known.set(groupKey(name), { id: draft.add(group), addresses });
  }
  return (name) => known.get(groupKey(name));
}

/** Rules write `//networksecurity.googleapis.com/projects/…`, `projects/…` or `organizations/…`. */
function groupKey(name: string): string {
  const organization = /organizations\/.+$/.exec(name)?.[0];
  return organization ?? linkKey(name);
}
