import {
  type Filter,
  type FilterLayer,
  type FilterRule,
  type Interface,
  isUnknown,
  type Known,
  type LinkedGraph,
  type ResourceId,
  type Selector,
} from '@netposture/network/graph';
import { attachedFilters } from './admitting-filters.ts';

/** What decides where an interface may send, as texts. */
export interface EgressSituation {
  /**
   * Interfaces with equal texts may send to the same strangers, by the same filters. Where something looks at the sender itself
   * (a route or a rule for some senders only) the text holds the interface's own id.
   */
  readonly byFilters: string;
  /**
   * The same with equal filters told alike: by what they say of egress where that is all that matters of them. Interfaces with
   * equal texts may send to the same strangers, each by its own filters.
   */
  readonly byVerdict: string;
}

/** Two texts for what decides where an interface may send. */
export function egressSituation(linked: LinkedGraph, card: Interface): EgressSituation {
  const subnet = card.subnet === undefined ? undefined : linked.record('subnet', card.subnet);
  const judged = [...attachedFilters(card), ...known(subnet?.filter)];
  const looksAtSender =
    card.layers.some(isUnknown) ||
    routesBySender(linked, card.routeTable ?? subnet?.routeTable) ||
    judged.some((id) => rulesBySender(linked.record('filter', id)));
  const place = [
    card.network,
    card.subnet ?? '',
    isUnknown(card.routeTable) ? '?' : (card.routeTable ?? ''),
    card.addresses.map(familyAndFace).sort().join(' '),
    stateOf(linked, card),
    `${card.noInternetIngress ?? ''} ${card.unmodelledIngress?.reason ?? ''}`,
    looksAtSender ? card.id : '',
  ].join('|');
  const layers = (nameOf: FilterName): string =>
    card.layers
      .map((layer) => (isUnknown(layer) ? '' : layerText(linked, card, layer, nameOf)))
      .join('|');
  return {
    byFilters: `${place}|${layers((filter) => filter)}`,
    byVerdict: `${place}|${layers((filter) => egressText(linked.record('filter', filter)) ?? filter)}`,
  };
}

/** How a situation names a filter. */
type FilterName = (filter: ResourceId) => string;

/** What is attached, whether it is in force, what holds where nothing is, and which rules are meant for the interface. */
function layerText(
  linked: LinkedGraph,
  card: Interface,
  { combine, whenNone, atEnd, attachments }: FilterLayer,
  nameOf: FilterName,
): string {
  const attached = attachments.map(({ filter, enforcement }) => {
    const aims = targetsOf(linked.record('filter', filter)).map((one) => linked.matches(one, card));
    return `${enforcement} ${nameOf(filter)} ${aims.join(' ')}`;
  });
  // In a pool the order means nothing.
  if (combine === 'pool' && attached.length > 1) attached.sort();
  const otherwise = [whenNone.ingress, whenNone.egress, atEnd.ingress, atEnd.egress];
  return [combine, ...otherwise, ...attached].join(' ');
}

const targets = new WeakMap<Filter, readonly Selector[]>();

/** Whom rules of a filter are meant for, where they are not for everybody that carries it. */
function targetsOf(filter: Filter | undefined): readonly Selector[] {
  if (filter === undefined) return [];
  let found = targets.get(filter);
  if (found === undefined) {
    found = [...new Set(filter.rules.flatMap((rule) => rule.targets ?? []))];
    targets.set(filter, found);
  }
  return found;
}

const egressTexts = new WeakMap<Filter, { readonly text: string | undefined }>();

/** What a filter says of egress; undefined where more than that matters, or where it depends on the network. */
function egressText(filter: Filter | undefined): string | undefined {
  if (filter === undefined) return undefined;
  let known = egressTexts.get(filter);
  if (known === undefined) {
    known = { text: written(filter) };
    egressTexts.set(filter, known);
  }
  return known.text;
}

function written(filter: Filter): string | undefined {
  const { stateful, planes, combination, defaults, exemptions, incomplete, rules } = filter;
  // Without state the replies are judged by the rules of ingress.
  if (!stateful || exemptions.length > 0 || incomplete !== undefined) return undefined;
  const lines: string[] = [];
  for (const rule of rules) {
    if (rule.direction !== 'egress' || rule.disabled === true) continue;
    const line = ruleText(rule);
    if (line === undefined) return undefined;
    lines.push(line);
  }
  const { noRule, noMatch } = defaults.egress;
  return [planes.join(), combination, noRule, noMatch, ...lines].join(';');
}

function ruleText({ action, priority, peer, transport, ...rest }: FilterRule): string | undefined {
  const isPlain = rest.own === undefined && rest.targets === undefined;
  if (!isPlain || typeof action === 'object' || peer.kind !== 'addresses') return undefined;
  return `${action} ${priority ?? 0} ${rest.establishedOnly === true} ${peer.set} ${transport}`;
}

function known(id: Known<ResourceId> | undefined): readonly ResourceId[] {
  return id === undefined || isUnknown(id) ? [] : [id];
}

function routesBySender(linked: LinkedGraph, table: Known<ResourceId> | undefined): boolean {
  const [id] = known(table);
  const routes = id === undefined ? [] : (linked.record('route-table', id)?.routes ?? []);
  return routes.some(({ sources }) => sources !== undefined);
}

function rulesBySender(filter: Filter | undefined): boolean {
  return filter === undefined || filter.rules.some(({ own }) => own !== undefined);
}

function familyAndFace(address: Interface['addresses'][number]): string {
  const { inside, plane, exact, outside, originates } = address;
  const isSource = isUnknown(originates) ? '?' : (originates ?? '');
  const family = inside.ipv4.isEmpty ? 6 : 4;
  return `${plane}${family}${exact}${isSource}${outside === undefined ? '' : 'translated'}`;
}

function stateOf(linked: LinkedGraph, card: Interface): string {
  const owner = linked.ownerOf(card);
  if (owner === undefined || !('state' in owner)) return owner?.kind ?? '';
  return typeof owner.state === 'string' ? owner.state : 'unknown';
}
