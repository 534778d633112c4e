import type { AddressGroup, OwnedAddress, Unseen } from './address.ts';
import type { Filter } from './filter.ts';
import type { Gateway } from './gateway.ts';
import type { Interface, Workload } from './interface.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Account, Network, Subnet } from './network.ts';
import type { RouteTable } from './route-table.ts';
import type { Service } from './service.ts';

/** Everything that a graph holds, told apart by `kind`. */
export type GraphRecord =
  | Account
  | Network
  | Subnet
  | Interface
  | Workload
  | Service
  | LoadBalancer
  | Gateway
  | RouteTable
  | Filter
  | OwnedAddress
  | AddressGroup
  | Unseen;

/** The closed list of record kinds. */
export type RecordKind = GraphRecord['kind'];

/** The record type of one kind. */
export type RecordOf<K extends RecordKind> = Extract<GraphRecord, { readonly kind: K }>;
