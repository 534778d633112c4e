import {
  type Account,
  type FlowLog,
  type Known,
  type Network,
  type ResourceId,
  type Subnet,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { linkParts } from '../link.ts';
import { networks as networkList, subnetworks } from '../operations/compute.ts';
import { projectInfo, projectsBelow } from '../operations/hierarchy.ts';
import type { SubnetworkItem } from '../schema/network.ts';
import type { Draft } from './draft.ts';
import { idOf, networkId, provenanceOf, publicSpaceId } from './ids.ts';
import { type NetworkFacts, type NetworksByLink, rangesOfSubnet } from './network-facts.ts';
import type { Told } from './reading.ts';

/** Makes a record for every project that was read or seen; files may hold its networks and nothing about itself. */
export function addAccounts(draft: Draft): void {
  const { reading } = draft;
  const told = new Set<string>();
  for (const one of [...reading.all(projectInfo), ...reading.all(projectsBelow)]) {
    const { projectId, displayName, name, labels } = one.item;
    told.add(projectId);
    const account: Account = {
      kind: 'account',
      id: idOf('account', projectId, 'global', projectId),
      name: displayName ?? projectId,
      provenance: provenanceOf(
        { account: projectId, operation: one.operation },
        {
          location: 'global',
          nativeId: projectId,
          uri: `//cloudresourcemanager.googleapis.com/${name}`,
          page: 'home/dashboard',
        },
      ),
      ...(labels === undefined ? {} : { labels }),
    };
    draft.add(account);
  }
  for (const project of reading.accounts) {
    if (told.has(project) || reading.standing(networkList, project).kind !== 'read') continue;
    const place = { location: 'global', nativeId: project, page: 'home/dashboard' };
    draft.add({
      kind: 'account',
      id: idOf('account', project, 'global', project),
      name: project,
      provenance: provenanceOf({ account: project, operation: networkList.id }, place),
    });
  }
}

/** Makes networks and subnetworks. */
export function addNetworks(draft: Draft, networks: NetworksByLink): void {
  for (const facts of networks.values()) {
    const { item } = facts.told;
    const flowLogs = facts.subnets.map((told) => flowLogOf(told.item));
    const gap = draft.reading.gap(subnetworks, facts.project);
    const network: Network = {
      kind: 'network',
      id: facts.id,
      name: item.name,
      provenance: provenanceOf(facts.told, {
        location: 'global',
        nativeId: item.name,
        uri: item.selfLink,
        page: `networking/networks/details/${item.name}`,
      }),
      ranges: facts.ranges,
      isDefault: item.name === 'default',
      isPublicSpace: false,
      flowLog: gap ?? weakestOf(flowLogs),
    };
    draft.add(network);
    for (const told of facts.subnets) addSubnet(draft, told, facts);
  }
}

function addSubnet(draft: Draft, told: Told<SubnetworkItem>, network: NetworkFacts): void {
  const { item } = told;
  const at = linkParts(item.selfLink);
  if (at === undefined) return;
  const subnet: Subnet = {
    kind: 'subnet',
    id: idOf('subnet', at.project, at.location, at.name),
    name: item.name,
    provenance: provenanceOf(told, {
      location: at.location,
      nativeId: item.name,
      uri: item.selfLink,
      page: `networking/subnetworks/details/${at.location}/${item.name}`,
    }),
    network: network.id,
    ranges: rangesOfSubnet(item),
    routeTable: idOf('route-table', network.project, 'global', network.told.item.name),
    flowLog: flowLogOf(item),
  };
  draft.add(subnet);
}

function flowLogOf({ logConfig }: SubnetworkItem): FlowLog {
  if (logConfig?.enable !== true) return { state: 'off', traffic: 'all' };
  const sampled = logConfig.flowSampling === undefined ? '' : `sampled ${logConfig.flowSampling}`;
  const filtered =
    logConfig.filterExpr === undefined || logConfig.filterExpr === 'true'
      ? ''
      : `filtered by ${logConfig.filterExpr}`;
  const detail = [sampled, filtered].filter((part) => part !== '').join(', ');
  return { state: 'on', traffic: 'all', ...(detail === '' ? {} : { detail }) };
}

/** A network records its traffic when all its subnetworks do. */
function weakestOf(logs: readonly FlowLog[]): Known<FlowLog> {
  const [first] = logs;
  if (first === undefined)
    return unknown('A network without subnetworks has no traffic to record.');
  return logs.find((log) => log.state === 'off') ?? first;
}

/** The stand-in network for what is directly on the internet, made when first needed. */
export function publicSpace(draft: Draft, account: string, operation: string): ResourceId {
  return draft.add({
    kind: 'network',
    id: publicSpaceId(account),
    name: 'internet',
    provenance: provenanceOf({ account, operation }, { location: 'global', nativeId: 'internet' }),
    ranges: AddressSet.empty,
    isDefault: false,
    isPublicSpace: true,
  });
}

/** The network that a URL names, whether it was read or not. */
export function networkIdOf(link: string): ResourceId | undefined {
  const parts = linkParts(link);
  return parts === undefined || parts.collection !== 'networks' ? undefined : networkId(parts);
}
