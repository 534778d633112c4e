import { z } from 'zod';

/**
 * The fields that we read of Hetzner Robot's objects, in the wrappers in which they come.
 * Source: https://robot.hetzner.com/doc/webservice/en.html (read 2026-11).
 */

/** Robot writes some numbers as text. */
const number = z.union([z.int(), z.string()]);

/** `GET /server`. */
export const RobotServer = z.object({
  server: z.object({
    server_number: z.int(),
    server_ip: z.string().nullish(),
    server_ipv6_net: z.string().nullish(),
    server_name: z.string().nullish(),
    dc: z.string().nullish(),
    status: z.string().nullish(),
    cancelled: z.boolean().nullish(),
  }),
});
export type RobotServer = z.infer<typeof RobotServer>;

/** `GET /ip`: a single address of a dedicated server. */
export const RobotIp = z.object({
  ip: z.object({
    ip: z.string(),
    server_number: z.int().nullish(),
    server_ip: z.string().nullish(),
  }),
});
export type RobotIp = z.infer<typeof RobotIp>;

/** `GET /subnet`: a range that is routed to a dedicated server. */
export const RobotSubnet = z.object({
  subnet: z.object({
    ip: z.string(),
    mask: number,
    server_number: z.int().nullish(),
    server_ip: z.string().nullish(),
    failover: z.boolean().nullish(),
  }),
});
export type RobotSubnet = z.infer<typeof RobotSubnet>;

/** `GET /failover`: an address or range that can be switched between dedicated servers. */
export const RobotFailover = z.object({
  failover: z.object({
    ip: z.string(),
    netmask: z.string(),
    server_number: z.int().nullish(),
    active_server_ip: z.string().nullish(),
  }),
});
export type RobotFailover = z.infer<typeof RobotFailover>;

/** `GET /vswitch`. */
export const RobotVswitch = z.object({
  id: z.int(),
  name: z.string(),
  vlan: z.int().nullish(),
  cancelled: z.boolean().nullish(),
});
export type RobotVswitch = z.infer<typeof RobotVswitch>;

/** `GET /vswitch/{id}`: its members, its public subnets, the Cloud Network it is coupled with. */
export const RobotVswitchDetail = z.object({
  ...RobotVswitch.shape,
  server: z.array(
    z.object({
      server_number: z.int(),
      server_ip: z.string().nullish(),
      status: z.string().nullish(),
    }),
  ),
  subnet: z.array(z.object({ ip: z.string(), mask: number })),
  cloud_network: z.array(z.object({ id: z.int(), ip: z.string(), mask: number })),
});
export type RobotVswitchDetail = z.infer<typeof RobotVswitchDetail>;

/** One rule of a dedicated server's firewall; `null` means any. */
export const RobotFirewallRule = z.object({
  name: z.string().nullish(),
  ip_version: z.string().nullish(),
  src_ip: z.string().nullish(),
  src_port: z.string().nullish(),
  dst_ip: z.string().nullish(),
  dst_port: z.string().nullish(),
  protocol: z.string().nullish(),
  tcp_flags: z.string().nullish(),
  action: z.string(),
});
export type RobotFirewallRule = z.infer<typeof RobotFirewallRule>;

/** `GET /firewall/{server-number}`. */
export const RobotFirewall = z.object({
  firewall: z.object({
    server_number: z.int(),
    status: z.string(),
    filter_ipv6: z.boolean().nullish(),
    whitelist_hos: z.boolean().nullish(),
    port: z.string().nullish(),
    rules: z.object({
      input: z.array(RobotFirewallRule).nullish(),
      output: z.array(RobotFirewallRule).nullish(),
    }),
  }),
});
export type RobotFirewall = z.infer<typeof RobotFirewall>;
