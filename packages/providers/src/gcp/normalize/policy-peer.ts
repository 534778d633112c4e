import { type Peer, type ResourceId, type Selector, unknown } from '@netposture/network/graph';
import { AddressSet, internet } from '@netposture/network/netset';
import type { PolicyMatch } from '../schema/hierarchy.ts';
import { addressesIn } from './address-text.ts';
import { googleSpecial, notInternet } from './google-ranges.ts';
import { SECURE_TAG } from './labels.ts';

/** What the rules of a policy refer to. */
export interface PolicyReferences {
  /** The record of an address group by its resource name, and its members where they are known. */
  readonly group: (
    name: string,
  ) => { readonly id: ResourceId; readonly addresses: AddressSet } | undefined;
  /** Whether the secure tags of every instance are known. */
  readonly knowsSecureTags: boolean;
  /** Where interfaces with a source tag may be: the associated networks and their peers; absent = anywhere. */
  readonly tagScope?: readonly ResourceId[];
  /** The addresses of a network by its URL. */
  readonly rangesOf: (network: string) => AddressSet | undefined;
  /** The addresses of the one network with which the policy is associated. */
  readonly ownRanges?: AddressSet;
}

/** The far end of a policy rule, written with `src…` on ingress and `dest…` on egress. */
interface FarEnd {
  readonly ranges: readonly string[] | undefined;
  readonly groups: readonly string[];
  readonly fqdns: readonly string[];
  readonly regions: readonly string[];
  readonly threats: readonly string[];
  readonly context: string | undefined;
  readonly tags: readonly string[];
  readonly networks: readonly string[];
}

/** The peer of a policy rule: any of what it names, and within the kind of network that it asks for. */
export function policyPeer(
  match: PolicyMatch,
  egress: boolean,
  references: PolicyReferences,
): Peer {
  const end = egress ? destination(match) : source(match);
  const named = namedPeers(end, references);
  if (end.context === undefined || end.context === 'UNSPECIFIED') {
    return named.length === 0 ? { kind: 'addresses', set: AddressSet.all } : anyOf(named);
  }
  const within = contextOf(end, references);
  if (within === undefined) {
    const cause = unknown(`Which traffic counts as ${end.context} is not known here.`);
    return { kind: 'undetermined', cause };
  }
  if (named.length === 0)
    return anyOf(
      within.certain.isEmpty
        ? within.rest
        : [{ kind: 'addresses', set: within.certain }, ...within.rest],
    );
  return anyOf(named.flatMap((peer) => narrowed(peer, within)));
}

function source(match: PolicyMatch): FarEnd {
  return {
    ranges: match.srcIpRanges,
    groups: match.srcAddressGroups ?? [],
    fqdns: match.srcFqdns ?? [],
    regions: match.srcRegionCodes ?? [],
    threats: match.srcThreatIntelligences ?? [],
    context: match.srcNetworkContext ?? match.srcNetworkType,
    tags: (match.srcSecureTags ?? [])
      .filter((tag) => tag.state !== 'INEFFECTIVE')
      .map((tag) => tag.name),
    networks: match.srcNetworks ?? [],
  };
}

function destination(match: PolicyMatch): FarEnd {
  return {
    ranges: match.destIpRanges,
    groups: match.destAddressGroups ?? [],
    fqdns: match.destFqdns ?? [],
    regions: match.destRegionCodes ?? [],
    threats: match.destThreatIntelligences ?? [],
    context: match.destNetworkContext ?? match.destNetworkType,
    tags: [],
    networks: [],
  };
}

function namedPeers(end: FarEnd, references: PolicyReferences): readonly Peer[] {
  const peers: Peer[] = [];
  if (end.ranges !== undefined && end.ranges.length > 0) {
    const set = addressesIn(end.ranges);
    const cause = unknown('The rule names addresses that cannot be read.');
    peers.push(set === undefined ? { kind: 'undetermined', cause } : { kind: 'addresses', set });
  }
  for (const name of end.groups) peers.push(groupPeer(name, references));
  if (end.tags.length > 0) peers.push(tagPeer(end.tags, references));
  for (const [what, list] of [
    ['domain names', end.fqdns],
    ['regions', end.regions],
    ['threat lists', end.threats],
  ] as const) {
    if (list.length === 0) continue;
    const cause = unknown(
      `Which addresses the ${what} ${list.join(', ')} stand for is known to Google alone.`,
    );
    peers.push({
      kind: 'undetermined',
      cause,
      within: what === 'domain names' ? AddressSet.all : internet,
    });
  }
  return peers;
}

function groupPeer(name: string, references: PolicyReferences): Peer {
  const group = references.group(name);
  if (group === undefined) {
    return { kind: 'undetermined', cause: unknown(`The address group ${name} could not be read.`) };
  }
  return {
    kind: 'selector',
    selector: { kind: 'address-group', group: group.id },
    addresses: 'both',
  };
}

function tagPeer(tags: readonly string[], references: PolicyReferences): Peer {
  if (!references.knowsSecureTags) {
    const cause = unknown('Which instances carry the secure tags of this rule could not be read.');
    return { kind: 'undetermined', cause };
  }
  const labels: Selector = {
    kind: 'any-of',
    of: tags.map(
      (tag): Selector => ({
        kind: 'labels',
        match: [{ key: `${SECURE_TAG}${tag}`, operator: 'exists', values: [] }],
      }),
    ),
  };
  const { tagScope } = references;
  const selector: Selector =
    tagScope === undefined
      ? labels
      : { kind: 'all-of', of: [labels, { kind: 'resources', ids: tagScope }] };
  return { kind: 'selector', selector, addresses: 'primary-private' };
}

/** The addresses of a kind of network: those that surely are of it, and peers for those of which nobody can say. */
interface Context {
  readonly certain: AddressSet;
  readonly rest: readonly Peer[];
}

/**
 * By address: the packet's way, which is what Google looks at, follows from it except for Google's own ranges, which
 * arrive on its production network. https://cloud.google.com/firewall/docs/network-types, 2026-11-21.
 */
function contextOf(end: FarEnd, references: PolicyReferences): Context | undefined {
  const doubtful: Peer = {
    kind: 'undetermined',
    cause: unknown(
      "Whether traffic from Google's own ranges counts as internet traffic is not documented.",
    ),
    within: googleSpecial,
  };
  switch (end.context) {
    case 'INTERNET':
      return { certain: internet.subtract(googleSpecial), rest: [doubtful] };
    case 'NON_INTERNET':
      return { certain: notInternet, rest: [doubtful] };
    case 'INTRA_VPC':
      return references.ownRanges === undefined
        ? undefined
        : { certain: references.ownRanges, rest: [] };
    case 'VPC_NETWORKS': {
      const ranges = end.networks.map((network) => references.rangesOf(network));
      if (ranges.length === 0 || ranges.some((set) => set === undefined)) return undefined;
      const known = ranges.filter((set) => set !== undefined);
      return { certain: known.reduce((a, b) => a.union(b)), rest: [] };
    }
    default:
      return undefined;
  }
}

function narrowed(peer: Peer, within: Context): readonly Peer[] {
  const cause = unknown(
    'The rule asks for a kind of network and for peers that are no plain addresses.',
  );
  if (peer.kind !== 'addresses') return [{ kind: 'undetermined', cause }];
  const certain = peer.set.intersect(within.certain);
  const rest = within.rest.flatMap((one): Peer[] => {
    if (one.kind !== 'undetermined') return [one];
    const part = (one.within ?? peer.set).intersect(peer.set);
    return part.isEmpty ? [] : [{ ...one, within: part }];
  });
  return certain.isEmpty ? rest : [{ kind: 'addresses', set: certain }, ...rest];
}

function anyOf(peers: readonly Peer[]): Peer {
  const [only] = peers;
  return peers.length === 1 && only !== undefined ? only : { kind: 'any-of', peers };
}
