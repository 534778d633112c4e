import type { Peer, Selector } from '@netposture/network/graph';
import type { Team } from './team.ts';

/**
 * Tags as labels; absent where none were told. Every tag is a label without a value, and one of the form `key:value` stands
 * for the label `key` besides, unless several tags give that key different values.
 */
export function labelsOf(tags: readonly string[] | null | undefined): {
  readonly labels?: Readonly<Record<string, string>>;
} {
  if (!tags || tags.length === 0) return {};
  const pairs = tags.flatMap((tag) => {
    const at = tag.indexOf(':');
    return at <= 0 ? [] : [{ key: tag.slice(0, at), value: tag.slice(at + 1) }];
  });
  const sole = pairs.filter(({ key, value }) =>
    pairs.every((other) => other.key !== key || other.value === value),
  );
  return {
    labels: Object.fromEntries([
      ...sole.map(({ key, value }) => [key, value] as const),
      ...tags.map((tag) => [tag, ''] as const),
    ]),
  };
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
