import type { LinkedGraph } from '../graph/link.ts';
import type { GraphRecord } from '../graph/record.ts';
import type { ResourceId } from '../graph/resource-id.ts';
import { AddressSet, internet, NetsetParseError } from '../netset/index.ts';
import { publicFace, strangers } from './internet.ts';
import type { Senders, Targets } from './question.ts';
import { interfacesOf } from './targets.ts';

/** What a user wrote for one end of a question cannot be used. */
export class EndpointError extends Error {
  readonly code: 'POSTURE_ENDPOINT_UNKNOWN' | 'POSTURE_ENDPOINT_AMBIGUOUS';
  /** What it may have meant, in full ids; empty where nothing comes near. */
  readonly candidates: readonly ResourceId[];

  constructor(
    code: EndpointError['code'],
    message: string,
    candidates: readonly ResourceId[] = [],
  ) {
    super(message);
    this.name = 'EndpointError';
    this.code = code;
    this.candidates = candidates;
  }
}

/** One end of a question, resolved against a graph. */
export interface Endpoint {
  /** As it was written. */
  readonly text: string;
  /** Interfaces of ours that it stands for. Sorted. */
  readonly interfaces: readonly ResourceId[];
  /** The addresses that it was narrowed to; absent = all addresses of the interfaces. */
  readonly addresses?: AddressSet;
  /** Addresses of strangers on the internet that it stands for. */
  readonly external?: AddressSet;
  /** Whether it names a resource; an address reaches nobody through a balancer. */
  readonly isResource: boolean;
}

/**
 * Reads `internet`, an address, a CIDR, a resource (native id, ARN, self-link, full id or name), or `RESOURCE@ADDRESS`.
 * Throws {@link EndpointError} where nothing answers to the text, or several things do.
 */
export function resolveEndpoint(linked: LinkedGraph, text: string): Endpoint {
  if (text === 'internet') return { text, interfaces: [], external: internet, isResource: false };
  const set = addressesIn(text);
  if (set !== undefined) return addressEndpoint(linked, text, set);
  const whole = linked.lookUp(text);
  const at = text.lastIndexOf('@');
  if (whole.length === 0 && at > 0) {
    const narrowed = addressesIn(text.slice(at + 1));
    if (narrowed !== undefined) {
      const { interfaces } = resourceEndpoint(linked, text.slice(0, at));
      return { text, interfaces, addresses: narrowed, isResource: true };
    }
  }
  return resourceEndpoint(linked, text);
}

/** The endpoint as a sender: sources are inside addresses, whichever address it was named by. */
export function asSenders(linked: LinkedGraph, endpoint: Endpoint): Senders {
  const { interfaces, addresses, external } = endpoint;
  const sources = addresses === undefined ? undefined : insideOf(linked, interfaces, addresses);
  return {
    interfaces,
    ...(sources === undefined ? {} : { sources }),
    ...(external === undefined ? {} : { external }),
  };
}

/** The endpoint as a target. */
export function asTargets(endpoint: Endpoint): Targets {
  const { interfaces, addresses, external, isResource } = endpoint;
  return {
    interfaces,
    ...(addresses === undefined ? {} : { destinations: addresses }),
    ...(external === undefined ? {} : { external }),
    throughBalancers: isResource && addresses === undefined,
  };
}

function resourceEndpoint(linked: LinkedGraph, text: string): Endpoint {
  const found = linked.lookUp(text);
  const [record] = found;
  if (record === undefined) {
    const message = `Nothing here is called "${text}". Write a native id, an ARN or self-link, a name, an address, a CIDR, or "internet".`;
    throw new EndpointError('POSTURE_ENDPOINT_UNKNOWN', message);
  }
  if (found.length > 1) throw ambiguous(text, found);
  const interfaces = interfacesOf(linked, record);
  if (interfaces.length === 0) {
    const message = `"${text}" is a ${record.kind}: it neither sends nor receives packets. Name a server, a service, a balancer or an address.`;
    throw new EndpointError('POSTURE_ENDPOINT_UNKNOWN', message);
  }
  return { text, interfaces, isResource: true };
}

function addressEndpoint(linked: LinkedGraph, text: string, set: AddressSet): Endpoint {
  const holders = [...linked.insideHolders(set), ...linked.publicHolders(set)];
  const interfaces = [...new Set(holders.map((holder) => holder.interface.id))].sort();
  if (set.size() === 1n && interfaces.length > 1 && !set.isSubsetOf(strangers)) {
    throw ambiguous(
      text,
      holders.map((holder) => holder.interface),
    );
  }
  return { text, interfaces, addresses: set, external: set, isResource: false };
}

function ambiguous(text: string, found: readonly GraphRecord[]): EndpointError {
  const candidates = [...new Set(found.map(({ id }) => id))].sort();
  const message = `"${text}" may be ${candidates.length} things: ${candidates.join(', ')}. Write one of these ids.`;
  return new EndpointError('POSTURE_ENDPOINT_AMBIGUOUS', message, candidates);
}

function insideOf(
  linked: LinkedGraph,
  interfaces: readonly ResourceId[],
  named: AddressSet,
): AddressSet {
  const inside: AddressSet[] = [];
  for (const id of interfaces) {
    for (const address of linked.record('interface', id)?.addresses ?? []) {
      inside.push(address.inside.intersect(named));
      if (address.outside !== undefined && publicFace(address).overlaps(named))
        inside.push(address.inside);
    }
  }
  return AddressSet.unionOf(inside);
}

function addressesIn(text: string): AddressSet | undefined {
  if (!/^[0-9a-fA-F:.]+(\/[0-9]+)?$/.test(text) || !/[.:]/.test(text)) return undefined;
  try {
    return AddressSet.parse(text);
  } catch (error) {
    if (error instanceof NetsetParseError) return undefined;
    throw error;
  }
}
