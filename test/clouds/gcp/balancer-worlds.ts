import type { ProjectBuilder } from './project-builder.ts';

/** A group of instances with named ports; its members are told by a call of their own. */
export function instanceGroup(
  project: ProjectBuilder,
  name: string,
  instances: readonly string[],
  given: {
    readonly zone?: string;
    readonly network?: string;
    readonly ports?: Readonly<Record<string, number>>;
  } = {},
): string {
  const zone = given.zone ?? 'europe-west1-b';
  const group = project.resource('instanceGroups', `zones/${zone}`, name, {
    size: instances.length,
    ...(given.network === undefined ? {} : { network: given.network }),
    namedPorts: Object.entries(given.ports ?? {}).map(([port, number]) => ({
      name: port,
      port: number,
    })),
  });
  project.detail(
    'members',
    group,
    instances.map((instance) => ({ instance, status: 'RUNNING' })),
  );
  return group;
}

/** An external passthrough balancer: forwarding rule, regional backend service, group. */
export function passthroughBalancer(
  project: ProjectBuilder,
  name: string,
  given: { readonly address: string; readonly ports: readonly string[]; readonly group: string },
): void {
  const service = project.resource('backendServices', 'regions/europe-west1', `${name}-service`, {
    loadBalancingScheme: 'EXTERNAL',
    protocol: 'TCP',
    backends: [{ group: given.group, balancingMode: 'CONNECTION' }],
  });
  project.resource('forwardingRules', 'regions/europe-west1', name, {
    IPAddress: given.address,
    IPProtocol: 'TCP',
    ports: given.ports,
    loadBalancingScheme: 'EXTERNAL',
    backendService: service,
  });
}

/** A global external application balancer over HTTP. */
export function globalBalancer(
  project: ProjectBuilder,
  name: string,
  given: {
    readonly address: string;
    readonly group: string;
    readonly securityPolicy?: string;
    readonly isIdentityAware?: boolean;
  },
): void {
  const service = project.resource('backendServices', 'global', `${name}-service`, {
    loadBalancingScheme: 'EXTERNAL_MANAGED',
    protocol: 'HTTP',
    portName: 'http',
    backends: [{ group: given.group }],
    ...(given.securityPolicy === undefined ? {} : { securityPolicy: given.securityPolicy }),
    ...(given.isIdentityAware === true
      ? { iap: { enabled: true, oauth2ClientSecret: 'planted-iap-secret' } }
      : {}),
  });
  const urlMap = project.resource('urlMaps', 'global', `${name}-map`, { defaultService: service });
  const target = project.resource('targetHttpProxies', 'global', `${name}-proxy`, { urlMap });
  project.resource('forwardingRules', 'global', name, {
    IPAddress: given.address,
    IPProtocol: 'TCP',
    portRange: '80-80',
    loadBalancingScheme: 'EXTERNAL_MANAGED',
    target,
  });
}

/** A regional internal application balancer, with the subnetwork of its proxies. */
export function internalBalancer(
  project: ProjectBuilder,
  name: string,
  given: {
    readonly network: string;
    readonly subnetwork: string;
    readonly address: string;
    readonly group: string;
  },
): void {
  const at = 'regions/europe-west1';
  const service = project.resource('backendServices', at, `${name}-service`, {
    loadBalancingScheme: 'INTERNAL_MANAGED',
    protocol: 'HTTP',
    portName: 'http',
    backends: [{ group: given.group }],
  });
  const urlMap = project.resource('urlMaps', at, `${name}-map`, { defaultService: service });
  const target = project.resource('targetHttpProxies', at, `${name}-proxy`, { urlMap });
  project.resource('forwardingRules', at, name, {
    IPAddress: given.address,
    IPProtocol: 'TCP',
    portRange: '80-80',
    loadBalancingScheme: 'INTERNAL_MANAGED',
    network: given.network,
    subnetwork: given.subnetwork,
    target,
  });
}
