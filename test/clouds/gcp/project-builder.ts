import type { Raw } from './json.ts';
import type { ProjectWorld } from './world.ts';

const BASE = 'https://www.googleapis.com/compute/v1';

/** The kinds as Compute Engine writes them, where they are not the collection without its last letter. */
const KINDS: Readonly<Record<string, string>> = {
  addresses: 'address',
  firewallPolicies: 'firewallPolicy',
  targetHttpProxies: 'targetHttpProxy',
  targetHttpsProxies: 'targetHttpsProxy',
  targetTcpProxies: 'targetTcpProxy',
  targetSslProxies: 'targetSslProxy',
  targetGrpcProxies: 'targetGrpcProxy',
  securityPolicies: 'securityPolicy',
  sslPolicies: 'sslPolicy',
  publicDelegatedPrefixes: 'publicDelegatedPrefix',
};

/** A virtual machine in few words. */
export interface InstanceSpec {
  readonly subnetwork: string;
  readonly ip: string;
  readonly zone?: string;
  readonly natIP?: string;
  /** External IPv6 address of the card (a /96). */
  readonly ipv6?: string;
  readonly tags?: readonly string[];
  readonly serviceAccount?: string;
  readonly status?: string;
  readonly raw?: Raw;
  /** More of the first network interface. */
  readonly card?: Raw;
}

/** A VPC firewall rule in few words: `tcp:22`, `tcp:80-443`, `icmp`, `all`. */
export interface FirewallSpec {
  readonly network: string;
  readonly allow?: string;
  readonly deny?: string;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly direction?: 'INGRESS' | 'EGRESS';
  readonly priority?: number;
  readonly raw?: Raw;
}

/** Writes one project down. Every method returns the self-link of what it made. */
export class ProjectBuilder {
  readonly project: ProjectWorld;
  #next = 1;

  constructor(project: ProjectWorld) {
    this.project = project;
  }

  /** Any Compute Engine resource; `at` is `global`, `zones/z` or `regions/r`. */
  resource(collection: string, at: string, name: string, body: Raw = {}): string {
    const selfLink = `${BASE}/projects/${this.project.id}/${at}/${collection}/${name}`;
    const [scope = '', location = ''] = at.split('/');
    const place =
      at === 'global' ? {} : { [scope.slice(0, -1)]: `${BASE}/projects/${this.project.id}/${at}` };
    const kind = `compute#${KINDS[collection] ?? collection.slice(0, -1)}`;
    const item = {
      kind,
      id: this.#id(),
      name,
      ...(location === '' ? {} : place),
      ...body,
      selfLink,
    };
    const held = this.project.compute.get(collection) ?? [];
    held.push(item);
    this.project.compute.set(collection, held);
    return selfLink;
  }

  /** A network, with Google's default route unless `defaultRoute` is false. */
  network(
    name: string,
    given: { readonly defaultRoute?: boolean; readonly raw?: Raw } = {},
  ): string {
    const network = this.resource('networks', 'global', name, {
      autoCreateSubnetworks: false,
      networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
      ...given.raw,
    });
    if (given.defaultRoute !== false) {
      this.route(`default-route-${name}`, {
        network,
        destRange: '0.0.0.0/0',
        nextHopGateway: `${BASE}/projects/${this.project.id}/global/gateways/default-internet-gateway`,
      });
      this.route(`default-route-v6-${name}`, {
        network,
        destRange: '::/0',
        nextHopGateway: `${BASE}/projects/${this.project.id}/global/gateways/default-internet-gateway`,
      });
    }
    return network;
  }

  route(name: string, body: Raw): string {
    return this.resource('routes', 'global', name, { priority: 1000, ...body });
  }

  /** A subnetwork with the route to it that Google makes. */
  subnetwork(
    name: string,
    network: string,
    range: string,
    given: { readonly region?: string; readonly raw?: Raw } = {},
  ): string {
    const region = given.region ?? 'europe-west1';
    const raw = given.raw ?? {};
    const at = this.resource('subnetworks', `regions/${region}`, name, {
      network,
      ipCidrRange: range,
      purpose: 'PRIVATE',
      stackType: 'IPV4_ONLY',
      ...raw,
    });
    const v6 = raw['externalIpv6Prefix'];
    for (const [suffix, destRange] of [
      ['', range],
      ['-v6', v6],
    ] as const) {
      if (typeof destRange !== 'string') continue;
      this.route(`subnet-route-${name}${suffix}`, {
        network,
        destRange,
        priority: 0,
        nextHopNetwork: network,
        routeType: 'SUBNET',
      });
    }
    return at;
  }

  instance(name: string, spec: InstanceSpec): string {
    const zone = spec.zone ?? 'europe-west1-b';
    const subnetwork = this.#find('subnetworks', spec.subnetwork);
    const access =
      spec.natIP === undefined
        ? {}
        : {
            accessConfigs: [
              {
                kind: 'compute#accessConfig',
                type: 'ONE_TO_ONE_NAT',
                name: 'External NAT',
                natIP: spec.natIP,
              },
            ],
          };
    const v6 =
      spec.ipv6 === undefined
        ? {}
        : {
            ipv6AccessType: 'EXTERNAL',
            ipv6AccessConfigs: [
              { type: 'DIRECT_IPV6', externalIpv6: spec.ipv6, externalIpv6PrefixLength: 96 },
            ],
          };
    return this.resource('instances', `zones/${zone}`, name, {
      status: spec.status ?? 'RUNNING',
      canIpForward: false,
      tags: { fingerprint: 'x', ...(spec.tags === undefined ? {} : { items: spec.tags }) },
      ...(spec.serviceAccount === undefined
        ? {}
        : { serviceAccounts: [{ email: spec.serviceAccount, scopes: [] }] }),
      networkInterfaces: [
        {
          kind: 'compute#networkInterface',
          name: 'nic0',
          network: subnetwork?.['network'],
          subnetwork: spec.subnetwork,
          networkIP: spec.ip,
          ...access,
          ...v6,
          ...spec.card,
        },
      ],
      ...spec.raw,
    });
  }

  firewall(name: string, spec: FirewallSpec): string {
    const egress = spec.direction === 'EGRESS';
    const from = spec.from === undefined ? {} : { sourceRanges: spec.from };
    const to = spec.to === undefined ? {} : { destinationRanges: spec.to };
    return this.resource('firewalls', 'global', name, {
      network: spec.network,
      direction: egress ? 'EGRESS' : 'INGRESS',
      priority: spec.priority ?? 1000,
      disabled: false,
      ...(spec.allow === undefined ? {} : { allowed: protocolsOf(spec.allow) }),
      ...(spec.deny === undefined ? {} : { denied: protocolsOf(spec.deny) }),
      ...from,
      ...to,
      ...spec.raw,
    });
  }

  /** A global or regional network firewall policy, associated with networks. */
  networkPolicy(
    name: string,
    networks: readonly string[],
    rules: readonly Raw[],
    given: { readonly region?: string; readonly priority?: number } = {},
  ): string {
    const at = given.region === undefined ? 'global' : `regions/${given.region}`;
    return this.resource('firewallPolicies', at, name, {
      rules,
      associations: networks.map((network) => ({
        name: `${name}-association`,
        attachmentTarget: network,
        ...(given.priority === undefined ? {} : { priority: given.priority }),
      })),
    });
  }

  /** An item of another service's list. */
  service(list: string, item: Raw): void {
    const held = this.project.services.get(list) ?? [];
    held.push(item);
    this.project.services.set(list, held);
  }

  /** The answer of a call about one object, by its method and the object. */
  detail(method: string, subject: string, items: readonly Raw[]): void {
    this.project.details.set(`${method} ${subject}`, items);
  }

  #find(collection: string, selfLink: string): Raw | undefined {
    return this.project.compute.get(collection)?.find((item) => item['selfLink'] === selfLink);
  }

  #id(): string {
    this.#next += 1;
    return `${this.project.number}${String(this.#next).padStart(6, '0')}`;
  }
}

/** `tcp:22,80-443` and `all` as the API writes them. */
export function protocolsOf(text: string): readonly Raw[] {
  return text.split(' ').map((one) => {
    const [protocol = '', ports] = one.split(':');
    return { IPProtocol: protocol, ...(ports === undefined ? {} : { ports: ports.split(',') }) };
  });
}

/** A rule of a firewall policy in few words. */
export function policyRule(
  priority: number,
  action: string,
  text: string,
  given: {
    readonly from?: readonly string[];
    readonly to?: readonly string[];
    readonly match?: Raw;
    readonly raw?: Raw;
  } = {},
): Raw {
  const egress = given.to !== undefined;
  return {
    kind: 'compute#firewallPolicyRule',
    priority,
    action,
    direction: egress ? 'EGRESS' : 'INGRESS',
    match: {
      ...(given.from === undefined ? {} : { srcIpRanges: given.from }),
      ...(given.to === undefined ? {} : { destIpRanges: given.to }),
      layer4Configs: text.split(' ').map((one) => {
        const [ipProtocol = '', ports] = one.split(':');
        return { ipProtocol, ...(ports === undefined ? {} : { ports: ports.split(',') }) };
      }),
      ...given.match,
    },
    ...given.raw,
  };
}
