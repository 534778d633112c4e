import type { Interface, InterfaceAddress } from '../graph/interface.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import { isUnknown } from '../graph/unknown.ts';
import { type AddressSet, PacketSet } from '../netset/index.ts';
import type { Owner } from './arrival.ts';
import { publicFace } from './internet.ts';
import { namesOwn } from './plain-exposure.ts';
import type { EngineState } from './question.ts';
import type { AnswerSets, ReachAnswer } from './reach-answer.ts';

/**
 * What decides whether outsiders get to an interface, as a text: two interfaces with equal texts differ in their addresses
 * only, so that the answer about one is the answer about the other with the addresses exchanged. Undefined where the answer
 * hangs on the address itself (a rule that names it, an edge route table).
 */
export function situationOf(state: EngineState, card: Interface): string | undefined {
  const { estate, filters } = state;
  const subnet = estate.subnet(card.subnet);
  if (
    subnet?.filter !== undefined &&
    !isUnknown(subnet.filter) &&
    namesOwn(estate.filter(subnet.filter))
  )
    return undefined;
  if (estate.internetGateways(card.network).some(({ routeTable }) => routeTable !== undefined))
    return undefined;
  const parts: string[] = [card.network, card.subnet ?? '', textOf(card.routeTable)];
  parts.push(routesText(state, card, card.routeTable ?? subnet?.routeTable));
  for (const layer of card.layers) {
    if (isUnknown(layer)) {
      parts.push('?');
      continue;
    }
    if (layer.attachments.some(({ filter }) => namesOwn(estate.filter(filter)))) return undefined;
    parts.push(filters.layerKey(card, layer));
  }
  parts.push(
    ownerText(estate.owner(card), card.id),
    card.noInternetIngress ?? '',
    card.unmodelledIngress?.reason ?? '',
  );
  for (const address of card.addresses) parts.push(shapeOf(address));
  return parts.join('\u0001');
}

function textOf(table: Interface['routeTable']): string {
  if (table === undefined) return '';
  return isUnknown(table) ? '?' : table;
}

/** Which routes that are for some senders only are for this one. */
function routesText(
  { estate }: EngineState,
  card: Interface,
  table: Interface['routeTable'],
): string {
  if (table === undefined || isUnknown(table)) return '';
  let text = '';
  for (const { sources } of estate.routeTable(table)?.routes ?? [])
    if (sources !== undefined) text += estate.selects(sources, card.id).charAt(0);
  return text;
}

function ownerText(owner: Owner, card: ResourceId): string {
  if (owner === undefined || owner === 'unseen') return owner ?? '';
  switch (owner.kind) {
    case 'workload':
      return stateText(owner.state);
    case 'service': {
      const endpoints = owner.endpoints.filter((endpoint) => endpoint.interfaces.includes(card));
      const listens = endpoints.map((endpoint) => endpoint.listens.toString());
      return ['service', stateText(owner.state), owner.inventoryOnly ?? '', ...listens].join(' ');
    }
    case 'load-balancer':
      return [
        'balancer',
        stateText(owner.state),
        ...owner.listeners.map(({ listens }) => listens.toString()),
      ].join(' ');
    default:
      return owner.kind;
  }
}

function stateText(state: 'running' | 'stopped' | { readonly kind: 'unknown' }): string {
  return typeof state === 'string' ? state : '?';
}

function shapeOf(address: InterfaceAddress): string {
  const { plane, exact, inside, outside, unansweredDelivery } = address;
  const family = inside.ipv4.isEmpty ? 'v6' : 'v4';
  return `${plane}${exact}${family}${inside.size()}${outside === undefined ? '' : 'o'}${unansweredDelivery === undefined ? '' : 'u'}`;
}

/** Pairs the addresses of two interfaces in one situation: the first's with the second's, inside and outside. */
export function pairedFaces(
  from: Interface,
  to: Interface,
): readonly (readonly [AddressSet, AddressSet])[] {
  return from.addresses.flatMap((address, position) => {
    const other = to.addresses[position];
    if (other === undefined) return [];
    const pairs: (readonly [AddressSet, AddressSet])[] = [[address.inside, other.inside]];
    if (address.outside !== undefined) pairs.push([publicFace(address), publicFace(other)]);
    return pairs;
  });
}

/** The answer about one interface, told of another in the same situation. The sets are made when they are first asked. */
export class SharedAnswer implements ReachAnswer {
  readonly #answer: ReachAnswer;
  readonly #pairs: readonly (readonly [AddressSet, AddressSet])[];
  #delivered: AnswerSets | undefined;
  #conversable: AnswerSets | undefined;

  constructor(answer: ReachAnswer, pairs: readonly (readonly [AddressSet, AddressSet])[]) {
    this.#answer = answer;
    this.#pairs = pairs;
  }

  get delivered(): AnswerSets {
    this.#delivered ??= this.#exchange(this.#answer.delivered);
    return this.#delivered;
  }

  get conversable(): AnswerSets {
    if (this.#conversable === undefined) {
      const isSame = this.#answer.conversable === this.#answer.delivered;
      this.#conversable = isSame ? this.delivered : this.#exchange(this.#answer.conversable);
    }
    return this.#conversable;
  }

  #exchange({ allowed, undetermined }: AnswerSets): AnswerSets {
    return {
      allowed: exchanged(allowed, this.#pairs),
      undetermined: exchanged(undetermined, this.#pairs),
    };
  }
}

function exchanged(
  packets: PacketSet,
  pairs: readonly (readonly [AddressSet, AddressSet])[],
): PacketSet {
  if (packets.isEmpty) return packets;
  const boxes = packets
    .rows()
    .flatMap((row) =>
      pairs.flatMap(([from, to]) =>
        row.destination.overlaps(from) ? [{ ...row, destination: to }] : [],
      ),
    );
  return PacketSet.ofBoxes(boxes);
}
