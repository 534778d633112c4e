import { z } from 'zod';

/**
 * The fields that we read of Hetzner Cloud's objects, and only those. Words that Hetzner may add to
 * (states, types, protocols) are plain text here: an unknown one must reach normalize, not fail.
 * Source: https://docs.hetzner.cloud/reference/cloud (2026-05).
 */

const labels = z.record(z.string(), z.string()).nullish();
const location = z.object({ name: z.string() }).nullish();
const id = z.int();

/** The address family's public address of a server; `null` where the family is switched off. */
const publicAddress = z
  .object({ id: id.nullish(), ip: z.string(), blocked: z.boolean().nullish() })
  .nullable();

/** `GET /servers`. */
export const Server = z.object({
  id,
  name: z.string(),
  status: z.string(),
  labels,
  location,
  public_net: z.object({
    ipv4: publicAddress,
    ipv6: publicAddress,
    floating_ips: z.array(id),
    /** Not required by Hetzner's description: absent is not empty. */
    firewalls: z.array(z.object({ id, status: z.string() })).nullish(),
  }),
  private_net: z.array(
    z.object({ network: id, ip: z.string(), alias_ips: z.array(z.string()).nullish() }),
  ),
});
export type Server = z.infer<typeof Server>;

/** One rule of `GET /firewalls`. */
export const FirewallRule = z.object({
  direction: z.string(),
  protocol: z.string(),
  port: z.string().nullish(),
  source_ips: z.array(z.string()).nullish(),
  destination_ips: z.array(z.string()).nullish(),
  description: z.string().nullish(),
});
export type FirewallRule = z.infer<typeof FirewallRule>;

const appliedServer = z.object({ id }).nullish();

/** `GET /firewalls`. */
export const Firewall = z.object({
  id,
  name: z.string(),
  labels,
  rules: z.array(FirewallRule),
  applied_to: z.array(
    z.object({
      type: z.string(),
      server: appliedServer,
      label_selector: z.object({ selector: z.string() }).nullish(),
      /** The servers that the selector matches now; may be absent, which is not empty. */
      applied_to_resources: z
        .array(z.object({ type: z.string().nullish(), server: appliedServer }))
        .nullish(),
    }),
  ),
});
export type Firewall = z.infer<typeof Firewall>;

/** `GET /networks`. */
export const Network = z.object({
  id,
  name: z.string(),
  labels,
  ip_range: z.string(),
  subnets: z.array(
    z.object({
      type: z.string(),
      ip_range: z.string().nullish(),
      network_zone: z.string(),
      vswitch_id: id.nullish(),
    }),
  ),
  routes: z.array(z.object({ destination: z.string(), gateway: z.string() })),
  expose_routes_to_vswitch: z.boolean().nullish(),
});
export type Network = z.infer<typeof Network>;

/** One service of a load balancer: what it listens on and where it sends. */
const service = z.object({
  protocol: z.string(),
  listen_port: z.int(),
  destination_port: z.int(),
  proxyprotocol: z.boolean().nullish(),
  http: z
    .object({
      certificates: z.array(id).nullish(),
      redirect_http: z.boolean().nullish(),
    })
    .nullish(),
});

const serverTarget = {
  type: z.string(),
  server: z.object({ id }).nullish(),
  use_private_ip: z.boolean().nullish(),
};

/** One target of `GET /load_balancers`: a server, an address, or what a label selector matches. */
export const LoadBalancerTarget = z.object({
  ...serverTarget,
  ip: z.object({ ip: z.string() }).nullish(),
  label_selector: z.object({ selector: z.string() }).nullish(),
  /** The resolved members of a label selector. */
  targets: z.array(z.object(serverTarget)).nullish(),
});
export type LoadBalancerTarget = z.infer<typeof LoadBalancerTarget>;

/** `GET /load_balancers`. */
export const LoadBalancer = z.object({
  id,
  name: z.string(),
  labels,
  location,
  public_net: z.object({
    enabled: z.boolean(),
    ipv4: z.object({ ip: z.string().nullish() }).nullish(),
    ipv6: z.object({ ip: z.string().nullish() }).nullish(),
  }),
  private_net: z.array(z.object({ network: id, ip: z.string() })),
  services: z.array(service),
  targets: z.array(LoadBalancerTarget),
});
export type LoadBalancer = z.infer<typeof LoadBalancer>;

/** `GET /primary_ips`. */
export const PrimaryIp = z.object({
  id,
  name: z.string(),
  labels,
  location,
  ip: z.string(),
  type: z.string(),
  assignee_id: id.nullish(),
  assignee_type: z.string().nullish(),
  auto_delete: z.boolean(),
});
export type PrimaryIp = z.infer<typeof PrimaryIp>;

/** `GET /floating_ips`. */
export const FloatingIp = z.object({
  id,
  name: z.string(),
  labels,
  home_location: location,
  ip: z.string(),
  type: z.string(),
  server: id.nullish(),
});
export type FloatingIp = z.infer<typeof FloatingIp>;

/** `GET /certificates`; inventory only. */
export const Certificate = z.object({
  id,
  name: z.string(),
  labels,
  type: z.string().nullish(),
  not_valid_after: z.string().nullish(),
  domain_names: z.array(z.string()).nullish(),
});

/** `GET /placement_groups`; inventory only. */
export const PlacementGroup = z.object({
  id,
  name: z.string(),
  labels,
  type: z.string().nullish(),
  servers: z.array(id).nullish(),
});

/** `GET /…/actions`; who or what changed a resource, and when. Inventory only. */
export const Action = z.object({
  id,
  command: z.string(),
  status: z.string(),
  started: z.string(),
  finished: z.string().nullish(),
  resources: z.array(z.object({ id, type: z.string() })).nullish(),
});
export type Action = z.infer<typeof Action>;
