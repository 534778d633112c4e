import { CREATED, REGION, type WireObject } from './compute-objects.ts';
import type {
  AppDeclaration,
  ClusterDeclaration,
  DatabaseDeclaration,
  LoadBalancerDeclaration,
  TeamDeclaration,
  TrustedSourceDeclaration,
} from './world.ts';

const PROJECT = '9cc10173-e9ea-4176-9dbc-a4cee4c4ff30';

export function loadBalancerObject(
  balancer: LoadBalancerDeclaration,
  team: TeamDeclaration,
): WireObject {
  const { tag } = balancer;
  const tagged = (team.droplets ?? []).filter((one) => tag && one.tags?.includes(tag));
  return {
    id: balancer.id,
    name: balancer.name ?? balancer.id,
    project_id: PROJECT,
    ip: balancer.ip ?? '',
    ...(balancer.ipv6 ? { ipv6: balancer.ipv6 } : {}),
    size_unit: 1,
    algorithm: 'round_robin',
    status: 'active',
    created_at: CREATED,
    forwarding_rules: (balancer.rules ?? []).map(({ listen, to, protocol, passthrough }) => ({
      entry_protocol: protocol ?? 'tcp',
      entry_port: listen,
      target_protocol: 'tcp',
      target_port: to ?? listen,
      certificate_id: '',
      tls_passthrough: passthrough ?? false,
    })),
    health_check: {
      protocol: 'tcp',
      port: 80,
      check_interval_seconds: 10,
      response_timeout_seconds: 5,
      unhealthy_threshold: 3,
      healthy_threshold: 5,
    },
    sticky_sessions: { type: 'none' },
    region: REGION,
    tag: tag ?? '',
    droplet_ids: balancer.droplets ?? tagged.map(({ id }) => id),
    redirect_http_to_https: balancer.redirect ?? false,
    enable_proxy_protocol: false,
    enable_backend_keepalive: false,
    ...(balancer.vpc ? { vpc_uuid: balancer.vpc } : {}),
    disable_lets_encrypt_dns_records: false,
    firewall: { allow: balancer.allow ?? [], deny: balancer.deny ?? [] },
    network: balancer.network ?? 'EXTERNAL',
    network_stack: balancer.stack ?? (balancer.ipv6 ? 'DUALSTACK' : 'IPV4'),
    type: balancer.type ?? 'REGIONAL',
    target_load_balancer_ids: balancer.balancers ?? [],
    tls_cipher_policy: 'DEFAULT',
  };
}

/** The password that stands in the answers about a database. */
export function passwordOf(database: DatabaseDeclaration): string {
  return database.plantedPassword ?? 'AVNS_password-of-a-database';
}

export function databaseObject(database: DatabaseDeclaration): WireObject {
  const { id, engine = 'pg', port = 25060 } = database;
  const password = passwordOf(database);
  return {
    id,
    name: database.name ?? id,
    engine,
    version: '16',
    semantic_version: '16.4',
    ...connectionsOf(id, password, port),
    users: [{ name: 'doadmin', role: 'primary', password }],
    db_names: ['defaultdb'],
    num_nodes: 1,
    region: REGION.slug,
    status: 'online',
    created_at: CREATED,
    maintenance_window: { day: 'saturday', hour: '08:45:12', pending: false, description: [] },
    size: 'db-s-1vcpu-1gb',
    tags: database.tags ?? [],
    ...(database.vpc ? { private_network_uuid: database.vpc } : {}),
    project_id: PROJECT,
    version_end_of_life: '2028-11-09T00:00:00Z',
    version_end_of_availability: '2028-05-09T00:00:00Z',
    storage_size_mib: 61440,
  };
}

function connectionsOf(id: string, password: string, port: number): WireObject {
  const connection = (host: string) => ({
    uri: `postgres://doadmin:${password}@${host}:${port}/defaultdb?sslmode=require`,
    database: 'defaultdb',
    host,
    port,
    user: 'doadmin',
    password,
    ssl: true,
  });
  const host = `${id}-do-user-1-0.db.ondigitalocean.com`;
  return { connection: connection(host), private_connection: connection(`private-${host}`) };
}

export function replicaObjects(database: DatabaseDeclaration): readonly WireObject[] {
  return (database.replicas ?? []).map(({ id, name }) => ({
    id,
    name: name ?? id,
    ...connectionsOf(id, passwordOf(database), database.port ?? 25060),
    region: REGION.slug,
    status: 'online',
    created_at: CREATED,
    tags: [],
    ...(database.vpc ? { private_network_uuid: database.vpc } : {}),
    storage_size_mib: 61440,
  }));
}

export function poolObjects(database: DatabaseDeclaration): readonly WireObject[] {
  return (database.pools ?? []).map((name) => ({
    name,
    mode: 'transaction',
    size: 10,
    db: 'defaultdb',
    user: 'doadmin',
    ...connectionsOf(database.id, passwordOf(database), 25061),
  }));
}

/** The trusted sources of one cluster or replica; ids are made of their place. */
export function trustedSourceObjects(
  id: string,
  sources: readonly TrustedSourceDeclaration[],
): readonly WireObject[] {
  return sources.map(({ type, value }, index) => ({
    uuid: `79f26d28-ea8a-41f2-8ad8-${String(index).padStart(12, '0')}`,
    cluster_uuid: id,
    type,
    value,
    created_at: CREATED,
    description: '',
  }));
}

export function clusterObject(cluster: ClusterDeclaration): WireObject {
  const { id, allowedAddresses } = cluster;
  return {
    id,
    name: cluster.name ?? id,
    region: REGION.slug,
    version: '1.36.1-do.0',
    cluster_subnet: cluster.podRange ?? '10.244.0.0/16',
    service_subnet: '10.245.0.0/16',
    ...(cluster.vpc ? { vpc_uuid: cluster.vpc } : {}),
    ipv4: cluster.ipv4 ?? '',
    endpoint: `https://${id}.k8s.ondigitalocean.com`,
    tags: ['k8s', `k8s:${id}`],
    node_pools: [
      {
        id: 'cdda885e-7663-40c8-bc74-3a036c66545d',
        name: 'worker',
        size: 's-1vcpu-2gb',
        count: cluster.nodes?.length ?? 0,
        tags: ['k8s', `k8s:${id}`, 'k8s:worker'],
        labels: null,
        taints: [],
        auto_scale: false,
        min_nodes: 0,
        max_nodes: 0,
        nodes: (cluster.nodes ?? []).map((node) => ({
          id: `478247f8-b1bb-4f7a-8db9-${String(node).padStart(12, '0')}`,
          name: `node-${node}`,
          status: { state: 'running' },
          droplet_id: String(node),
          created_at: CREATED,
          updated_at: CREATED,
        })),
      },
    ],
    maintenance_policy: { start_time: '12:00', duration: '4h0m0s', day: 'any' },
    auto_upgrade: false,
    isolated_workers: false,
    status: { state: 'running', message: '' },
    created_at: CREATED,
    updated_at: CREATED,
    surge_upgrade: true,
    ha: cluster.ipv4 === undefined,
    registry_enabled: false,
    control_plane_firewall:
      allowedAddresses === undefined
        ? null
        : { enabled: true, allowed_addresses: allowedAddresses },
  };
}

export function appObject(app: AppDeclaration): WireObject {
  const secret = app.plantedSecret ?? 'value-of-an-environment-variable';
  const spec = {
    name: app.name,
    region: 'fra',
    egress: { type: app.dedicatedIps ? 'DEDICATED_IP' : 'AUTOASSIGN' },
    services: [
      {
        name: 'web',
        http_port: 8080,
        envs: [{ key: 'API_KEY', value: secret, scope: 'RUN_TIME', type: 'GENERAL' }],
        log_destinations: [{ name: 'logs', papertrail: { endpoint: secret } }],
      },
    ],
  };
  return {
    id: app.id,
    owner_uuid: PROJECT,
    spec,
    default_ingress: `https://${app.name}-abcde.ondigitalocean.app`,
    created_at: CREATED,
    updated_at: CREATED,
    active_deployment: { id: PROJECT, spec, phase: 'ACTIVE' },
    live_url: `https://${app.name}-abcde.ondigitalocean.app`,
    live_url_base: `https://${app.name}-abcde.ondigitalocean.app`,
    live_domain: `${app.name}-abcde.ondigitalocean.app`,
    tier_slug: 'basic',
    project_id: PROJECT,
    dedicated_ips: (app.dedicatedIps ?? []).map((ip, index) => ({
      ip,
      id: `c24d8f48-3bc4-49f5-8ca0-${String(index).padStart(12, '0')}`,
      status: 'ASSIGNED',
    })),
  };
}
