import type { TransportSet } from '../netset/index.ts';
import type { RecordBase } from './record-base.ts';
import type { ResourceId } from './resource-id.ts';
import type { Known } from './unknown.ts';

/** What a managed service does for its user. The first six are data stores. */
export type ServiceKind =
  | 'database'
  | 'cache'
  | 'search'
  | 'queue'
  | 'broker'
  | 'warehouse'
  | 'control-plane'
  | 'function'
  | 'object-store'
  | 'file-store'
  | 'other';

/** What stands between a delivered packet and the data. `none` = anonymous use. */
export type AuthenticationGate = 'none' | 'password' | 'token' | 'certificate' | 'iam' | 'mixed';

/** Whether connections must be encrypted. */
export type TlsRequirement = 'required' | 'optional' | 'absent';

/** One way in. It is reached through its interface, whose layers hold the admission list. */
export interface ServiceEndpoint {
  /** `writer`, `reader`, `public`, `private`, `dns`. */
  readonly name: string;
  readonly interfaces: readonly ResourceId[];
  readonly hostname?: string;
  /** What it listens on; packets outside end as `no-listener`. */
  readonly listens: TransportSet;
  /** Filter record that is this endpoint's admission list (also attached to its interfaces). */
  readonly admission?: Known<ResourceId>;
  readonly authentication: Known<AuthenticationGate>;
  readonly tls?: Known<TlsRequirement>;
}

/** A managed endpoint: database, cache, search, broker, Kubernetes control plane, function URL, bucket, storage box. */
export interface Service extends RecordBase {
  readonly kind: 'service';
  readonly serviceKind: ServiceKind;
  /** The provider's engine word, such as `postgres` or `redis`. */
  readonly engine: string;
  readonly state: Known<'running' | 'stopped'>;
  /** The switch that asks the provider for a public address, where one exists. Says nothing about reachability by itself. */
  readonly publicSwitch?: Known<boolean>;
  readonly endpoints: readonly ServiceEndpoint[];
  /** Subnets to which a failover may move it. Empty or absent where a failover does not move it. */
  readonly failoverSubnets?: Known<readonly ResourceId[]>;
  /** Collected, but its exposure is not modelled: every answer about it is undetermined, with this reason. */
  readonly inventoryOnly?: string;
}
