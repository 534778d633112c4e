import { z } from 'zod';

/**
 * The fields that we read of Droplets, networks and firewalls, and only those. Words that
 * DigitalOcean may add to (states, types, protocols, actions) are plain text here: an unknown one
 * must reach normalize, not fail. What a token may not see is left out of an answer without a word,
 * so nearly every field may be absent, and absent is never empty.
 * Source: https://github.com/digitalocean/openapi (2026-08-07).
 */

/** Tags; absent where the token lacks `tag:read`. */
export const Tags = z.array(z.string()).nullish();
const region = z.object({ slug: z.string() }).nullish();
const id = z.int();

/** `GET /v2/droplets`. */
export const Droplet = z.object({
  id,
  name: z.string(),
  status: z.string(),
  created_at: z.string().nullish(),
  tags: Tags,
  /** Absent without `vpc:read`. */
  vpc_uuid: z.string().nullish(),
  region,
  networks: z
    .object({
      v4: z.array(z.object({ ip_address: z.string(), type: z.string() })).nullish(),
      v6: z.array(z.object({ ip_address: z.string(), type: z.string() })).nullish(),
    })
    .nullish(),
});
export type Droplet = z.infer<typeof Droplet>;

/** The other end of a firewall rule. No member at all is what a source chosen in the panel looks like. */
export const RuleTarget = z.object({
  addresses: z.array(z.string()).nullish(),
  droplet_ids: z.array(id).nullish(),
  load_balancer_uids: z.array(z.string()).nullish(),
  kubernetes_ids: z.array(z.string()).nullish(),
  tags: Tags,
});
export type RuleTarget = z.infer<typeof RuleTarget>;

/** One rule of `GET /v2/firewalls`. `action` exists since 2026-09: absent is `allow`. */
export const FirewallRule = z.object({
  protocol: z.string(),
  ports: z.string().nullish(),
  action: z.string().nullish(),
  sources: RuleTarget.nullish(),
  destinations: RuleTarget.nullish(),
});
export type FirewallRule = z.infer<typeof FirewallRule>;

/** `GET /v2/firewalls`. */
export const Firewall = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  pending_changes: z
    .array(
      z.object({ droplet_id: id, removing: z.boolean().nullish(), status: z.string().nullish() }),
    )
    .nullish(),
  /** Absent without `droplet:read`. */
  droplet_ids: z.array(id).nullish(),
  tags: Tags,
  inbound_rules: z.array(FirewallRule).nullish(),
  outbound_rules: z.array(FirewallRule).nullish(),
});
export type Firewall = z.infer<typeof Firewall>;

/** `GET /v2/vpcs`. */
export const Vpc = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string().nullish(),
  ip_range: z.string().nullish(),
  default: z.boolean().nullish(),
});
export type Vpc = z.infer<typeof Vpc>;

/** `GET /v2/vpcs/{id}/members`: what stands in a VPC, as far as the token may see it. */
export const VpcMember = z.object({ urn: z.string() });
export type VpcMember = z.infer<typeof VpcMember>;

/** `GET /v2/vpc_peerings`. */
export const VpcPeering = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  created_at: z.string().nullish(),
  vpc_ids: z.array(z.string()),
});
export type VpcPeering = z.infer<typeof VpcPeering>;

/** `GET /v2/vpc_nat_gateways`. */
export const NatGateway = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  region: z.string().nullish(),
  vpcs: z
    .array(
      z.object({
        vpc_uuid: z.string(),
        /** In the request for a gateway, not in the description of the answer. */
        default_gateway: z.boolean().nullish(),
      }),
    )
    .nullish(),
  egresses: z
    .object({ public_gateways: z.array(z.object({ ipv4: z.string().nullish() })).nullish() })
    .nullish(),
});
export type NatGateway = z.infer<typeof NatGateway>;

/** `GET /v2/partner_network_connect/attachments`; never its keys. */
export const PartnerAttachment = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string().nullish(),
  vpc_ids: z.array(z.string()).nullish(),
});
export type PartnerAttachment = z.infer<typeof PartnerAttachment>;

/** `GET /v2/reserved_ips`. */
export const ReservedIp = z.object({
  ip: z.string(),
  region,
  droplet: z.object({ id }).nullish(),
});
export type ReservedIp = z.infer<typeof ReservedIp>;

/** `GET /v2/reserved_ipv6`. */
export const ReservedIpv6 = z.object({
  ip: z.string(),
  region_slug: z.string().nullish(),
  droplet: z.object({ id }).nullish(),
});
export type ReservedIpv6 = z.infer<typeof ReservedIpv6>;

/** `GET /v2/byoip_prefixes`. */
export const ByoipPrefix = z.object({
  uuid: z.string(),
  name: z.string().nullish(),
  prefix: z.string(),
  region: z.string().nullish(),
});
export type ByoipPrefix = z.infer<typeof ByoipPrefix>;

/** `GET /v2/byoip_prefixes/{uuid}/ips`. */
export const ByoipAddress = z.object({
  id,
  byoip: z.string(),
  resource: z.string().nullish(),
});
export type ByoipAddress = z.infer<typeof ByoipAddress>;

/** `GET /v2/tags`; asked to learn whether tags may be seen at all. */
export const Tag = z.object({ name: z.string() });

/** `GET /v2/actions`. */
export const Action = z.object({
  id,
  type: z.string(),
  status: z.string(),
  started_at: z.string(),
  completed_at: z.string().nullish(),
  resource_id: id.nullish(),
  resource_type: z.string().nullish(),
});
export type Action = z.infer<typeof Action>;
