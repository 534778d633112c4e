import type { RecordKind } from '@netposture/network/graph';
import { z } from 'zod';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Operation } from '../operation.ts';
import * as cloud from './schema/cloud.ts';
import * as robot from './schema/robot.ts';
import { StorageBox, StorageBoxSubaccount } from './schema/storage-box.ts';

/** A Hetzner Cloud project, or a Robot account with dedicated servers. */
export type Family = 'cloud' | 'robot';

const CLOUD_DOCS = 'https://docs.hetzner.cloud/reference/cloud#';
const BOX_DOCS = 'https://docs.hetzner.cloud/reference/hetzner#';
const ROBOT_DOCS = 'https://robot.hetzner.com/doc/webservice/en.html#';

/** What all of a project's lists have in common. */
const LISTED = {
  permissions: ['Read'],
  need: 'optional',
  depth: 'modelled',
  scope: 'global',
  paging: 'page-number',
  family: 'cloud',
  secretPaths: [],
  nativeId: (item: JsonValue) => memberText(item, ['id']),
} as const;

/** What all of Robot's calls have in common. */
const ROBOT = {
  permissions: ['Webservice user'],
  need: 'optional',
  depth: 'modelled',
  scope: 'global',
  paging: 'none',
  family: 'robot',
  secretPaths: [],
} as const;

const INVENTORY = { depth: 'inventory', feeds: [] as readonly RecordKind[] } as const;

/** `GET /servers`. */
export const SERVERS: Operation<cloud.Server> = {
  ...LISTED,
  id: 'servers',
  reads: 'servers, their addresses, and which firewalls are applied to them',
  need: 'essential',
  feeds: ['workload', 'interface', 'address'],
  item: cloud.Server,
  fileNames: ['server'],
  source: `${CLOUD_DOCS}servers-list-servers`,
};

/** `GET /firewalls`. */
export const FIREWALLS: Operation<cloud.Firewall> = {
  ...LISTED,
  id: 'firewalls',
  reads: 'the rules of every firewall, and what it is applied to',
  need: 'essential',
  feeds: ['filter'],
  item: cloud.Firewall,
  fileNames: ['firewall'],
  source: `${CLOUD_DOCS}firewalls-list-firewalls`,
};

/** `GET /networks`. */
export const NETWORKS: Operation<cloud.Network> = {
  ...LISTED,
  id: 'networks',
  reads: 'private networks, their subnets and routes',
  need: 'essential',
  feeds: ['network', 'subnet', 'route-table', 'gateway'],
  item: cloud.Network,
  fileNames: ['network'],
  source: `${CLOUD_DOCS}networks-list-networks`,
};

/** `GET /load_balancers`. */
export const LOAD_BALANCERS: Operation<cloud.LoadBalancer> = {
  ...LISTED,
  id: 'load_balancers',
  reads: 'load balancers, their services and targets',
  feeds: ['load-balancer', 'interface', 'address'],
  item: cloud.LoadBalancer,
  fileNames: ['loadbalancers', 'load-balancer'],
  source: `${CLOUD_DOCS}load-balancers-list-load-balancers`,
};

/** `GET /primary_ips`. */
export const PRIMARY_IPS: Operation<cloud.PrimaryIp> = {
  ...LISTED,
  id: 'primary_ips',
  reads: 'primary IPs, assigned or not',
  feeds: ['address'],
  item: cloud.PrimaryIp,
  fileNames: ['primaryips', 'primary-ip'],
  source: `${CLOUD_DOCS}primary-ips-list-primary-ips`,
};

/** `GET /floating_ips`. */
export const FLOATING_IPS: Operation<cloud.FloatingIp> = {
  ...LISTED,
  id: 'floating_ips',
  reads: 'floating IPs, assigned or not',
  feeds: ['address', 'interface'],
  item: cloud.FloatingIp,
  fileNames: ['floatingips', 'floating-ip'],
  source: `${CLOUD_DOCS}floating-ips-list-floating-ips`,
};

/** `GET /certificates`. */
export const CERTIFICATES: Operation = {
  ...LISTED,
  ...INVENTORY,
  id: 'certificates',
  reads: 'the certificates of load balancers, without keys',
  secretPaths: ['private_key'],
  item: cloud.Certificate,
  fileNames: ['certificate'],
  source: `${CLOUD_DOCS}certificates-list-certificates`,
};

/** `GET /placement_groups`. */
export const PLACEMENT_GROUPS: Operation = {
  ...LISTED,
  ...INVENTORY,
  id: 'placement_groups',
  reads: 'placement groups',
  item: cloud.PlacementGroup,
  fileNames: ['placementgroups', 'placement-group'],
  source: `${CLOUD_DOCS}placement-groups-list-placement-groups`,
};

/** `GET /storage_boxes`, on the host for products that are not Cloud. */
export const STORAGE_BOXES: Operation<StorageBox> = {
  ...LISTED,
  id: 'storage_boxes',
  reads: 'Storage Boxes and from where they may be reached',
  feeds: ['service', 'interface', 'filter'],
  item: StorageBox,
  secretPaths: ['password'],
  fileNames: ['storageboxes', 'storage-box'],
  source: `${BOX_DOCS}storage-boxes-list-storage-boxes`,
};

/** `GET /storage_boxes/{id}/subaccounts`. */
export const STORAGE_BOX_SUBACCOUNTS: Operation<StorageBoxSubaccount> = {
  ...LISTED,
  id: 'storage_box_subaccounts',
  reads: 'the subaccounts of one Storage Box, each with settings of its own',
  paging: 'none',
  perSubject: 'Storage Box',
  feeds: ['service', 'interface', 'filter'],
  item: StorageBoxSubaccount,
  secretPaths: ['password'],
  fileNames: ['subaccounts'],
  source: `${BOX_DOCS}storage-box-subaccounts-list-subaccounts`,
};

/** The lists of recent actions: one page each, the newest first. */
export const ACTIONS: readonly Operation<cloud.Action>[] = [
  'servers',
  'firewalls',
  'networks',
  'load_balancers',
  'primary_ips',
  'floating_ips',
].map((resource) => ({
  ...LISTED,
  ...INVENTORY,
  id: `${resource}-actions`,
  reads: `the latest changes of ${resource.replace('_', ' ').replace('ips', 'IPs')}, and when they were made`,
  paging: 'none',
  item: cloud.Action,
  source: `${CLOUD_DOCS}${resource.replace('_', '-').replace(/s$/, '')}-actions`,
}));

/** `GET /server` of Robot. */
export const ROBOT_SERVERS: Operation<robot.RobotServer> = {
  ...ROBOT,
  id: 'robot-server',
  reads: 'dedicated servers and their main addresses',
  need: 'essential',
  feeds: ['workload', 'interface', 'address'],
  item: robot.RobotServer,
  nativeId: (item) => memberText(item, ['server', 'server_number']),
  source: `${ROBOT_DOCS}server`,
};

/** `GET /ip` of Robot. */
export const ROBOT_IPS: Operation<robot.RobotIp> = {
  ...ROBOT,
  id: 'robot-ip',
  reads: 'single addresses of dedicated servers',
  feeds: ['address', 'interface'],
  item: robot.RobotIp,
  nativeId: (item) => memberText(item, ['ip', 'ip']),
  source: `${ROBOT_DOCS}ip`,
};

/** `GET /subnet` of Robot. */
export const ROBOT_SUBNETS: Operation<robot.RobotSubnet> = {
  ...ROBOT,
  id: 'robot-subnet',
  reads: 'address ranges of dedicated servers',
  feeds: ['address', 'interface'],
  item: robot.RobotSubnet,
  nativeId: (item) => memberText(item, ['subnet', 'ip']),
  source: `${ROBOT_DOCS}subnet`,
};

/** `GET /failover` of Robot. */
export const ROBOT_FAILOVERS: Operation<robot.RobotFailover> = {
  ...ROBOT,
  id: 'robot-failover',
  reads: 'failover addresses and the server that each leads to',
  feeds: ['address', 'interface'],
  item: robot.RobotFailover,
  nativeId: (item) => memberText(item, ['failover', 'ip']),
  source: `${ROBOT_DOCS}failover`,
};

/** `GET /vswitch` of Robot. */
export const ROBOT_VSWITCHES: Operation<robot.RobotVswitch> = {
  ...ROBOT,
  id: 'robot-vswitch',
  reads: 'vSwitches',
  feeds: ['network'],
  item: robot.RobotVswitch,
  nativeId: (item) => memberText(item, ['id']),
  fileNames: ['vswitch', 'vswitches'],
  source: `${ROBOT_DOCS}vswitch`,
};

/** `GET /vswitch/{id}` of Robot. */
export const ROBOT_VSWITCH_DETAIL: Operation<robot.RobotVswitchDetail> = {
  ...ROBOT,
  id: 'robot-vswitch-detail',
  reads: 'the dedicated servers on one vSwitch, and the Cloud Network it is coupled with',
  perSubject: 'vSwitch',
  feeds: ['network', 'interface', 'address'],
  item: robot.RobotVswitchDetail,
  nativeId: (item) => memberText(item, ['id']),
  source: `${ROBOT_DOCS}get-vswitch-vswitch-id`,
};

/** `GET /firewall/{server-number}` of Robot. */
export const ROBOT_FIREWALL: Operation<robot.RobotFirewall> = {
  ...ROBOT,
  id: 'robot-firewall',
  reads: 'the stateless firewall at the switch port of one dedicated server',
  perSubject: 'dedicated server',
  feeds: ['filter'],
  item: robot.RobotFirewall,
  nativeId: (item) => memberText(item, ['firewall', 'server_number']),
  source: `${ROBOT_DOCS}firewall`,
};

/** The calls that are made for a Cloud project. */
export const CLOUD_OPERATIONS: readonly Operation[] = [
  SERVERS,
  FIREWALLS,
  NETWORKS,
  LOAD_BALANCERS,
  PRIMARY_IPS,
  FLOATING_IPS,
  CERTIFICATES,
  PLACEMENT_GROUPS,
  STORAGE_BOXES,
  STORAGE_BOX_SUBACCOUNTS,
  ...ACTIONS,
];

/** The calls that are made for a Robot account. */
export const ROBOT_OPERATIONS: readonly Operation[] = [
  ROBOT_SERVERS,
  ROBOT_IPS,
  ROBOT_SUBNETS,
  ROBOT_FAILOVERS,
  ROBOT_VSWITCHES,
  ROBOT_VSWITCH_DETAIL,
  ROBOT_FIREWALL,
];

/** Every call of the adapter. All are GET. `GET /datacenters` is none of them: it answers 410 since 2026-10-01. */
export const OPERATIONS: readonly Operation[] = [...CLOUD_OPERATIONS, ...ROBOT_OPERATIONS];

const text = z.union([z.string(), z.number()]);

/** The text or number that stands at a place in a raw item. */
function memberText(item: JsonValue, at: readonly string[]): string | undefined {
  let value: JsonValue | undefined = item;
  for (const name of at) value = isJsonObject(value) ? value[name] : undefined;
  const parsed = text.safeParse(value);
  return parsed.success ? String(parsed.data) : undefined;
}
