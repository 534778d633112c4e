import type { AddressSet, TransportSet } from '../netset/index.ts';
import type { RecordBase } from './record-base.ts';
import type { ResourceId } from './resource-id.ts';
import type { Known, Unknown } from './unknown.ts';

/**
 * One way from a listener to one target. The two edges stay two: client to listener is judged at the balancer's
 * interfaces, balancer to target at the target's.
 */
export interface BalancerTarget {
  /** Which clients take this way: families may differ in what the target sees. */
  readonly clients: 'ipv4' | 'ipv6' | 'any';
  /** An interface, or another balancer's id (a chain). */
  readonly to: ResourceId;
  /** Target port; `same` keeps the listener's. */
  readonly port: number | 'same';
  /** Source address that the target sees: the client's own, the balancer's, or either suffices (filters may admit by the client or by reference to the balancer). */
  readonly sees: 'client' | 'balancer' | 'either';
  /** The balancer's addresses towards this target, where `sees` is not `client`. Absent = inside addresses of its interfaces. */
  readonly balancerAddresses?: AddressSet;
  /** Inside addresses of the target that are used; absent = all its addresses of the private plane, or of the public plane where it has no other. */
  readonly targetAddresses?: AddressSet;
  /** The way crosses something that is not modelled. */
  readonly undetermined?: Unknown;
}

/** One listening port (or range). */
export interface Listener {
  readonly name: string;
  /** What clients send: protocol and listening ports. */
  readonly listens: TransportSet;
  readonly application: 'http' | 'https' | 'tls' | 'tcp' | 'udp' | 'other';
  /** HTTP listeners: sends every client to HTTPS. */
  readonly redirectsToHttps?: Known<boolean>;
  readonly tls?: {
    readonly policy: string;
    readonly minimum?: string;
    readonly offersTls13?: boolean;
  };
  readonly targets: readonly BalancerTarget[];
  /** Targets could not all be read. */
  readonly targetsIncomplete?: Unknown;
}

/** The listener side. Clients are admitted at its interfaces (which carry its filters); targets are reached by its listeners. */
export interface LoadBalancer extends RecordBase {
  readonly kind: 'load-balancer';
  readonly scheme: 'internet-facing' | 'internal';
  readonly balancerKind:
    | 'application'
    | 'network'
    | 'gateway'
    | 'accelerator'
    | 'proxy'
    | 'passthrough';
  readonly interfaces: readonly ResourceId[];
  readonly listeners: readonly Listener[];
  /** Whether a filter of its own can stand before it, and does. */
  readonly hasOwnFilter: Known<boolean>;
  /** Web application firewall or the provider's edge security policy. */
  readonly webFilter?: Known<'attached' | 'preview-only' | 'none'>;
  /** Identity-aware gate before targets. */
  readonly identityGate?: boolean;
  readonly state: Known<'running' | 'stopped'>;
}
