import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../packages/providers/src/json.ts';
import type { ItemMisreading } from './situation.testkit.ts';

/** The readings of AWS that other scanners get wrong, as changes of its answers. */

/** Takes the ports of a permission for TCP ports, whatever its protocol. */
export const believesPortsOfEveryProtocol: ItemMisreading = onPermissions((permission) => ({
  ...permission,
  IpProtocol: 'tcp',
}));

/** Takes port 0 for every port. */
export const takesPortZeroForAll: ItemMisreading = onPermissions((permission) =>
  permission['FromPort'] === 0 && permission['ToPort'] === 0
    ? { ...permission, ToPort: 65_535 }
    : permission,
);

/** Knows only the routes of subnets that have a route table of their own. */
export const overlooksMainTables: ItemMisreading = (operation, item) => {
  if (operation !== 'DescribeRouteTables') return item;
  const isMain = listOf(item['Associations']).some(({ Main }) => Main === true);
  const local = listOf(item['Routes']).filter(({ GatewayId }) => GatewayId === 'local');
  return isMain ? { ...item, Routes: local } : item;
};

/** Takes every route, peering and reference for active. */
export const readsNoStates: ItemMisreading = (operation, item) => {
  switch (operation) {
    case 'DescribeRouteTables':
      return {
        ...item,
        Routes: listOf(item['Routes']).map((route) => ({ ...route, State: 'active' })),
      };
    case 'DescribeVpcPeeringConnections':
      return { ...item, Status: { Code: 'active' } };
    default:
      return everyReferenceActive(operation, item);
  }
};

const everyReferenceActive: ItemMisreading = onPermissions((permission) => ({
  ...permission,
  UserIdGroupPairs: listOf(permission['UserIdGroupPairs']).map((pair) => ({
    ...pair,
    PeeringStatus: 'active',
  })),
}));

/** Takes every internet gateway for attached to the network. */
export const takesGatewaysForAttached: ItemMisreading = (operation, item) =>
  operation === 'DescribeInternetGateways'
    ? { ...item, Attachments: [{ VpcId: 'vpc-1', State: 'available' }] }
    : item;

/** Knows the block on public access of the account, and no exclusions. */
export const overlooksExclusions: ItemMisreading = (operation, item) =>
  operation === 'DescribeVpcBlockPublicAccessExclusions' ? undefined : item;

/** Counts exclusions in every state. */
export const countsEveryExclusion: ItemMisreading = (operation, item) =>
  operation === 'DescribeVpcBlockPublicAccessExclusions'
    ? { ...item, State: 'create-complete' }
    : item;

/** Takes every subnet of a database's group for one that it may move to. */
export const everyDatabaseMoves: ItemMisreading = (operation, item) =>
  operation === 'DescribeDBInstances' ? { ...item, MultiAZ: true } : item;

function onPermissions(change: (permission: JsonObject) => JsonObject): ItemMisreading {
  return (operation, item) =>
    operation === 'DescribeSecurityGroups'
      ? { ...item, IpPermissions: listOf(item['IpPermissions']).map(change) }
      : item;
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
