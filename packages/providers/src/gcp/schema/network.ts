import { z } from 'zod';
import { labels, listOf, maybeFlag, maybeNumber, maybeText, text } from './parts.ts';

const peering = z.object({
  name: text,
  network: maybeText,
  state: maybeText,
  stackType: maybeText,
  exchangeSubnetRoutes: maybeFlag,
  importCustomRoutes: maybeFlag,
  exportCustomRoutes: maybeFlag,
});

/** A VPC network. */
export const networkItem = z.object({
  name: text,
  selfLink: text,
  autoCreateSubnetworks: maybeFlag,
  networkFirewallPolicyEnforcementOrder: maybeText,
  internalIpv6Range: maybeText,
  networkProfile: maybeText,
  peerings: listOf(peering),
});

/** A subnetwork, its secondary ranges and its flow log. */
export const subnetworkItem = z.object({
  name: text,
  selfLink: text,
  network: text,
  region: maybeText,
  ipCidrRange: maybeText,
  secondaryIpRanges: listOf(z.object({ rangeName: maybeText, ipCidrRange: maybeText })),
  ipv6AccessType: maybeText,
  externalIpv6Prefix: maybeText,
  internalIpv6Prefix: maybeText,
  ipv6CidrRange: maybeText,
  purpose: maybeText,
  role: maybeText,
  logConfig: z
    .object({ enable: maybeFlag, flowSampling: maybeNumber, filterExpr: maybeText })
    .optional(),
});

/** A VPC firewall rule. */
export const firewallItem = z.object({
  name: text,
  selfLink: text,
  network: text,
  direction: maybeText,
  priority: maybeNumber,
  disabled: maybeFlag,
  description: maybeText,
  allowed: listOf(z.object({ IPProtocol: text, ports: listOf(text) })),
  denied: listOf(z.object({ IPProtocol: text, ports: listOf(text) })),
  sourceRanges: listOf(text),
  destinationRanges: listOf(text),
  sourceTags: listOf(text),
  sourceServiceAccounts: listOf(text),
  targetTags: listOf(text),
  targetServiceAccounts: listOf(text),
  logConfig: z.object({ enable: maybeFlag }).optional(),
});

/** A route of any origin: static, subnet, peering, dynamic. */
export const routeItem = z.object({
  name: text,
  selfLink: text,
  network: text,
  destRange: text,
  priority: maybeNumber,
  tags: listOf(text),
  nextHopGateway: maybeText,
  nextHopInstance: maybeText,
  nextHopIp: maybeText,
  nextHopIlb: maybeText,
  nextHopVpnTunnel: maybeText,
  nextHopPeering: maybeText,
  nextHopNetwork: maybeText,
  nextHopHub: maybeText,
  nextHopInterconnectAttachment: maybeText,
  routeType: maybeText,
  routeStatus: maybeText,
});

/** A route chosen by more than the destination; evaluated before all others. */
export const policyBasedRouteItem = z.object({
  name: text,
  network: maybeText,
  priority: maybeNumber,
  filter: z.object({ srcRange: maybeText, destRange: maybeText, ipProtocol: maybeText }).optional(),
  virtualMachine: z.object({ tags: listOf(text) }).optional(),
});

const accessConfig = z.object({
  natIP: maybeText,
  type: maybeText,
  externalIpv6: maybeText,
  externalIpv6PrefixLength: maybeNumber,
});

const networkInterface = z.object({
  name: maybeText,
  network: maybeText,
  subnetwork: maybeText,
  networkIP: maybeText,
  ipv6Address: maybeText,
  internalIpv6PrefixLength: maybeNumber,
  ipv6AccessType: maybeText,
  accessConfigs: listOf(accessConfig),
  ipv6AccessConfigs: listOf(accessConfig),
  aliasIpRanges: listOf(z.object({ ipCidrRange: maybeText })),
  networkAttachment: maybeText,
});

/** A virtual machine. */
export const instanceItem = z.object({
  name: text,
  selfLink: text,
  id: maybeText,
  zone: maybeText,
  status: maybeText,
  canIpForward: maybeFlag,
  tags: z.object({ items: listOf(text) }).optional(),
  labels,
  serviceAccounts: listOf(z.object({ email: text })),
  networkInterfaces: listOf(networkInterface),
});

/** A reserved address. */
export const addressItem = z.object({
  name: text,
  selfLink: text,
  address: maybeText,
  prefixLength: maybeNumber,
  addressType: maybeText,
  status: maybeText,
  purpose: maybeText,
  users: listOf(text),
  labels,
});

const natSubnet = z.object({
  name: text,
  sourceIpRangesToNat: listOf(text),
  secondaryIpRangeNames: listOf(text),
});

const nat = z.object({
  name: text,
  type: maybeText,
  natIpAllocateOption: maybeText,
  natIps: listOf(text),
  drainNatIps: listOf(text),
  sourceSubnetworkIpRangesToNat: maybeText,
  subnetworks: listOf(natSubnet),
  endpointTypes: listOf(text),
  rules: listOf(z.object({ ruleNumber: maybeNumber })),
});

/** A Cloud Router with its NAT gateways. */
export const routerItem = z.object({
  name: text,
  selfLink: text,
  network: maybeText,
  region: maybeText,
  nats: listOf(nat),
});

/** What a router does at this moment; tells the addresses that Google allotted to a NAT gateway. */
export const routerStatusItem = z.object({
  result: z
    .object({
      natStatus: listOf(
        z.object({
          name: text,
          autoAllocatedNatIps: listOf(text),
          userAllocatedNatIps: listOf(text),
          drainAutoAllocatedNatIps: listOf(text),
          drainUserAllocatedNatIps: listOf(text),
        }),
      ),
    })
    .optional(),
});

/** Something that is listed and not judged: VPN, interconnect, packet mirroring, endpoints of other projects. */
export const listedItem = z.object({
  name: text,
  selfLink: maybeText,
  network: maybeText,
  labels,
});

export type NetworkItem = z.infer<typeof networkItem>;
export type SubnetworkItem = z.infer<typeof subnetworkItem>;
export type FirewallItem = z.infer<typeof firewallItem>;
export type RouteItem = z.infer<typeof routeItem>;
export type PolicyBasedRouteItem = z.infer<typeof policyBasedRouteItem>;
export type InstanceItem = z.infer<typeof instanceItem>;
export type NetworkInterface = z.infer<typeof networkInterface>;
export type AddressItem = z.infer<typeof addressItem>;
export type RouterItem = z.infer<typeof routerItem>;
export type Nat = z.infer<typeof nat>;
