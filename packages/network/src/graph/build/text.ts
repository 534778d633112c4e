import { AddressSet, TransportSet } from '../../netset/index.ts';
import { type ResourceId, resourceIdParts } from '../resource-id.ts';

/** Something that has an id, or the id itself: what every option that names a record takes. */
export type Ref = ResourceId | { readonly id: ResourceId };

/** Addresses as text (CIDR, range, list), as several texts, or as a set. */
export type Addresses = string | readonly string[] | AddressSet;

/** Transport as text (see {@link transportOf}) or as a set. */
export type Transport = string | TransportSet;

/** The id that a reference stands for. */
export function idOf(ref: Ref): ResourceId {
  return typeof ref === 'string' ? ref : ref.id;
}

/** What the provider calls the record: what labels say instead of a whole id. */
export function nativeIdOf(id: ResourceId): string {
  return resourceIdParts(id).nativeId;
}

/** Reads addresses; equal ones come back as one object. Throws `NetsetParseError`. */
export function addressesOf(addresses: Addresses): AddressSet {
  if (addresses instanceof AddressSet) return addresses;
  const texts = typeof addresses === 'string' ? [addresses] : addresses;
  return AddressSet.from(texts).intern();
}

/**
 * Reads transport: `any`, `none`, `tcp`, `tcp/22`, `tcp/80-90`, `udp/53`, `icmp`, `icmp/8`, `icmp/3/4`, `protocol/47`,
 * several joined by `;`, and whatever `TransportSet.parse` reads. Throws `NetsetParseError`.
 */
export function transportOf(transport: Transport): TransportSet {
  if (transport instanceof TransportSet) return transport;
  const known = transports.get(transport);
  if (known !== undefined) return known;
  const set = readTransport(transport);
  if (transports.size >= REMEMBERED) transports.clear();
  transports.set(transport, set);
  return set;
}

/** Generated estates give the same few texts to a million rules. */
const transports = new Map<string, TransportSet>();
const REMEMBERED = 1000;

function readTransport(transport: string): TransportSet {
  const parts = transport.split(';').map((part) => {
    const text = part.trim();
    return text.includes(' ') ? text : text.replace('/', ' ');
  });
  return TransportSet.parse(parts.join('; ')).intern();
}

/** The object without the properties that are undefined, as optional fields of records want it. */
export function present<T extends object>(value: T): Present<T> {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries) as Present<T>;
}

/** An object whose optional properties are absent rather than undefined. */
export type Present<T extends object> = { [K in keyof T]?: Exclude<T[K], undefined> };
