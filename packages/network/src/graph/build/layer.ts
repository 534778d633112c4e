import type { Enforcement, FilterAttachment, FilterLayer, Plane } from '../filter.ts';
import type { InterfaceAddress } from '../interface.ts';
import type { BalancerTarget, Listener } from '../load-balancer.ts';
import type { Known, Unknown } from '../unknown.ts';
import {
  type Addresses,
  addressesOf,
  idOf,
  present,
  type Ref,
  type Transport,
  transportOf,
} from './text.ts';

/** A filter that is in force, or one with {@link enforcedAs}. */
export type AttachmentSpec = Ref | FilterAttachment;

/** A filter whose attachment is not (or no longer) simply in force. */
export function enforcedAs(enforcement: Enforcement, filter: Ref): FilterAttachment {
  return { filter: idOf(filter), enforcement };
}

/** What a layer says where its filters do not. */
export interface LayerOptions {
  /** With nothing attached. Default `allow`. */
  readonly whenNone?: 'allow' | 'deny' | FilterLayer['whenNone'];
  /** With nothing decided at the end of a sequence. Default `deny`. */
  readonly atEnd?: 'allow' | 'deny' | FilterLayer['atEnd'];
}

/** Filters whose rules count together. */
export function pool(filters: readonly AttachmentSpec[], options: LayerOptions = {}): FilterLayer {
  return layer('pool', filters, options);
}

/** Filters that are asked one after the other. */
export function sequence(
  filters: readonly AttachmentSpec[],
  options: LayerOptions = {},
): FilterLayer {
  return layer('sequence', filters, options);
}

function layer(
  combine: FilterLayer['combine'],
  filters: readonly AttachmentSpec[],
  { whenNone = 'allow', atEnd = 'deny' }: LayerOptions,
): FilterLayer {
  return {
    kind: 'layer',
    combine,
    attachments: filters.map(attachment),
    whenNone: bothWays(whenNone),
    atEnd: bothWays(atEnd),
  };
}

function attachment(spec: AttachmentSpec): FilterAttachment {
  if (typeof spec === 'object' && 'enforcement' in spec) return spec;
  return { filter: idOf(spec), enforcement: 'enforced' };
}

function bothWays(action: 'allow' | 'deny' | FilterLayer['atEnd']): FilterLayer['atEnd'] {
  return typeof action === 'string' ? { ingress: action, egress: action } : action;
}

/** What an interface address may say beside its inside address. */
export interface AddressOptions {
  readonly outside?: Addresses;
  /** Default: `public` in a public space and for IPv6 addresses of 2000::/3, else `private`. */
  readonly plane?: Plane;
  /** Default true. */
  readonly exact?: boolean;
  readonly originates?: Known<boolean>;
  readonly unansweredDelivery?: Unknown;
}

/** One address of an interface before its network tells the plane. */
export interface AddressSpec extends AddressOptions {
  readonly inside: Addresses;
}

/** One address of an interface. */
export function address(inside: Addresses, options: AddressOptions = {}): AddressSpec {
  return { inside, ...options };
}

/** The address as an interface in this kind of network has it. */
export function interfaceAddress(spec: AddressSpec, isPublicSpace: boolean): InterfaceAddress {
  const inside = addressesOf(spec.inside);
  const isGlobalIpv6 = !inside.ipv6.isEmpty && inside.ipv6.isSubsetOf(GLOBAL_UNICAST);
  return {
    inside,
    plane: spec.plane ?? (isPublicSpace || isGlobalIpv6 ? 'public' : 'private'),
    exact: spec.exact ?? true,
    ...present({
      outside: spec.outside === undefined ? undefined : addressesOf(spec.outside),
      originates: spec.originates,
      unansweredDelivery: spec.unansweredDelivery,
    }),
  };
}

/** IPv6 global unicast (RFC 4291), the documentation prefix included so that tests can use it. */
const GLOBAL_UNICAST = addressesOf('2000::/3');

/** What a balancer's way to a target may say. */
export interface TargetOptions {
  /** Default `same`. */
  readonly port?: BalancerTarget['port'];
  /** Default `balancer`. */
  readonly sees?: BalancerTarget['sees'];
  /** Default `any`. */
  readonly clients?: BalancerTarget['clients'];
  readonly balancerAddresses?: Addresses;
  readonly targetAddresses?: Addresses;
  readonly undetermined?: Unknown;
}

/** A way to an interface (of a server or service: its first one) or to another balancer. */
export function target(
  to: Ref | { readonly interface: { readonly id: BalancerTarget['to'] } },
  options: TargetOptions = {},
): BalancerTarget {
  const { balancerAddresses: from, targetAddresses: at } = options;
  return {
    to: typeof to === 'object' && 'interface' in to ? to.interface.id : idOf(to),
    port: options.port ?? 'same',
    sees: options.sees ?? 'balancer',
    clients: options.clients ?? 'any',
    ...present({
      balancerAddresses: from === undefined ? undefined : addressesOf(from),
      targetAddresses: at === undefined ? undefined : addressesOf(at),
      undetermined: options.undetermined,
    }),
  };
}

/** What a listener may say beside its ports. */
export type ListenerOptions = Partial<Omit<Listener, 'listens'>>;

/** A listener. Default name: its transport; default application: `other`. */
export function listener(listens: Transport, options: ListenerOptions = {}): Listener {
  const set = transportOf(listens);
  return { name: set.toString(), application: 'other', targets: [], ...options, listens: set };
}
