import { always, type GcpOperation, operation } from '../operation.ts';
import {
  computeProjectItem,
  effectiveFirewallsItem,
  policyItem,
  sharedResourceItem,
} from '../schema/hierarchy.ts';
import {
  addressItem,
  firewallItem,
  instanceItem,
  listedItem,
  networkItem,
  routeItem,
  routerItem,
  routerStatusItem,
  subnetworkItem,
} from '../schema/network.ts';

import { BALANCER_OPERATIONS } from './compute-balancers.ts';
import { aggregated, essential, global, inventory, PAGE } from './compute-lists.ts';

export * from './compute-balancers.ts';

export const networks = global(
  'networks',
  'VPC networks, their peerings and the order of firewall stages',
  networkItem,
  ['network', 'gateway'],
  essential,
);
export const firewalls = global(
  'firewalls',
  'VPC firewall rules',
  firewallItem,
  ['filter'],
  essential,
);
export const routes = global(
  'routes',
  'the routes of every network',
  routeItem,
  ['route-table'],
  essential,
);
export const subnetworks = aggregated(
  'subnetworks',
  'subnetworks, their ranges and flow logs',
  subnetworkItem,
  ['subnet'],
  essential,
);
export const instances = aggregated(
  'instances',
  'virtual machines and their network interfaces',
  instanceItem,
  ['workload', 'interface'],
  {
    ...essential,
    // Start scripts and the like: people put passwords there.
    secretPaths: [
      'metadata.items[].value',
      'disks[].diskEncryptionKey.rawKey',
      'disks[].diskEncryptionKey.rsaEncryptedKey',
    ],
  },
);
export const networkPolicies = aggregated(
  'firewallPolicies',
  'global and regional network firewall policies',
  policyItem,
  ['filter'],
  {
    method: 'compute.networkFirewallPolicies.aggregatedList',
    permissions: ['compute.firewallPolicies.list'],
  },
);
export const networkPolicy = operation({
  id: 'networkFirewallPolicy',
  reads: 'the rules of one global network firewall policy',
  service: 'compute',
  method: 'compute.networkFirewallPolicies.get',
  path: '/compute/v1/projects/{account}/global/firewallPolicies/{subject}',
  perSubject: 'global network firewall policy',
  answer: { kind: 'object' },
  permissions: ['compute.firewallPolicies.get'],
  depth: 'modelled',
  feeds: ['filter'],
  item: policyItem,
});
export const regionPolicy = operation({
  id: 'regionNetworkFirewallPolicy',
  reads: 'the rules of one regional network firewall policy',
  service: 'compute',
  method: 'compute.regionNetworkFirewallPolicies.get',
  path: '/compute/v1/projects/{account}/regions/{location}/firewallPolicies/{subject}',
  perSubject: 'regional network firewall policy',
  scope: 'regional',
  answer: { kind: 'object' },
  permissions: ['compute.firewallPolicies.get'],
  depth: 'modelled',
  feeds: ['filter'],
  item: policyItem,
});
export const networkEffective = operation({
  id: 'networkEffectiveFirewalls',
  reads: 'the hierarchical policies in force on one network',
  service: 'compute',
  method: 'compute.networks.getEffectiveFirewalls',
  path: '/compute/v1/projects/{account}/global/networks/{subject}/getEffectiveFirewalls',
  perSubject: 'network',
  answer: { kind: 'object' },
  permissions: ['compute.networks.getEffectiveFirewalls'],
  depth: 'modelled',
  feeds: ['filter'],
  item: effectiveFirewallsItem,
  nativeId: always('firewalls'),
});
export const regionEffective = operation({
  id: 'regionEffectiveFirewalls',
  reads: 'the system policies in force on one network in one region',
  service: 'compute',
  method: 'compute.regionNetworkFirewallPolicies.getEffectiveFirewalls',
  path: '/compute/v1/projects/{account}/regions/{location}/firewallPolicies/getEffectiveFirewalls',
  perSubject: 'network',
  scope: 'regional',
  answer: { kind: 'object' },
  permissions: ['compute.networks.getRegionEffectiveFirewalls'],
  depth: 'modelled',
  feeds: ['filter'],
  item: effectiveFirewallsItem,
  nativeId: always('firewalls'),
});
export const addresses = aggregated('addresses', 'reserved addresses', addressItem, ['address']);
export const publicPrefixes = aggregated(
  'publicDelegatedPrefixes',
  'own public prefixes',
  listedItem,
  ['address'],
  inventory,
);
export const routers = aggregated(
  'routers',
  'Cloud Routers and their NAT gateways',
  routerItem,
  ['gateway'],
  {
    secretPaths: ['md5AuthenticationKeys[].key'],
  },
);
export const routerStatus = operation({
  id: 'routerStatus',
  reads: 'the addresses that Google allotted to the NAT gateways of one router',
  service: 'compute',
  method: 'compute.routers.getRouterStatus',
  path: '/compute/v1/projects/{account}/regions/{location}/routers/{subject}/getRouterStatus',
  perSubject: 'router',
  scope: 'regional',
  answer: { kind: 'object' },
  permissions: ['compute.routers.get'],
  depth: 'modelled',
  feeds: ['gateway', 'address'],
  item: routerStatusItem,
  nativeId: always('status'),
});

export const computeProject = operation({
  id: 'computeProject',
  reads: 'the Shared VPC role of the project',
  service: 'compute',
  method: 'compute.projects.get',
  path: '/compute/v1/projects/{account}',
  answer: { kind: 'object' },
  permissions: ['compute.projects.get'],
  depth: 'modelled',
  feeds: ['account'],
  item: computeProjectItem,
  secretPaths: ['commonInstanceMetadata.items[].value'],
});
export const sharedHost = operation({
  id: 'sharedVpcHost',
  reads: 'the Shared VPC host of the project',
  service: 'compute',
  method: 'compute.projects.getXpnHost',
  path: '/compute/v1/projects/{account}/getXpnHost',
  answer: { kind: 'object' },
  permissions: ['compute.projects.get'],
  depth: 'inventory',
  feeds: [],
  item: computeProjectItem.partial(),
  nativeId: always('host'),
});
export const sharedResources = operation({
  id: 'sharedVpcResources',
  reads: 'the projects that share the networks of this host',
  service: 'compute',
  method: 'compute.projects.getXpnResources',
  path: '/compute/v1/projects/{account}/getXpnResources',
  perSubject: 'Shared VPC host',
  pageSize: PAGE,
  answer: { kind: 'list', key: 'resources' },
  permissions: ['compute.projects.get'],
  depth: 'inventory',
  feeds: [],
  item: sharedResourceItem,
});

export const vpnTunnels = aggregated('vpnTunnels', 'VPN tunnels', listedItem, ['gateway'], {
  ...inventory,
  secretPaths: ['sharedSecret', 'sharedSecretHash'],
});
export const vpnGateways = aggregated(
  'vpnGateways',
  'VPN gateways',
  listedItem,
  ['gateway'],
  inventory,
);
export const interconnects = aggregated(
  'interconnectAttachments',
  'interconnect attachments',
  listedItem,
  ['gateway'],
  {
    ...inventory,
    secretPaths: ['pairingKey'],
  },
);
export const packetMirrorings = aggregated(
  'packetMirrorings',
  'packet mirroring',
  listedItem,
  [],
  inventory,
);
export const serviceAttachments = aggregated(
  'serviceAttachments',
  'services published by Private Service Connect',
  listedItem,
  ['service'],
  inventory,
);
export const networkAttachments = aggregated(
  'networkAttachments',
  'networks opened to producers',
  listedItem,
  [],
  inventory,
);

/** Every call to Compute Engine. */
export const COMPUTE_OPERATIONS: readonly GcpOperation[] = [
  networks,
  subnetworks,
  firewalls,
  routes,
  instances,
  networkPolicies,
  networkPolicy,
  regionPolicy,
  networkEffective,
  regionEffective,
  addresses,
  publicPrefixes,
  routers,
  routerStatus,
  computeProject,
  sharedHost,
  sharedResources,
  vpnTunnels,
  vpnGateways,
  interconnects,
  packetMirrorings,
  serviceAttachments,
  networkAttachments,
  ...BALANCER_OPERATIONS,
];
