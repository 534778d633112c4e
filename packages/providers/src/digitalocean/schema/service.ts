import { z } from 'zod';
import { Tags } from './compute.ts';

/**
 * The fields that we read of balancers and managed services, and only those.
 * Source: https://github.com/digitalocean/openapi (2026-08-07).
 */

const names = z.array(z.string()).nullish();
const id = z.int();

/** `GET /v2/load_balancers`. */
export const LoadBalancer = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string().nullish(),
  /** The public address; of an internal one the address in its VPC. */
  ip: z.string().nullish(),
  ipv6: z.string().nullish(),
  type: z.string().nullish(),
  network: z.string().nullish(),
  network_stack: z.string().nullish(),
  vpc_uuid: z.string().nullish(),
  region: z.object({ slug: z.string() }).nullish(),
  droplet_ids: z.array(id).nullish(),
  tag: z.string().nullish(),
  target_load_balancer_ids: names,
  redirect_http_to_https: z.boolean().nullish(),
  tls_cipher_policy: z.string().nullish(),
  forwarding_rules: z
    .array(
      z.object({
        entry_protocol: z.string(),
        entry_port: z.int(),
        target_port: z.int(),
        tls_passthrough: z.boolean().nullish(),
      }),
    )
    .nullish(),
  firewall: z.object({ allow: names, deny: names }).nullish(),
});
export type LoadBalancer = z.infer<typeof LoadBalancer>;

/** Where a database answers. User, password and URI never get this far. */
export const Connection = z
  .object({
    host: z.string().nullish(),
    port: z.int().nullish(),
    ssl: z.boolean().nullish(),
  })
  .nullish();
export type Connection = z.infer<typeof Connection>;

/** One trusted source: `GET /v2/databases/{id}/firewall`, for clusters and replicas alike. */
export const TrustedSource = z.object({
  uuid: z.string().nullish(),
  type: z.string(),
  value: z.string(),
  description: z.string().nullish(),
});
export type TrustedSource = z.infer<typeof TrustedSource>;

const cluster = {
  id: z.string(),
  name: z.string(),
  status: z.string().nullish(),
  region: z.string().nullish(),
  tags: Tags,
  /** Absent without `vpc:read`. */
  private_network_uuid: z.string().nullish(),
  connection: Connection,
  private_connection: Connection,
};

/** `GET /v2/databases`. */
export const Database = z.object({
  ...cluster,
  engine: z.string(),
  standby_connection: Connection,
  standby_private_connection: Connection,
  ui_connection: Connection,
  schema_registry_connection: Connection,
  /** Some answers hold them; the list of its own is what counts. */
  rules: z.array(TrustedSource).nullish(),
});
export type Database = z.infer<typeof Database>;

/** `GET /v2/databases/{id}/replicas`. */
export const DatabaseReplica = z.object(cluster);
export type DatabaseReplica = z.infer<typeof DatabaseReplica>;

/** `GET /v2/databases/{id}/pools`. */
export const DatabasePool = z.object({ name: z.string(), connection: Connection });
export type DatabasePool = z.infer<typeof DatabasePool>;

/** `GET /v2/kubernetes/clusters`. */
export const KubernetesCluster = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string().nullish(),
  tags: Tags,
  vpc_uuid: z.string().nullish(),
  cluster_subnet: z.string().nullish(),
  endpoint: z.string().nullish(),
  /** Not set where the control plane is highly available. */
  ipv4: z.string().nullish(),
  status: z.object({ state: z.string() }).nullish(),
  control_plane_firewall: z
    .object({ enabled: z.boolean().nullish(), allowed_addresses: names })
    .nullish(),
  node_pools: z
    .array(
      z.object({
        nodes: z.array(z.object({ droplet_id: z.string().nullish() })).nullish(),
      }),
    )
    .nullish(),
});
export type KubernetesCluster = z.infer<typeof KubernetesCluster>;

/** `GET /v2/apps`; nothing of the components, which hold the values of environment variables. */
export const App = z.object({
  id: z.string(),
  spec: z
    .object({
      name: z.string().nullish(),
      egress: z.object({ type: z.string().nullish() }).nullish(),
    })
    .nullish(),
  default_ingress: z.string().nullish(),
  live_url: z.string().nullish(),
  dedicated_ips: z
    .array(z.object({ ip: z.string().nullish(), status: z.string().nullish() }))
    .nullish(),
  /** `egress_ips` are private addresses in the VPC. */
  vpc: z
    .object({
      id: z.string().nullish(),
      egress_ips: z.array(z.object({ ip: z.string().nullish() })).nullish(),
    })
    .nullish(),
});
export type App = z.infer<typeof App>;
