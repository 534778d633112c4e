import { TransportSet } from '@netposture/network/netset';
import type { VpcEndpoint } from '../schema/gateway.ts';
import { cardsById } from './card-index.ts';
import { managedInterfaces } from './managed-interface.ts';
import { named } from './naming.ts';
import type { Scope } from './scope.ts';

/** Interface endpoints: doors into AWS services and those of others, with security groups of their own. */
export function normalizeEndpoints(scope: Scope): void {
  for (const endpoint of scope.read('DescribeVpcEndpoints').items) {
    if (endpoint.VpcEndpointType !== 'Interface') continue;
    if (scope.accountFor(endpoint.OwnerId) !== undefined) addEndpoint(scope, endpoint);
  }
}

function addEndpoint(scope: Scope, endpoint: VpcEndpoint): void {
  const name = endpoint.VpcEndpointId;
  const id = scope.announce('service', `endpoint/${name}`);
  const interfaces = managedInterfaces(scope, {
    operation: 'DescribeVpcEndpoints',
    nativeId: `endpoint/${name}`,
    owner: id,
    groups: groupsOf(scope, endpoint),
    subnets: endpoint.SubnetIds ?? [],
    network: endpoint.VpcId,
    standsIn: 'each',
    cards: cardsById(scope, endpoint.NetworkInterfaceIds ?? []),
    isPublic: false,
  });
  scope.draft.add({
    kind: 'service',
    id,
    ...named(name, endpoint.Tags),
    provenance: scope.provenance('DescribeVpcEndpoints', name),
    serviceKind: 'other',
    engine: endpoint.ServiceName ?? 'interface endpoint',
    state:
      endpoint.State === undefined || endpoint.State.toLowerCase() === 'available'
        ? 'running'
        : 'stopped',
    publicSwitch: false,
    // Which ports a service behind an endpoint listens on is its own affair: the groups decide.
    endpoints: [
      { name: 'endpoint', interfaces, listens: TransportSet.tcp(), authentication: 'iam' },
    ],
    failoverSubnets: [],
  });
}

/**
 * Created without groups, an endpoint gets the default group of its network.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html, read 2026-11-21.
 */
function groupsOf(scope: Scope, endpoint: VpcEndpoint): readonly string[] {
  const named = (endpoint.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []);
  if (named.length > 0) return named;
  const isDefault = scope
    .read('DescribeSecurityGroups')
    .items.find(({ GroupName, VpcId }) => GroupName === 'default' && VpcId === endpoint.VpcId);
  return isDefault === undefined
    ? [`default-group-of-${endpoint.VpcId ?? 'its-network'}`]
    : [isDefault.GroupId];
}
