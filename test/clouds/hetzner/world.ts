/**
 * What a test declares of Hetzner: only what matters to it. `cloud-objects.ts` and
 * `robot-objects.ts` turn it into objects in Hetzner's own shape.
 */
export interface HetznerWorld {
  readonly projects?: readonly Project[];
  readonly robots?: readonly RobotAccount[];
}

type Labels = Readonly<Record<string, string>>;

export interface Project {
  readonly token: string;
  readonly servers?: readonly ServerDeclaration[];
  readonly firewalls?: readonly FirewallDeclaration[];
  readonly networks?: readonly NetworkDeclaration[];
  readonly loadBalancers?: readonly LoadBalancerDeclaration[];
  /** Those that are assigned to a server come from the servers. */
  readonly idlePrimaryIps?: readonly { readonly id: number; readonly ip: string }[];
  /** Whether assigned primary IPs go when their server goes; default false. */
  readonly autoDeletePrimaryIps?: boolean;
  readonly floatingIps?: readonly {
    readonly id: number;
    readonly ip: string;
    readonly server?: number;
  }[];
  readonly certificates?: readonly { readonly id: number; readonly domain: string }[];
  readonly placementGroups?: readonly {
    readonly id: number;
    readonly servers: readonly number[];
  }[];
  readonly storageBoxes?: readonly StorageBoxDeclaration[];
  readonly actions?: readonly {
    readonly id: number;
    /** `servers`, `firewalls`, … */
    readonly of: string;
    readonly command: string;
    readonly resource: number;
    /** ISO 8601; default: when everything was made. */
    readonly at?: string;
  }[];
}

export interface ServerDeclaration {
  readonly id: number;
  readonly name?: string;
  readonly status?: string;
  readonly labels?: Labels;
  readonly ipv4?: string;
  /** A /64. */
  readonly ipv6?: string;
  /** The address in each network, by the network's id; alias addresses behind the first one. */
  readonly networks?: Readonly<Record<number, string | readonly string[]>>;
  /** Firewalls whose binding is not in force yet. */
  readonly pendingFirewalls?: readonly number[];
  /** Selectors follow labels with a delay: the labels that they still see on this server. */
  readonly selectorsStillSee?: Labels;
}

export interface RuleDeclaration {
  readonly direction: 'in' | 'out';
  readonly protocol: string;
  readonly port?: string;
  readonly ips: readonly string[];
  readonly description?: string;
}

export interface FirewallDeclaration {
  readonly id: number;
  readonly name?: string;
  readonly rules?: readonly RuleDeclaration[];
  /** Server ids and label selectors. */
  readonly appliedTo?: readonly (number | string)[];
}

export interface NetworkDeclaration {
  readonly id: number;
  readonly name?: string;
  readonly range: string;
  readonly subnets?: readonly { readonly range: string; readonly vswitch?: number }[];
  /** Gateways by destination. */
  readonly routes?: Readonly<Record<string, string>>;
  readonly exposeRoutesToVswitch?: boolean;
}

export interface LoadBalancerDeclaration {
  readonly id: number;
  readonly name?: string;
  readonly ipv4?: string;
  readonly ipv6?: string;
  /** Default true. */
  readonly isPublic?: boolean;
  readonly networks?: Readonly<Record<number, string>>;
  readonly services?: readonly {
    readonly listen: number;
    readonly to?: number;
    readonly protocol?: 'tcp' | 'http' | 'https';
    readonly redirect?: boolean;
    readonly certificates?: readonly number[];
  }[];
  readonly targets?: readonly (
    | { readonly server: number; readonly usePrivateIp?: boolean }
    | { readonly selector: string; readonly usePrivateIp?: boolean }
    | { readonly ip: string }
  )[];
}

export interface Access {
  readonly external: boolean;
  readonly samba?: boolean;
  readonly ssh?: boolean;
  readonly webdav?: boolean;
}

export interface StorageBoxDeclaration {
  readonly id: number;
  readonly name?: string;
  readonly access: Access;
  readonly subaccounts?: readonly { readonly id: number; readonly access: Access }[];
  /** A secret that Hetzner has no business to answer, and might one day. */
  readonly plantedPassword?: string;
}

export interface RobotAccount {
  readonly user: string;
  readonly password: string;
  readonly servers?: readonly DedicatedServerDeclaration[];
  readonly failovers?: readonly { readonly ip: string; readonly activeServerIp?: string }[];
  readonly vswitches?: readonly VswitchDeclaration[];
}

export interface DedicatedServerDeclaration {
  readonly number: number;
  readonly name?: string;
  readonly ip?: string;
  /** The network address of its /64, as Robot writes it: `2a01:4f8:111:4221::`. */
  readonly ipv6Net?: string;
  /** Further single addresses. */
  readonly ips?: readonly string[];
  /** Further ranges, as CIDR. */
  readonly subnets?: readonly string[];
  /** Default: disabled. */
  readonly firewall?: RobotFirewallDeclaration;
}

export interface RobotFirewallDeclaration {
  readonly status?: string;
  readonly filterIpv6?: boolean;
  readonly whitelistHos?: boolean;
  readonly input?: readonly RobotRuleDeclaration[];
  readonly output?: readonly RobotRuleDeclaration[];
}

export interface RobotRuleDeclaration {
  readonly name?: string;
  readonly ipVersion?: 'ipv4' | 'ipv6';
  readonly sourceIp?: string;
  readonly sourcePort?: string;
  readonly destinationIp?: string;
  readonly destinationPort?: string;
  readonly protocol?: string;
  readonly tcpFlags?: string;
  readonly action?: 'accept' | 'discard';
}

export interface VswitchDeclaration {
  readonly id: number;
  readonly name?: string;
  readonly servers?: readonly number[];
  readonly subnets?: readonly string[];
  readonly cloudNetworks?: readonly { readonly id: number; readonly range: string }[];
}
