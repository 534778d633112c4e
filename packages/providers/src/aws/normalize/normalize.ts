import type { Graph } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import type { Observation } from '../../observation.ts';
import { AWS_OPERATIONS } from '../operations/index.ts';
import { normalizeAccelerators } from './accelerator.ts';
import { normalizeAccounts } from './account.ts';
import { addressesOf } from './address-text.ts';
import { announceAll } from './announce.ts';
import { normalizeCaches } from './cache.ts';
import { normalizeClassicLoadBalancers } from './classic-load-balancer.ts';
import { normalizeClientVpn } from './client-vpn.ts';
import { normalizeDatabases } from './database.ts';
import { Draft } from './draft.ts';
import { normalizeEndpoints } from './endpoint.ts';
import { normalizeEndpointServices } from './endpoint-service.ts';
import { normalizeGateways } from './gateway.ts';
import { normalizeInstances } from './instance.ts';
import { normalizeInterfaces } from './interface.ts';
import { interfacesIn } from './interface-list.ts';
import { normalizeInventory } from './inventory.ts';
import { normalizeKubernetes } from './kubernetes.ts';
import { normalizeLightsail } from './lightsail.ts';
import { normalizeLoadBalancers } from './load-balancer.ts';
import { normalizeSubnets, normalizeVpcs } from './network.ts';
import { normalizeNetworkAcls } from './network-acl.ts';
import { normalizeOwnedAddresses } from './owned-address.ts';
import { normalizePrefixLists } from './prefix-list.ts';
import { Readings } from './reading.ts';
import { normalizeRouteTables } from './route-table.ts';
import { Scope } from './scope.ts';
import { normalizeSearchDomains } from './search-domain.ts';
import { normalizeSecurityGroups } from './security-group.ts';
import type { Ipv6Members } from './security-group-rule.ts';
import { normalizeTransitGateways } from './transit-gateway.ts';
import { normalizeUnreadBalancers } from './unread-balancer.ts';
import { normalizeWarehouses } from './warehouse.ts';

/**
 * What observations of AWS mean. Pure; the order of observations does not matter. Everything that was not read is left
 * unknown with the call that would have told.
 */
export function normalize(observations: readonly Observation[]): Graph {
  const readings = new Readings(observations, AWS_OPERATIONS);
  const draft = new Draft();
  const places = readings.places();
  const names = new Set(places.map(({ account, location }) => `${account}/${location}`));
  const scopes = places.map((place) => new Scope(place, readings, draft, names));
  const regional = scopes.filter(({ location }) => location !== 'global');
  const global = scopes.filter(({ location }) => location === 'global');

  for (const scope of regional) announceAll(scope);
  normalizeAccounts(scopes);
  const members = ipv6Members(regional);
  for (const scope of regional) {
    const neighbours = regional.filter(({ location }) => location === scope.location);
    normalizeVpcs(scope);
    normalizeSubnets(scope);
    normalizeRouteTables(scope);
    normalizeGateways(scope);
    normalizeTransitGateways(scope, neighbours);
    normalizePrefixLists(scope);
    normalizeSecurityGroups(scope, members);
    normalizeNetworkAcls(scope);
    // Managed resources claim their interfaces before the interfaces are recorded.
    normalizeLoadBalancers(scope);
    normalizeClassicLoadBalancers(scope);
    normalizeUnreadBalancers(scope);
    normalizeDatabases(scope);
    normalizeCaches(scope);
    normalizeWarehouses(scope);
    normalizeSearchDomains(scope);
    normalizeKubernetes(scope);
    normalizeEndpoints(scope);
    normalizeClientVpn(scope);
    normalizeEndpointServices(scope);
    normalizeInstances(scope);
    normalizeInterfaces(scope);
    normalizeLightsail(scope);
    normalizeInventory(scope);
    normalizeOwnedAddresses(scope);
  }
  for (const scope of global) {
    normalizeAccelerators(scope, regional);
    normalizeInventory(scope);
    normalizeOwnedAddresses(scope);
  }
  return draft.finish(readings.coverage());
}

/** The IPv6 addresses of a group's members in one network. */
function ipv6Members(scopes: readonly Scope[]): Ipv6Members {
  const byGroup = new Map<string, AddressSet[]>();
  for (const scope of scopes) {
    for (const card of interfacesIn(scope).items) {
      const sets = (card.Ipv6Addresses ?? [])
        .map(({ Ipv6Address }) => addressesOf(Ipv6Address))
        .filter((set) => set !== undefined);
      if (sets.length === 0) continue;
      for (const { GroupId } of card.Groups ?? []) {
        const key = `${GroupId ?? ''} ${card.VpcId ?? ''}`;
        const known = byGroup.get(key);
        if (known === undefined) byGroup.set(key, [...sets]);
        else known.push(...sets);
      }
    }
  }
  const unions = new Map<string, AddressSet>();
  return (group, vpc) => {
    const key = `${group} ${vpc ?? ''}`;
    const sets = byGroup.get(key);
    if (sets === undefined) return AddressSet.empty;
    const union = unions.get(key) ?? AddressSet.unionOf(sets).intern();
    unions.set(key, union);
    return union;
  };
}
