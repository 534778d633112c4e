import type { Filter, FilterLayer, LinkedGraph } from '@netposture/network/graph';

/**
 * Whether a layer, as it is in force now, denies ingress from the public plane that no rule allows, statefully. `unknown`
 * where a filter could not be seen.
 */
export function deniesByDefault(linked: LinkedGraph, layer: FilterLayer): 'yes' | 'no' | 'unknown' {
  const inForce = layer.attachments.filter(({ enforcement }) => enforcement === 'enforced');
  if (inForce.length === 0) {
    const isPending = layer.attachments.length > 0;
    return !isPending && layer.whenNone.ingress === 'deny' ? 'yes' : 'no';
  }
  const filters: Filter[] = [];
  for (const { filter: id } of inForce) {
    const filter = linked.record('filter', id);
    if (filter === undefined) return 'unknown';
    if (filter.stateful && filter.planes.includes('public')) filters.push(filter);
  }
  if (filters.length === 0) return 'no';
  if (layer.combine === 'pool') return verdictOf(filters, layer);
  for (const filter of filters) {
    const action = defaultOf([filter]);
    if (action !== 'goto-next') return action === 'deny' ? 'yes' : 'no';
  }
  return layer.atEnd.ingress === 'deny' ? 'yes' : 'no';
}

function verdictOf(filters: readonly Filter[], layer: FilterLayer): 'yes' | 'no' {
  const action = defaultOf(filters);
  const last = action === 'goto-next' ? layer.atEnd.ingress : action;
  return last === 'deny' ? 'yes' : 'no';
}

/** What filters that count together say where no rule matches. */
function defaultOf(filters: readonly Filter[]): 'allow' | 'deny' | 'goto-next' {
  const [first] = filters;
  const hasRule = filters.some(({ rules }) =>
    rules.some(({ direction, disabled }) => direction === 'ingress' && disabled !== true),
  );
  const defaults = first?.defaults.ingress;
  return (hasRule ? defaults?.noMatch : defaults?.noRule) ?? 'allow';
}
