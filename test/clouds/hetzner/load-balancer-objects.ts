import { CREATED, LOAD_BALANCER_TYPE, LOCATION } from './cloud-constants.ts';
import { selectorSees } from './label-selector.ts';
import type { WireObject } from './wire-object.ts';
import type { LoadBalancerDeclaration, Project } from './world.ts';

/** A load balancer in Hetzner's own shape, its selectors resolved. */
export function loadBalancerObject(
  balancer: LoadBalancerDeclaration,
  project: Project,
): WireObject {
  const health = (balancer.services ?? []).map(({ listen }) => ({
    listen_port: listen,
    status: 'healthy',
  }));
  return {
    id: balancer.id,
    name: balancer.name ?? `balancer-${balancer.id}`,
    public_net: {
      enabled: balancer.isPublic ?? true,
      ipv4: { ip: balancer.ipv4 ?? null, dns_ptr: null },
      ipv6: { ip: balancer.ipv6 ?? null, dns_ptr: null },
    },
    private_net: Object.entries(balancer.networks ?? {}).map(([network, ip]) => ({
      network: Number(network),
      ip,
    })),
    location: LOCATION,
    load_balancer_type: LOAD_BALANCER_TYPE,
    protection: { delete: false },
    labels: {},
    created: CREATED,
    services: (balancer.services ?? []).map(serviceObject),
    targets: (balancer.targets ?? []).map((target) => targetObject(target, health, project)),
    algorithm: { type: 'round_robin' },
    outgoing_traffic: 123456,
    ingoing_traffic: 123456,
    included_traffic: 654321,
  };
}

function serviceObject(
  service: NonNullable<LoadBalancerDeclaration['services']>[number],
): WireObject {
  const protocol = service.protocol ?? 'tcp';
  const http = { cookie_name: 'HCLBSTICKY', cookie_lifetime: 300, timeout_idle: 50 };
  return {
    protocol,
    listen_port: service.listen,
    destination_port: service.to ?? service.listen,
    proxyprotocol: false,
    health_check: { protocol: 'tcp', port: service.listen, interval: 15, timeout: 10, retries: 3 },
    ...(protocol === 'http' ? { http: { ...http, sticky_sessions: false } } : {}),
    ...(protocol === 'https'
      ? {
          http: {
            ...http,
            certificates: service.certificates ?? [],
            redirect_http: service.redirect ?? false,
            sticky_sessions: false,
          },
        }
      : {}),
  };
}

function targetObject(
  target: NonNullable<LoadBalancerDeclaration['targets']>[number],
  health: readonly WireObject[],
  project: Project,
): WireObject {
  if ('ip' in target) return { type: 'ip', ip: { ip: target.ip }, health_status: health };
  const use_private_ip = target.usePrivateIp ?? false;
  const ofServer = (id: number) => ({
    type: 'server',
    server: { id },
    health_status: health,
    use_private_ip,
  });
  if ('server' in target) return ofServer(target.server);
  const matched = (project.servers ?? []).filter((server) => selectorSees(target.selector, server));
  return {
    type: 'label_selector',
    label_selector: { selector: target.selector },
    targets: matched.map(({ id }) => ofServer(id)),
    use_private_ip,
  };
}
