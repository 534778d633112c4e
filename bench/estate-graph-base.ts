import {
  type Provenance,
  providerId,
  type ResourceId,
  resourceId,
} from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import type { TransportPlan } from './estate-plan.ts';

const PROVIDER = providerId('made');

const parsed = new Map<string, AddressSet>();

/** A prefix, parsed once: they repeat, and equal sets are one object. */
export function addresses(text: string): AddressSet {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const set = AddressSet.parse(text).intern();
  parsed.set(text, set);
  return set;
}

const transports = new Map<TransportPlan, TransportSet>();

/** The packets of a rule, made once. */
export function transportOf(plan: TransportPlan): TransportSet {
  const known = transports.get(plan);
  if (known !== undefined) return known;
  const set = transportSet(plan).intern();
  transports.set(plan, set);
  return set;
}

function transportSet({ protocol, ports }: TransportPlan): TransportSet {
  const range = ports === undefined ? PortSet.all : PortSet.range(...ports);
  switch (protocol) {
    case 'tcp':
      return TransportSet.tcp(range);
    case 'udp':
      return TransportSet.udp(range);
    case 'icmp':
      return TransportSet.icmp();
    case 'all':
      return TransportSet.all;
  }
}

/** What every record of an estate has. */
export function base(kind: string, name: string) {
  return { id: id(kind, name), name, provenance: provenance(name) };
}

/** The id of a record of an estate. */
export function id(kind: string, nativeId: string): ResourceId {
  return resourceId({ provider: 'made', account: 'estate', location: 'global', kind, nativeId });
}

function provenance(nativeId: string): Provenance {
  return {
    provider: PROVIDER,
    account: 'estate',
    location: 'global',
    nativeId,
    operation: 'generated',
  };
}
