import {
  type Interface,
  type InterfaceAddress,
  type ResourceId,
  unknown,
  type Workload,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { type LinkParts, linkKey, linkParts, projectOfLink } from '../link.ts';
import { instances } from '../operations/compute.ts';
import { effectiveTags } from '../operations/hierarchy.ts';
import type { InstanceItem, NetworkInterface } from '../schema/network.ts';
import { addressesIn } from './address-text.ts';
import type { Draft } from './draft.ts';
import { idOf, idOfLink, provenanceOf } from './ids.ts';
import { NETWORK_TAG, SECURE_TAG, SERVICE_ACCOUNT, tagLabels } from './labels.ts';
import type { NetworkFacts, NetworksByLink } from './network-facts.ts';
import type { Told } from './reading.ts';
import type { StagePlan } from './stages.ts';

/** An interface of an instance, for whoever routes and balances. */
export interface CardFacts {
  readonly id: ResourceId;
  /** Key of the instance's URL. */
  readonly instance: string;
  /** Key of the network's URL. */
  readonly network: string;
  /** Key of the subnetwork's URL. */
  readonly subnetwork: string;
  readonly isPrimary: boolean;
  readonly isAlias: boolean;
  readonly hasExternalIpv4: boolean;
  readonly forwards: boolean;
  readonly inside: AddressSet;
  readonly outside: readonly { readonly address: AddressSet; readonly isIpv6: boolean }[];
  readonly told: Told<InstanceItem>;
}

/** Makes workloads and their interfaces, and gives the facts that other steps need. */
export function addInstances(
  draft: Draft,
  networks: NetworksByLink,
  plan: StagePlan,
): readonly CardFacts[] {
  return draft.reading.all(instances).flatMap((told) => {
    const at = linkParts(told.item.selfLink);
    return at === undefined ? [] : addInstance(draft, told, at, networks, plan);
  });
}

function addInstance(
  draft: Draft,
  told: Told<InstanceItem>,
  at: LinkParts,
  networks: NetworksByLink,
  plan: StagePlan,
): readonly CardFacts[] {
  const { item } = told;
  const tags = draft.reading.of(effectiveTags, at.project, at.location, at.name);
  const tagGap = draft.reading.gap(effectiveTags, at.project, at.location, at.name);
  const workload: Workload = {
    kind: 'workload',
    id: idOf('workload', at.project, at.location, at.name),
    name: item.name,
    provenance: provenanceOf(told, {
      location: at.location,
      nativeId: item.name,
      uri: item.selfLink,
      page: `compute/instancesDetail/zones/${at.location}/instances/${item.name}`,
    }),
    labels: {
      ...item.labels,
      ...tagLabels(NETWORK_TAG, item.tags?.items ?? []),
      ...tagLabels(
        SERVICE_ACCOUNT,
        (item.serviceAccounts ?? []).map(({ email }) => email),
      ),
      ...tagLabels(
        SECURE_TAG,
        tags.map((one) => one.item.tagValue),
      ),
    },
    state: stateOf(item.status),
    ...(tagGap?.coverage === undefined || tags.length === 0 ? {} : { gaps: [tagGap.coverage] }),
  };
  draft.add(workload);
  return (item.networkInterfaces ?? []).flatMap((card, index) => {
    const place = { card, name: card.name ?? `nic${index}`, isPrimary: index === 0 };
    return addCard(draft, told, at, workload.id, place, networks, plan);
  });
}

/** https://cloud.google.com/compute/docs/instances/instance-lifecycle, 2026-11-21. */
function stateOf(status: string | undefined): Workload['state'] {
  switch (status) {
    case 'RUNNING':
      return 'running';
    case 'TERMINATED':
    case 'STOPPED':
    case 'SUSPENDED':
      return 'stopped';
    default:
      return unknown(`The instance is between two states (${status ?? 'none told'}).`);
  }
}

/** One network interface with its place in the list. */
interface Place {
  readonly card: NetworkInterface;
  readonly name: string;
  readonly isPrimary: boolean;
}

function addCard(
  draft: Draft,
  told: Told<InstanceItem>,
  at: LinkParts,
  owner: ResourceId,
  { card, name, isPrimary }: Place,
  networks: NetworksByLink,
  plan: StagePlan,
): readonly CardFacts[] {
  const network = networks.get(linkKey(card.network ?? ''));
  const placed = placeOf(draft, told, card, network, plan, at.region ?? at.location);
  const nativeId = `${at.name}/${name}`;
  const provenance = provenanceOf(told, { location: at.location, nativeId });
  const own = ownAddresses(card);
  const forwards = told.item.canIpForward === true;
  const base: Interface = {
    kind: 'interface',
    id: idOf('interface', at.project, at.location, nativeId),
    name: nativeId,
    provenance,
    ...placed,
    addresses: own.addresses,
    owner,
    isPrimary,
    forwards,
    ...(own.pending === undefined ? {} : { unmodelledIngress: unknown(own.pending) }),
  };
  draft.add(base);
  const facts: CardFacts = {
    id: base.id,
    instance: linkKey(told.item.selfLink),
    network: linkKey(card.network ?? ''),
    subnetwork: linkKey(card.subnetwork ?? ''),
    isPrimary,
    isAlias: false,
    hasExternalIpv4: own.outside.some((one) => !one.isIpv6),
    forwards,
    inside: AddressSet.unionOf(own.addresses.map((one) => one.inside)),
    outside: own.outside,
    told,
  };
  const alias =
    addressesIn((card.aliasIpRanges ?? []).map((range) => range.ipCidrRange)) ?? AddressSet.empty;
  if (alias.isEmpty) return [facts];
  // Alias ranges stand apart: a source tag means the primary addresses of the primary interface.
  const id = idOf('interface', at.project, at.location, `${nativeId}/alias`);
  draft.add({
    ...base,
    id,
    name: `${nativeId}/alias`,
    addresses: [{ inside: alias, plane: 'private', exact: true }],
    isPrimary: false,
  });
  return [
    facts,
    {
      ...facts,
      id,
      isPrimary: false,
      isAlias: true,
      hasExternalIpv4: false,
      inside: alias,
      outside: [],
    },
  ];
}

/** Network, subnetwork and filters of an interface; all unknown where the network could not be read. */
function placeOf(
  draft: Draft,
  told: Told<InstanceItem>,
  card: NetworkInterface,
  network: NetworkFacts | undefined,
  plan: StagePlan,
  region: string,
): Pick<Interface, 'network' | 'subnet' | 'routeTable' | 'layers' | 'assumes'> {
  if (network === undefined) {
    const link = card.network ?? card.networkAttachment ?? 'unknown';
    const project = projectOfLink(link) ?? told.account;
    const cause = unknown(`The network ${linkKey(link)} could not be read.`);
    return {
      network: draft.unseen('network', project, linkKey(link), cause, told.operation),
      routeTable: cause,
      layers: [cause],
    };
  }
  const stages = plan.stagesOf(network, region);
  const subnet = network.subnets.some(
    ({ item }) => linkKey(item.selfLink) === linkKey(card.subnetwork ?? ''),
  )
    ? idOfLink('subnet', card.subnetwork)
    : undefined;
  return {
    network: network.id,
    ...(subnet === undefined ? {} : { subnet }),
    routeTable: idOf('route-table', network.project, 'global', network.told.item.name),
    layers: stages.layers,
    ...(stages.assumes.length === 0 ? {} : { assumes: stages.assumes }),
  };
}

interface OwnAddresses {
  readonly addresses: readonly InterfaceAddress[];
  readonly outside: readonly { readonly address: AddressSet; readonly isIpv6: boolean }[];
  /** Why the interface may have an external address that is not told. */
  readonly pending?: string;
}

function ownAddresses(card: NetworkInterface): OwnAddresses {
  const addresses: InterfaceAddress[] = [];
  const outside: { address: AddressSet; isIpv6: boolean }[] = [];
  const inside = addressesIn([card.networkIP]);
  const translated = (card.accessConfigs ?? []).find((config) => config.natIP !== undefined)?.natIP;
  const external = addressesIn([translated]);
  if (inside !== undefined && !inside.isEmpty) {
    const isTranslated = external !== undefined && !external.isEmpty;
    addresses.push({
      inside,
      plane: 'private',
      exact: true,
      ...(isTranslated ? { outside: external } : {}),
    });
    if (isTranslated) outside.push({ address: external, isIpv6: false });
  }
  for (const { externalIpv6, externalIpv6PrefixLength } of card.ipv6AccessConfigs ?? []) {
    const set =
      externalIpv6 === undefined
        ? undefined
        : addressesIn([`${externalIpv6}/${externalIpv6PrefixLength ?? 96}`]);
    if (set === undefined) continue;
    addresses.push({ inside: set, plane: 'public', exact: true });
    outside.push({ address: set, isIpv6: true });
  }
  if (card.ipv6Address !== undefined && card.ipv6AccessType !== 'EXTERNAL') {
    const set = addressesIn([`${card.ipv6Address}/${card.internalIpv6PrefixLength ?? 96}`]);
    if (set !== undefined) addresses.push({ inside: set, plane: 'private', exact: true });
  }
  const pending = (card.accessConfigs ?? []).some((config) => config.natIP === undefined);
  return {
    addresses,
    outside,
    ...(pending
      ? { pending: 'An external address is configured, and Google did not tell it.' }
      : {}),
  };
}

function hasLabel(item: InstanceItem, label: string): boolean {
  if (label.startsWith(NETWORK_TAG))
    return (item.tags?.items ?? []).includes(label.slice(NETWORK_TAG.length));
  return (item.serviceAccounts ?? []).some(({ email }) => label === `${SERVICE_ACCOUNT}${email}`);
}

/** Alias ranges by network and label, straight from the answers: filters are made before interfaces are. */
export function aliasesOf(
  toldInstances: readonly Told<InstanceItem>[],
  network: string,
): (label: string) => AddressSet {
  return (label) => {
    const texts = toldInstances
      .filter(({ item }) => hasLabel(item, label))
      .flatMap(({ item }) => item.networkInterfaces ?? [])
      .filter((card) => linkKey(card.network ?? '') === network)
      .flatMap((card) => (card.aliasIpRanges ?? []).map((range) => range.ipCidrRange));
    return addressesIn(texts) ?? AddressSet.empty;
  };
}
