import type { Zone } from '@netposture/network/graph';
import type { AddressSet, TransportSet } from '@netposture/network/netset';
import type { ParameterValue } from '../parameter-value.ts';
import type { Severity } from '../severity.ts';

/** A place in the policy file; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a policy file, or suspicious about it. */
export interface PolicyProblem {
  /** Stable, such as `POSTURE_POLICY_UNKNOWN_KEY`. */
  readonly code: `POSTURE_POLICY_${string}`;
  /** A file with an error is not used. */
  readonly severity: 'error' | 'warning';
  /** What is wrong, and what to write instead. */
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** Named addresses of the user. */
export interface NamedAddresses {
  readonly name: string;
  readonly addresses: AddressSet;
  /** Trusted addresses do not count as exposure. Default true: who names addresses knows them. */
  readonly trusted: boolean;
}

/** One cell of the segmentation matrix. An end is a zone, an address set, or `internet`. */
export interface MatrixEntry {
  readonly from: string;
  readonly to: string;
  /** Everything else is forbidden; absent = nothing is said. */
  readonly allow?: TransportSet;
  /** Each must get through. */
  readonly require: readonly TransportSet[];
  readonly position: Position;
}

/** Something that is meant to be public. */
export interface PublicEndpoint {
  readonly zone?: string;
  /** Patterns of names or native ids; `*` stands for any text. */
  readonly names: readonly string[];
  readonly transport: TransportSet;
  readonly position: Position;
}

/** Who may reach the data stores of a zone (all data stores where none is named). */
export interface DatabaseClients {
  readonly stores?: string;
  readonly clients: readonly string[];
}

/** What the policy says about one rule. */
export interface RuleSetting {
  readonly enabled: boolean;
  readonly severity?: Severity;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** An accepted finding. */
export interface Waiver {
  readonly name: string;
  /** Id of the finding; else `rule` and `subject` (a pattern) select. */
  readonly finding?: string;
  readonly rule?: string;
  readonly subject?: string;
  /** The accepted packets by source and transport; absent = whatever the finding holds. */
  readonly accepts?: readonly { readonly sources: AddressSet; readonly transport: TransportSet }[];
  readonly owner: string;
  readonly reason: string;
  readonly ticket?: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly position: Position;
}

/** What the user declares about the estate. */
export interface Policy {
  readonly file: string;
  readonly preset: 'recommended' | 'strict';
  /** From this many IPv4 addresses on a source set counts as the public. */
  readonly publicThreshold: number;
  readonly addressSets: ReadonlyMap<string, NamedAddresses>;
  readonly zones: ReadonlyMap<string, Zone & { readonly position: Position }>;
  readonly matrix: readonly MatrixEntry[];
  readonly publicEndpoints: readonly PublicEndpoint[];
  readonly databaseClients: readonly DatabaseClients[];
  readonly sensitiveZones: readonly string[];
  readonly environments: readonly string[];
  /** Labels whose values must not reach each other. */
  readonly isolation: readonly string[];
  readonly tiers: { readonly public: readonly string[]; readonly private: readonly string[] };
  /** Absent = the policy says nothing about gateways. */
  readonly gateways?: { readonly names: readonly string[]; readonly maximum?: number };
  /** Absent = the policy says nothing about them. */
  readonly egressIdentities?: AddressSet;
  /** Zones of bastions. */
  readonly bastions: readonly string[];
  /** Addresses from which the VPN comes. Absent = the policy declares no VPN. */
  readonly vpn?: AddressSet;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly waivers: readonly Waiver[];
}
