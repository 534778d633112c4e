import type { FilterLayer } from '../filter.ts';
import type { Interface } from '../interface.ts';
import type { GraphRecord } from '../record.ts';
import type { RecordBase } from '../record-base.ts';
import type { ResourceId } from '../resource-id.ts';
import type { Known } from '../unknown.ts';
import { type AddressSpec, interfaceAddress, pool } from './layer.ts';
import type { OwnerOptions, PlaceOptions } from './options.ts';
import { knownId } from './records.ts';
import { idOf, present, type Ref } from './text.ts';

/** Where the interfaces of an owner stand: the places given, or the one that its own options describe. */
export function placesOf(options: OwnerOptions): readonly PlaceOptions[] {
  return options.interfaces ?? [options];
}

/** An interface. Throws where neither the options nor their subnet tell its network. */
export function interfaceRecord(
  base: RecordBase,
  place: PlaceOptions,
  find: (id: ResourceId) => GraphRecord | undefined,
  owner?: ResourceId,
  admission?: Ref,
): Interface {
  const network = networkOf(base, place, find);
  const record = find(network);
  const isPublicSpace = record?.kind === 'network' && record.isPublicSpace;
  const { subnet, routeTable } = place;
  return {
    ...base,
    kind: 'interface',
    network,
    addresses: addressSpecs(place).map((spec) => interfaceAddress(spec, isPublicSpace)),
    layers: layersOf(place, admission),
    isPrimary: place.isPrimary ?? true,
    forwards: place.forwards ?? false,
    ...present({
      subnet: subnet === undefined ? undefined : idOf(subnet),
      routeTable: routeTable === undefined ? undefined : knownId(routeTable),
      owner,
      noInternetIngress: place.noInternetIngress,
      unmodelledIngress: place.unmodelledIngress,
    }),
  };
}

function networkOf(
  base: RecordBase,
  place: PlaceOptions,
  find: (id: ResourceId) => GraphRecord | undefined,
): ResourceId {
  if (place.network !== undefined) return idOf(place.network);
  const subnet = place.subnet === undefined ? undefined : find(idOf(place.subnet));
  if (subnet?.kind !== 'subnet') throw new Error(`${base.id} needs a network`);
  return subnet.network;
}

function addressSpecs(place: PlaceOptions): AddressSpec[] {
  const { inside = [], outside, exact, addresses = [] } = place;
  const texts = typeof inside === 'string' ? [inside] : inside;
  const specs = texts.map(
    (text, position): AddressSpec => ({
      inside: text,
      ...present({ exact, outside: position === 0 ? outside : undefined }),
    }),
  );
  return [...specs, ...addresses];
}

function layersOf(place: PlaceOptions, admission: Ref | undefined): Known<FilterLayer>[] {
  return [
    ...(place.filters === undefined ? [] : [pool(place.filters)]),
    ...(place.layers ?? []),
    ...(admission === undefined ? [] : [pool([admission], { whenNone: 'deny' })]),
  ];
}
