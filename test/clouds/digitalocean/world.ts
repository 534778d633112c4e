/**
 * What a test declares of DigitalOcean: only what matters to it. `compute-objects.ts` and
 * `service-objects.ts` turn it into objects in DigitalOcean's own shape.
 */
export interface DigitalOceanWorld {
  readonly teams: readonly TeamDeclaration[];
}

/** One team and the token that reads it. */
export interface TeamDeclaration {
  readonly token: string;
  /** Scopes that the token lacks: their objects and members are left out, and their lists refused. */
  readonly lacks?: readonly string[];
  /** Droplets that other lists name and the list of Droplets does not show. */
  readonly hiddenDroplets?: readonly number[];
  readonly droplets?: readonly DropletDeclaration[];
  readonly firewalls?: readonly FirewallDeclaration[];
  readonly vpcs?: readonly VpcDeclaration[];
  readonly peerings?: readonly PeeringDeclaration[];
  readonly natGateways?: readonly NatGatewayDeclaration[];
  readonly partnerAttachments?: readonly {
    readonly id: string;
    readonly vpcs: readonly string[];
  }[];
  readonly loadBalancers?: readonly LoadBalancerDeclaration[];
  readonly databases?: readonly DatabaseDeclaration[];
  readonly clusters?: readonly ClusterDeclaration[];
  readonly reservedIps?: readonly { readonly ip: string; readonly droplet?: number }[];
  readonly reservedIpv6?: readonly { readonly ip: string; readonly droplet?: number }[];
  readonly byoipPrefixes?: readonly {
    readonly id: string;
    readonly prefix: string;
    readonly addresses?: readonly { readonly ip: string; readonly droplet: number }[];
  }[];
  readonly apps?: readonly AppDeclaration[];
  readonly nfsShares?: readonly { readonly id: string; readonly vpc: string }[];
  readonly namespaces?: readonly { readonly id: string; readonly plantedKey: string }[];
  readonly vectorDatabases?: readonly string[];
  readonly dedicatedInferences?: readonly { readonly id: string; readonly isPublic: boolean }[];
  readonly autoscalePools?: readonly { readonly id: string; readonly plantedUserData: string }[];
  readonly cdnEndpoints?: readonly { readonly id: string; readonly origin: string }[];
  readonly domains?: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  readonly spaces?: SpacesDeclaration;
  readonly spacesKeys?: readonly { readonly name: string; readonly bucket: string }[];
  readonly actions?: readonly {
    readonly id: number;
    readonly type: string;
    readonly droplet: number;
    /** ISO 8601; default: when everything was made. */
    readonly at?: string;
  }[];
}

export interface DropletDeclaration {
  readonly id: number;
  readonly name?: string;
  /** Default `active`. */
  readonly status?: string;
  readonly tags?: readonly string[];
  readonly ipv4?: string;
  readonly ipv6?: string;
  readonly vpc?: string;
  readonly privateIp?: string;
  /** Default 2026-06-01. */
  readonly createdAt?: string;
}

/** The other end of a rule. */
export interface PeerDeclaration {
  readonly addresses?: readonly string[];
  readonly droplets?: readonly number[];
  readonly balancers?: readonly string[];
  readonly clusters?: readonly string[];
  readonly tags?: readonly string[];
}

export interface RuleDeclaration extends PeerDeclaration {
  /** Default `tcp`. */
  readonly protocol?: string;
  /** Default `0`: every port. */
  readonly ports?: string;
  /** Left out: the member is absent, as in answers from before deny rules. */
  readonly action?: string;
}

export interface FirewallDeclaration {
  readonly id: string;
  readonly name?: string;
  /** Default `succeeded`. */
  readonly status?: string;
  readonly inbound?: readonly RuleDeclaration[];
  readonly outbound?: readonly RuleDeclaration[];
  readonly droplets?: readonly number[];
  readonly tags?: readonly string[];
  readonly pending?: readonly {
    readonly droplet: number;
    readonly removing: boolean;
    readonly status?: string;
  }[];
}

export interface VpcDeclaration {
  readonly id: string;
  readonly name?: string;
  readonly range: string;
  readonly isDefault?: boolean;
}

export interface PeeringDeclaration {
  readonly id: string;
  readonly vpcs: readonly [string, string];
  /** Default `ACTIVE`. */
  readonly status?: string;
  /** Default 2026-01-01. */
  readonly createdAt?: string;
}

export interface NatGatewayDeclaration {
  readonly id: string;
  readonly vpc: string;
  readonly ipv4: string;
  /** Default `ACTIVE`. */
  readonly state?: string;
}

export interface LoadBalancerDeclaration {
  readonly id: string;
  readonly name?: string;
  readonly ip?: string;
  readonly ipv6?: string;
  /** Default `REGIONAL`. */
  readonly type?: 'REGIONAL' | 'REGIONAL_NETWORK' | 'GLOBAL';
  /** Default `EXTERNAL`. */
  readonly network?: 'EXTERNAL' | 'INTERNAL';
  /** Default `DUALSTACK` with an IPv6 address, else `IPV4`. */
  readonly stack?: 'IPV4' | 'DUALSTACK';
  readonly vpc?: string;
  readonly droplets?: readonly number[];
  readonly tag?: string;
  readonly balancers?: readonly string[];
  readonly rules?: readonly {
    readonly listen: number;
    readonly to?: number;
    /** Default `tcp`. */
    readonly protocol?: string;
    readonly passthrough?: boolean;
  }[];
  readonly redirect?: boolean;
  /** As DigitalOcean writes them: `ip:1.2.3.4`, `cidr:1.2.0.0/16`. */
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
}

export interface TrustedSourceDeclaration {
  readonly type: string;
  readonly value: string;
}

export interface DatabaseDeclaration {
  readonly id: string;
  readonly name?: string;
  /** Default `pg`. */
  readonly engine?: string;
  readonly vpc?: string;
  readonly tags?: readonly string[];
  /** Default 25060. */
  readonly port?: number;
  readonly trusted?: readonly TrustedSourceDeclaration[];
  readonly replicas?: readonly {
    readonly id: string;
    readonly name?: string;
    readonly trusted?: readonly TrustedSourceDeclaration[];
  }[];
  /** Names of connection pools. */
  readonly pools?: readonly string[];
  /** The password in every connection and URI; default one that says what it is. */
  readonly plantedPassword?: string;
}

export interface ClusterDeclaration {
  readonly id: string;
  readonly name?: string;
  readonly vpc?: string;
  readonly ipv4?: string;
  readonly podRange?: string;
  readonly nodes?: readonly number[];
  /** Left out: `null`, as without the feature. */
  readonly allowedAddresses?: readonly string[];
}

export interface AppDeclaration {
  readonly id: string;
  readonly name: string;
  readonly dedicatedIps?: readonly string[];
  /** The value of an environment variable. */
  readonly plantedSecret?: string;
}

/** What a Spaces key sees. */
export interface SpacesDeclaration {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly buckets: readonly {
    readonly name: string;
    readonly isPublic?: boolean;
    readonly policy?: string;
  }[];
}
