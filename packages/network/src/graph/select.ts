import { AddressSet } from '../netset/index.ts';
import type { Interface } from './interface.ts';
import type { LinkedGraph } from './link.ts';
import type { ResourceId } from './resource-id.ts';
import type { Selector, Zone } from './selector.ts';
import { type Unknown, unknown } from './unknown.ts';

/** The interfaces that a selector names, by id and in order of id. */
export interface SelectedInterfaces {
  readonly interfaces: readonly ResourceId[];
  /** Interfaces that it may name: something decisive could not be seen. */
  readonly maybe: readonly ResourceId[];
  /** Why more may be named than `interfaces` holds. Absent where the selection is complete. */
  readonly incomplete?: Unknown;
}

/** What a zone of the policy holds. A zone in which all three are empty matches nothing, which its owner should hear. */
export interface ResolvedZone {
  readonly zone: Zone;
  /** In order of id. */
  readonly interfaces: readonly Interface[];
  /** Interfaces that it may hold. */
  readonly maybe: readonly Interface[];
  /** Addresses that it names outright, by address groups. */
  readonly addresses: AddressSet;
  /** Why it may hold more. Absent where the zone is complete. */
  readonly incomplete?: Unknown;
}

/** The interfaces that a selector names now, and whether that is all. */
export function selectInterfaces(linked: LinkedGraph, selector: Selector): SelectedInterfaces {
  const { yes, maybe, incomplete } = linked.select(selector);
  const ids = { interfaces: yes.map(({ id }) => id), maybe: maybe.map(({ id }) => id) };
  const cause = incomplete ?? causeOf(maybe);
  return cause === undefined ? ids : { ...ids, incomplete: cause };
}

/** What each zone holds, in the order given. An interface may be in several. */
export function resolveZones(linked: LinkedGraph, zones: readonly Zone[]): readonly ResolvedZone[] {
  return zones.map((zone) => {
    const { yes, maybe, incomplete } = linked.select(zone.selector);
    const addresses = groupAddresses(linked, zone.selector);
    const resolved = { zone, interfaces: yes, maybe, addresses };
    const cause = incomplete ?? causeOf(maybe);
    return cause === undefined ? resolved : { ...resolved, incomplete: cause };
  });
}

function causeOf(maybe: readonly Interface[]): Unknown | undefined {
  const [first] = maybe;
  if (first === undefined) return undefined;
  return unknown(`whether ${first.id} belongs there could not be seen`);
}

/** The members of the address groups that a selector names by itself or in an `any-of`. */
function groupAddresses(linked: LinkedGraph, selector: Selector): AddressSet {
  if (selector.kind === 'any-of') {
    return AddressSet.unionOf(selector.of.map((part) => groupAddresses(linked, part)));
  }
  const group = selector.kind === 'address-group' ? selector.group : undefined;
  return linked.record('address-group', group)?.addresses ?? AddressSet.empty;
}
