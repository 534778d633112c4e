import type { AddressGroup, OwnedAddress } from '../address.ts';
import type { Filter } from '../filter.ts';
import type { Gateway, GatewayKind, TransitAttachment } from '../gateway.ts';
import type { InternetBlock, Network, Subnet } from '../network.ts';
import type { RecordBase } from '../record-base.ts';
import type { ResourceId } from '../resource-id.ts';
import type { RouteTable } from '../route-table.ts';
import { isUnknown, type Known, unknown } from '../unknown.ts';
import type {
  AddressGroupOptions,
  FilterOptions,
  GatewayOptions,
  InternetGatewayOptions,
  NatGatewayOptions,
  NetworkOptions,
  OwnedAddressOptions,
  RouteTableOptions,
  SubnetOptions,
  TransitAttachmentOptions,
} from './options.ts';
import { FILTER_DEFAULTS, rulesOf } from './rule.ts';
import { type Addresses, addressesOf, idOf, present, type Ref, transportOf } from './text.ts';

/** The id behind a reference that may not be known. */
export function knownId(ref: Known<Ref>): Known<ResourceId> {
  return isUnknown(ref) ? ref : idOf(ref);
}

function optionalId(ref: Ref | undefined): ResourceId | undefined {
  return ref === undefined ? undefined : idOf(ref);
}

function optionalKnownId(ref: Known<Ref> | undefined): Known<ResourceId> | undefined {
  return ref === undefined ? undefined : knownId(ref);
}

/** A network. */
export function networkRecord(
  base: RecordBase,
  options: NetworkOptions,
  isPublicSpace: boolean,
): Network {
  return {
    ...base,
    kind: 'network',
    ranges: addressesOf(options.ranges ?? 'none'),
    isDefault: options.isDefault ?? false,
    isPublicSpace,
    ...present({ flowLog: options.flowLog }),
  };
}

/** A subnet of a network with these ranges. */
export function subnetRecord(
  base: RecordBase,
  options: SubnetOptions,
  networkRanges: Addresses,
): Subnet {
  return {
    ...base,
    kind: 'subnet',
    network: idOf(options.network),
    ranges: addressesOf(options.ranges ?? networkRanges),
    routeTable: knownId(options.routeTable ?? unknown('the route table is not known')),
    ...present({
      zone: options.zone,
      filter: optionalKnownId(options.filter),
      internetBlock: internetBlock(options.internetBlock),
      assignsPublicAddresses: options.assignsPublicAddresses,
      flowLog: options.flowLog,
    }),
  };
}

function internetBlock(block: SubnetOptions['internetBlock']): Known<InternetBlock> | undefined {
  if (block === undefined || isUnknown(block)) return block;
  const { direct = false, translated = false } = block;
  return { direct, translated, label: 'internet block' };
}

/** A route table. */
export function routeTableRecord(base: RecordBase, options: RouteTableOptions): RouteTable {
  return {
    ...base,
    kind: 'route-table',
    routes: options.routes ?? [],
    ...present({ network: optionalId(options.network), incomplete: options.incomplete }),
  };
}

/** A filter. */
export function filterRecord(base: RecordBase, options: FilterOptions): Filter {
  const { defaults = 'deny' } = options;
  return {
    ...base,
    kind: 'filter',
    nativeKind: options.nativeKind ?? 'filter',
    stateful: options.stateful ?? true,
    planes: options.planes ?? ['public', 'private'],
    combination: options.combination ?? 'any-allow',
    defaults: typeof defaults === 'string' ? FILTER_DEFAULTS[defaults] : defaults,
    exemptions: options.exemptions ?? [],
    isDefault: options.isDefault ?? false,
    rules: [
      ...rulesOf('ingress', options.ingress ?? []),
      ...rulesOf('egress', options.egress ?? []),
    ],
    ...present({
      network: optionalId(options.network),
      incomplete: options.incomplete,
      words: options.words,
    }),
  };
}

/** A gateway of any kind, with what the options of its kind say beyond the common ones. */
export function gatewayRecord(
  base: RecordBase,
  gatewayKind: GatewayKind,
  options: GatewayOptions,
  rest: Partial<Gateway> = {},
): Gateway {
  return {
    ...base,
    kind: 'gateway',
    gatewayKind,
    state: options.state ?? 'active',
    networks: (options.networks ?? []).map(idOf),
    ...present({
      carries: carried(options.carries),
      supportsReferences: options.supportsReferences,
    }),
    ...rest,
  };
}

function carried(carries: GatewayOptions['carries']): Gateway['carries'] {
  if (carries === undefined) return undefined;
  const { addresses, transport } = carries;
  return present({
    addresses: addresses === undefined ? undefined : addressesOf(addresses),
    transport: transport === undefined ? undefined : transportOf(transport),
  });
}

/** What an internet gateway says beyond the common. */
export function internetGatewayFields(options: InternetGatewayOptions): Partial<Gateway> {
  return present({ routeTable: optionalKnownId(options.routeTable) });
}

/** What a NAT gateway says beyond the common. */
export function natGatewayFields(options: NatGatewayOptions): Partial<Gateway> {
  const egress = options.egress ?? unknown('the egress addresses are not known');
  return {
    egressAddresses: isUnknown(egress) ? egress : addressesOf(egress),
    ...present({ subnet: optionalId(options.subnet), interface: optionalId(options.interface) }),
  };
}

/** One attachment of a transit gateway. */
export function transitAttachment(options: TransitAttachmentOptions): TransitAttachment {
  return {
    id: options.id,
    subnets: (options.subnets ?? []).map(idOf),
    routeTable: knownId(options.routeTable ?? unknown('the route table is not known')),
    supportsReferences: options.supportsReferences ?? false,
    state: options.state ?? 'active',
    ...present({ network: optionalId(options.network), gateway: optionalId(options.gateway) }),
  };
}

/** A public address of ours. */
export function ownedAddressRecord(base: RecordBase, options: OwnedAddressOptions): OwnedAddress {
  return {
    ...base,
    kind: 'address',
    addresses: addressesOf(options.addresses ?? base.name),
    stability: options.stability ?? 'static',
    isEgressIdentity: options.isEgressIdentity ?? options.attachedTo !== undefined,
    ...present({ attachedTo: optionalId(options.attachedTo) }),
  };
}

/** An address group. */
export function addressGroupRecord(base: RecordBase, options: AddressGroupOptions): AddressGroup {
  return {
    ...base,
    kind: 'address-group',
    role: options.role ?? 'prefix-list',
    addresses: addressesOf(options.addresses),
    source: options.source ?? 'made by hand',
    date: options.date ?? '2026-01-01',
    ...present({ incomplete: options.incomplete }),
  };
}
