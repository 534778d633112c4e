import type { AddressGroup, OwnedAddress } from '../address.ts';
import type { Filter } from '../filter.ts';
import type { Gateway, TransitAttachment } from '../gateway.ts';
import type { Interface, Workload } from '../interface.ts';
import type { LoadBalancer } from '../load-balancer.ts';
import type { Network, Subnet } from '../network.ts';
import type { RecordBase } from '../record-base.ts';
import type { ResourceId } from '../resource-id.ts';
import type { RouteTable } from '../route-table.ts';
import type { Service, ServiceEndpoint } from '../service.ts';
import type { Known, Unknown } from '../unknown.ts';
import type { AddressSpec, AttachmentSpec } from './layer.ts';
import type { FilterDefaults, RuleSpec } from './rule.ts';
import type { Addresses, Ref, Transport } from './text.ts';

/** What every record may be given. */
export interface RecordOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly assumes?: RecordBase['assumes'];
  readonly gaps?: RecordBase['gaps'];
  /** Default: that of the account. */
  readonly location?: string;
  /** Default: the name. */
  readonly nativeId?: string;
  readonly uri?: string;
}

/** Of an account that shares the graph. */
export interface AccountOptions extends RecordOptions {
  /** Default `made`. */
  readonly provider?: string;
}

/** Of a network. */
export interface NetworkOptions extends RecordOptions {
  /** Default: none. */
  readonly ranges?: Addresses;
  readonly isDefault?: boolean;
  readonly flowLog?: Network['flowLog'];
}

/** Of a subnet. */
export interface SubnetOptions extends RecordOptions {
  readonly network: Ref;
  /** Default: the ranges of the network. */
  readonly ranges?: Addresses;
  readonly zone?: string;
  /** Default: not known, which leaves routing undetermined. */
  readonly routeTable?: Known<Ref>;
  readonly filter?: Known<Ref>;
  readonly internetBlock?: Known<{ readonly direct?: boolean; readonly translated?: boolean }>;
  readonly assignsPublicAddresses?: boolean;
  readonly flowLog?: Subnet['flowLog'];
}

/** Of a route table. */
export interface RouteTableOptions extends RecordOptions {
  readonly network?: Ref;
  readonly routes?: RouteTable['routes'];
  readonly incomplete?: Unknown;
}

/** Of a gateway of any kind. */
export interface GatewayOptions extends RecordOptions {
  readonly networks?: readonly Ref[];
  /** Default `active`. */
  readonly state?: Gateway['state'];
  readonly carries?: { readonly addresses?: Addresses; readonly transport?: Transport };
  readonly supportsReferences?: boolean;
}

/** Of an internet gateway. */
export interface InternetGatewayOptions extends GatewayOptions {
  readonly routeTable?: Known<Ref>;
}

/** Of a NAT gateway. */
export interface NatGatewayOptions extends GatewayOptions {
  /** What the outside sees. Default: not known. */
  readonly egress?: Known<Addresses>;
  readonly subnet?: Ref;
  readonly interface?: Ref;
}

/** Of a transit gateway. */
export interface TransitOptions extends GatewayOptions {
  readonly attachments: readonly TransitAttachmentOptions[];
}

/** Of one attachment of a transit gateway. */
export interface TransitAttachmentOptions {
  readonly id: string;
  readonly network?: Ref;
  readonly gateway?: Ref;
  readonly subnets?: readonly Ref[];
  /** Default: not known. */
  readonly routeTable?: Known<Ref>;
  /** Default false. */
  readonly supportsReferences?: boolean;
  /** Default `active`. */
  readonly state?: TransitAttachment['state'];
}

/** Of a filter. */
export interface FilterOptions extends RecordOptions {
  readonly ingress?: readonly RuleSpec[];
  readonly egress?: readonly RuleSpec[];
  /** Default `any-allow`. */
  readonly combination?: Filter['combination'];
  /** Default true. */
  readonly stateful?: boolean;
  /** Default: both. */
  readonly planes?: Filter['planes'];
  /** Default `deny`. */
  readonly defaults?: FilterDefaults | Filter['defaults'];
  readonly exemptions?: Filter['exemptions'];
  readonly isDefault?: boolean;
  /** Default `filter`. */
  readonly nativeKind?: string;
  readonly network?: Ref;
  readonly incomplete?: Unknown;
  readonly words?: Filter['words'];
}

/** Where something stands, how it is addressed, and what filters it. */
export interface PlaceOptions {
  /** Gives the network too. */
  readonly subnet?: Ref;
  /** Needed where there is no subnet, or only an unseen one. */
  readonly network?: Ref;
  /** One or several inside addresses, one record each. */
  readonly inside?: string | readonly string[];
  /** The public address of the first inside address. */
  readonly outside?: Addresses;
  /** Further addresses, or all of them. */
  readonly addresses?: readonly AddressSpec[];
  /** False: known by host name only, somewhere within `inside`. Default true. */
  readonly exact?: boolean;
  /** A pool of these filters, in force; shorthand for a first layer. Absent: no such layer. */
  readonly filters?: readonly AttachmentSpec[];
  /** Layers after that of `filters`. */
  readonly layers?: Interface['layers'];
  readonly routeTable?: Known<Ref>;
  readonly forwards?: boolean;
  readonly isPrimary?: boolean;
  readonly noInternetIngress?: string;
  readonly unmodelledIngress?: Unknown;
}

/** Of an interface built by itself. */
export interface InterfaceOptions extends RecordOptions, PlaceOptions {
  readonly owner?: Ref;
}

/** Something with one interface by `PlaceOptions`, or several by `interfaces`. */
export interface OwnerOptions extends RecordOptions, PlaceOptions {
  readonly interfaces?: readonly PlaceOptions[];
}

/** Of a workload. */
export interface ServerOptions extends OwnerOptions {
  /** Default `running`. */
  readonly state?: Workload['state'];
  readonly metadataService?: Workload['metadataService'];
}

/** Of a managed service. */
export interface ServiceOptions extends OwnerOptions {
  /** Default `other`. */
  readonly serviceKind?: Service['serviceKind'];
  /** Default: the kind. */
  readonly engine?: string;
  /** Default `running`. */
  readonly state?: Service['state'];
  /** Default `any`. */
  readonly listens?: Transport;
  /** Admission list: a last layer of its own, which refuses what it does not hold. */
  readonly admission?: Ref;
  /** Default `password`. */
  readonly authentication?: ServiceEndpoint['authentication'];
  readonly tls?: ServiceEndpoint['tls'];
  readonly hostname?: string;
  readonly publicSwitch?: Service['publicSwitch'];
  readonly failoverSubnets?: Known<readonly Ref[]>;
  readonly inventoryOnly?: string;
}

/** Of a balancer. */
export interface LoadBalancerOptions extends OwnerOptions {
  /** Default: `internet-facing` where an interface has a public address, else `internal`. */
  readonly scheme?: LoadBalancer['scheme'];
  /** Default `application`. */
  readonly balancerKind?: LoadBalancer['balancerKind'];
  readonly listeners?: LoadBalancer['listeners'];
  /** Default: whether some interface has a layer. */
  readonly hasOwnFilter?: LoadBalancer['hasOwnFilter'];
  readonly webFilter?: LoadBalancer['webFilter'];
  readonly identityGate?: boolean;
  /** Default `running`. */
  readonly state?: LoadBalancer['state'];
}

/** Of a public address of ours. */
export interface OwnedAddressOptions extends RecordOptions {
  /** Default: the name. */
  readonly addresses?: Addresses;
  /** Default `static`. */
  readonly stability?: OwnedAddress['stability'];
  readonly attachedTo?: Ref;
  /** Default: whether it is attached. */
  readonly isEgressIdentity?: OwnedAddress['isEgressIdentity'];
}

/** Of an address group. */
export interface AddressGroupOptions extends RecordOptions {
  readonly addresses: Addresses;
  /** Default `prefix-list`. */
  readonly role?: AddressGroup['role'];
  /** Default `made by hand`. */
  readonly source?: string;
  /** Default `2026-01-01`. */
  readonly date?: string;
  readonly incomplete?: Unknown;
}

/** What `server`, `service`, `database` and `loadBalancer` answer with: the record and its interfaces. */
export interface Owned<R> {
  readonly id: ResourceId;
  readonly record: R;
  /** The first interface. */
  readonly interface: Interface;
  readonly interfaces: readonly Interface[];
}
