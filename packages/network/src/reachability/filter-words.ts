import type { Direction, Filter, FilterExemption } from '../graph/filter.ts';
import type { LinkedGraph } from '../graph/link.ts';
import type { ExplainedHop } from './explanation.ts';

/** The filters of a hop by kind and name, and in the provider's words how several act together. */
export function filterNames(filters: readonly Filter[]): string {
  const names = filters
    .map(({ nativeKind, name }) => (name.startsWith(nativeKind) ? name : `${nativeKind} ${name}`))
    .join(', ');
  const together = filters.length > 1 ? filters[0]?.words?.together : undefined;
  return together === undefined ? names : `${names} (${together})`;
}

/**
 * What lets a packet pass before any rule is asked, ending in a verb: it is of a plane that none of the filters sees, or one
 * of them exempts it. Undefined where the rules decide.
 */
export function textWithoutRules(
  linked: LinkedGraph,
  hop: ExplainedHop,
  filters: readonly Filter[],
): string | undefined {
  const plane = planeAt(linked, hop);
  if (plane !== undefined && filters.every(({ planes }) => !planes.includes(plane))) {
    const words = filters[0]?.words?.otherPlane ?? `it does not see ${plane} traffic`;
    return `${words}, which admits`;
  }
  if (hop.verdict === 'denied') return undefined;
  const verdict = hop.verdict === 'allowed' ? 'allow' : 'undetermined';
  const exemption = filters
    .filter((filter) => plane === undefined || filter.planes.includes(plane))
    .flatMap(({ exemptions }) => exemptions)
    .find((one) => one.verdict === verdict && isInside(hop, one));
  if (exemption === undefined) return undefined;
  return `${exemption.label}, which ${verdict === 'allow' ? 'admits' : 'leaves open'}`;
}

/** The provider's sentence for a direction without (matching) rules. */
export function defaultWords(
  filters: readonly Filter[],
  direction: Direction,
  hasRules: boolean,
): string | undefined {
  const words = filters[0]?.words;
  return hasRules ? words?.noMatch?.[direction] : words?.noRule?.[direction];
}

/** The plane of the inside address that a packet uses at an interface; undefined at a subnet's border. */
function planeAt(linked: LinkedGraph, { resource, direction, packet }: ExplainedHop) {
  const card = linked.record('interface', resource);
  const own = direction === 'egress' ? packet.source : packet.destination;
  return card?.addresses.find(({ inside }) => inside.has(own))?.plane;
}

function isInside({ direction, packet }: ExplainedHop, exemption: FilterExemption): boolean {
  const peer = direction === 'egress' ? packet.destination : packet.source;
  return (
    exemption.direction === direction &&
    exemption.peer.has(peer) &&
    exemption.transport.has(packet.transport)
  );
}
