import type { AddressSet } from '../netset/index.ts';
import type { RecordBase } from './record-base.ts';
import type { ResourceId } from './resource-id.ts';
import type { Known } from './unknown.ts';

/** What a cloud bills and grants access by: an account, a project or a team, in its own words. */
export interface Account extends RecordBase {
  readonly kind: 'account';
}

/** Whether traffic is recorded. `failing` = switched on, but nothing is delivered. */
export interface FlowLog {
  readonly state: 'on' | 'off' | 'failing';
  readonly traffic: 'all' | 'accepted' | 'rejected';
  readonly detail?: string;
}

/** A private address space in which routing is one affair: VPC, private network. */
export interface Network extends RecordBase {
  readonly kind: 'network';
  /** Its address ranges; empty for the network of interfaces that only have public addresses. */
  readonly ranges: AddressSet;
  readonly isDefault: boolean;
  /**
   * The stand-in for "directly on the internet": its members have public inside addresses, and reach each other only as
   * strangers would, through the internet.
   */
  readonly isPublicSpace: boolean;
  readonly flowLog?: Known<FlowLog>;
}

/** An override above all filters that keeps internet traffic away from a subnet. */
export interface InternetBlock {
  /** Traffic of the subnet's interfaces through an internet gateway, both ways. */
  readonly direct: boolean;
  /** Traffic through a NAT gateway that stands in the subnet, or from the subnet through an egress-only gateway. */
  readonly translated: boolean;
  /** In the provider's own words. */
  readonly label: string;
}

/** Where interfaces live. */
export interface Subnet extends RecordBase {
  readonly kind: 'subnet';
  readonly network: ResourceId;
  readonly ranges: AddressSet;
  /** Availability zone, where the provider has them. */
  readonly zone?: string;
  readonly routeTable: Known<ResourceId>;
  /** Stateless filter at the subnet's border; packets that stay inside the subnet do not meet it. Absent = none. */
  readonly filter?: Known<ResourceId>;
  readonly internetBlock?: Known<InternetBlock>;
  readonly assignsPublicAddresses?: boolean;
  readonly flowLog?: Known<FlowLog>;
}
