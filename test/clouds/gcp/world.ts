import type { Raw } from './json.ts';

/** One project of the simulated cloud, with everything in it as the APIs would tell it. */
export interface ProjectWorld {
  readonly id: string;
  readonly number: string;
  /** `organizations/1`, `folders/2`; a project of its own has none. */
  readonly parent?: string;
  readonly state: string;
  /** Compute Engine resources by collection, each with its `selfLink`. */
  readonly compute: Map<string, Raw[]>;
  /** Lists of the other services, by `<service>/<collection>`. */
  readonly services: Map<string, Raw[]>;
  /** Answers about single objects, by `<method> <self-link or name>`. */
  readonly details: Map<string, readonly Raw[]>;
  /** Google's own policies, as the region's effective firewalls tell them. */
  readonly systemPolicies: {
    readonly network: string;
    readonly region: string;
    readonly policy: Raw;
  }[];
  /** Services that are switched off. */
  readonly disabled: Set<string>;
  /** Scopes (`zones/us-x`) that do not answer in aggregated lists. */
  readonly unreachable: string[];
  xpnProjectStatus: string;
  xpnHost?: string;
}

/** A hierarchical firewall policy. */
export interface HierarchicalPolicy {
  readonly id: string;
  readonly shortName: string;
  readonly parent: string;
  readonly rules: readonly Raw[];
  /** Nodes with which it is associated. */
  readonly targets: readonly string[];
}

/** Everything that a simulation serves. */
export interface GcpWorld {
  readonly organization: string;
  readonly folders: Raw[];
  readonly projects: ProjectWorld[];
  readonly policies: HierarchicalPolicy[];
  readonly addressGroups: Raw[];
}
