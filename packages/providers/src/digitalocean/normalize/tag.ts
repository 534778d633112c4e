import type { Peer, Selector } from '@netposture/network/graph';
import type { Team } from './team.ts';

/** Tags as labels without values; absent where none were told. */
export function labelsOf(tags: readonly string[] | null | undefined): {
  readonly labels?: Readonly<Record<string, string>>;
} {
  if (!tags || tags.length === 0) return {};
  return { labels: Object.fromEntries(tags.map((tag) => [tag, ''])) };
}

/** The Droplets with one of the tags, nodes of Kubernetes clusters included. */
export function taggedDroplets(tags: readonly string[], team: Team): Selector {
  const scope = team.names.team();
  const tagged = tags.map(
    (key): Selector => ({
      kind: 'labels',
      match: [{ key, operator: 'exists', values: [] }],
      scope,
    }),
  );
  // Databases and balancers may have the same tag and are no members.
  const droplets: Selector = { kind: 'kinds', kinds: ['workload'] };
  return { kind: 'all-of', of: [droplets, { kind: 'any-of', of: tagged }] };
}

/** The addresses behind tags: of the present members, and of those that may not be seen. */
export function tagPeers(tags: readonly string[], team: Team): readonly Peer[] {
  if (tags.length === 0) return [];
  const members: Peer = {
    kind: 'selector',
    selector: taggedDroplets(tags, team),
    addresses: 'both',
  };
  const cause = team.hiddenTags ?? team.hiddenDroplets;
  return cause === undefined ? [members] : [members, { kind: 'undetermined', cause }];
}
