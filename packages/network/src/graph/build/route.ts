import type { Route, RouteTarget } from '../route-table.ts';
import type { Selector } from '../selector.ts';
import { type Unknown, unknown } from '../unknown.ts';
import { type Addresses, addressesOf, idOf, nativeIdOf, present, type Ref } from './text.ts';

/** What else a route may say. */
export interface RouteOptions {
  /** Default 0; lower wins among routes of equal length. */
  readonly preference?: number;
  /** Default: that of the one CIDR which covers the destination; must be given where there is none. */
  readonly prefixLength?: number;
  readonly sources?: Selector;
  readonly label?: string;
}

/** Deliver inside the network. */
export function local(destination: Addresses, options?: RouteOptions): Route {
  return route(destination, { kind: 'local' }, options);
}

/** Through a gateway of any kind. */
export function toGateway(destination: Addresses, gateway: Ref, options?: RouteOptions): Route {
  return route(destination, { kind: 'gateway', gateway: idOf(gateway) }, options);
}

/** In a transit gateway's table: out through the attachment of this id. */
export function toAttachment(
  destination: Addresses,
  attachment: string,
  options?: RouteOptions,
): Route {
  return route(destination, { kind: 'attachment', attachment }, options);
}

/** To a network card that is expected to forward. */
export function toInterface(destination: Addresses, to: Ref, options?: RouteOptions): Route {
  return route(destination, { kind: 'interface', interface: idOf(to) }, options);
}

/** Dropped. */
export function blackhole(destination: Addresses, options?: RouteOptions): Route {
  return route(destination, { kind: 'blackhole' }, options);
}

/** To a target that is not known. */
export function toUnknown(
  destination: Addresses,
  cause: Unknown = unknown('the target of the route is not known'),
  options?: RouteOptions,
): Route {
  return route(destination, { kind: 'undetermined', cause }, options);
}

/** Routes of equal cost, either of which may be taken. */
export function balanced(...routes: readonly Route[]): Route[] {
  return routes.map((route) => ({ ...route, balanced: true }));
}

function route(destination: Addresses, target: RouteTarget, options: RouteOptions = {}): Route {
  const set = addressesOf(destination);
  return {
    destination: set,
    prefixLength: options.prefixLength ?? prefixLengthOf(set.cidrs()),
    preference: options.preference ?? 0,
    target,
    label: options.label ?? `${set} to ${targetWords(target)}`,
    ...present({ sources: options.sources }),
  };
}

function prefixLengthOf(cidrs: readonly string[]): number {
  const [cidr, ...others] = cidrs;
  if (cidr === undefined || others.length > 0) {
    throw new Error(`give prefixLength: ${cidrs.join(',') || 'none'} is not one CIDR`);
  }
  return Number(cidr.slice(cidr.indexOf('/') + 1));
}

function targetWords(target: RouteTarget): string {
  switch (target.kind) {
    case 'gateway':
      return nativeIdOf(target.gateway);
    case 'attachment':
      return target.attachment;
    case 'interface':
      return nativeIdOf(target.interface);
    case 'local':
    case 'blackhole':
    case 'undetermined':
      return target.kind;
  }
}
