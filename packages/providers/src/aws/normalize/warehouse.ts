import { unknown } from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import type { RedshiftCluster, RedshiftWorkgroup } from '../schema/data-store.ts';
import { cardByAddress, cardById, cardsById } from './card-index.ts';
import { managedInterfaces } from './managed-interface.ts';
import { named } from './naming.ts';
import type { Scope } from './scope.ts';

/** Redshift's port where the answer names none. */
const DEFAULT_PORT = 5439;

/** Clusters of Redshift and workgroups of Redshift Serverless. */
export function normalizeWarehouses(scope: Scope): void {
  for (const cluster of scope.read('redshift-DescribeClusters').items) addCluster(scope, cluster);
  for (const workgroup of scope.read('ListWorkgroups').items) addWorkgroup(scope, workgroup);
}

function addCluster(scope: Scope, cluster: RedshiftCluster): void {
  const name = cluster.ClusterIdentifier;
  const nativeId = `redshift/${name}`;
  const id = scope.announce('service', nativeId);
  const group = scope
    .read('DescribeClusterSubnetGroups')
    .items.find(
      ({ ClusterSubnetGroupName }) => ClusterSubnetGroupName === cluster.ClusterSubnetGroupName,
    );
  const addresses = (cluster.ClusterNodes ?? []).flatMap(
    ({ PrivateIPAddress }) => PrivateIPAddress ?? [],
  );
  const inZone = (group?.Subnets ?? []).filter(
    ({ SubnetAvailabilityZone }) =>
      cluster.AvailabilityZone === undefined ||
      SubnetAvailabilityZone?.Name === cluster.AvailabilityZone,
  );
  const interfaces = managedInterfaces(scope, {
    operation: 'redshift-DescribeClusters',
    nativeId,
    owner: id,
    groups: (cluster.VpcSecurityGroups ?? []).flatMap(
      ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? [],
    ),
    subnets: inZone.flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? []),
    network: cluster.VpcId ?? group?.VpcId,
    standsIn: 'one',
    // The cluster names the private addresses of its nodes, which are unique in its network.
    cards: addresses.flatMap((address) => cardAt(scope, cluster.VpcId, address)),
    isPublic: cluster.PubliclyAccessible === true,
  });
  scope.draft.add({
    kind: 'service',
    id,
    ...named(name, cluster.Tags, name),
    provenance: scope.provenance('redshift-DescribeClusters', name, {
      uri: cluster.ClusterNamespaceArn,
    }),
    serviceKind: 'warehouse',
    engine: 'redshift',
    state:
      cluster.ClusterStatus === 'paused' || cluster.ClusterStatus === 'deleting'
        ? 'stopped'
        : 'running',
    publicSwitch:
      cluster.PubliclyAccessible ?? unknown(`Nothing says whether ${name} is publicly accessible.`),
    endpoints: [
      {
        name: 'cluster',
        interfaces,
        ...(cluster.Endpoint?.Address === undefined ? {} : { hostname: cluster.Endpoint.Address }),
        listens: TransportSet.tcp(PortSet.of(cluster.Endpoint?.Port ?? DEFAULT_PORT)),
        authentication: 'mixed',
        tls: unknown(
          'Whether connections must be encrypted is in the parameter group, which is not read.',
        ),
      },
    ],
    failoverSubnets: [],
  });
}

function addWorkgroup(scope: Scope, workgroup: RedshiftWorkgroup): void {
  const name = workgroup.workgroupName;
  const nativeId = `redshift-serverless/${name}`;
  const id = scope.announce('service', nativeId);
  const cards = (workgroup.endpoint?.vpcEndpoints ?? []).flatMap(
    ({ networkInterfaces }) => networkInterfaces ?? [],
  );
  const subnets = workgroup.subnetIds ?? [];
  const vpc = scope
    .read('DescribeSubnets')
    .items.find(({ SubnetId }) => subnets.includes(SubnetId))?.VpcId;
  const interfaces = managedInterfaces(scope, {
    operation: 'ListWorkgroups',
    nativeId,
    owner: id,
    groups: workgroup.securityGroupIds ?? [],
    subnets,
    network: vpc ?? workgroup.endpoint?.vpcEndpoints?.[0]?.vpcId,
    standsIn: 'each',
    cards: cardsById(
      scope,
      cards.flatMap(({ networkInterfaceId }) => networkInterfaceId ?? []),
    ),
    isPublic: workgroup.publiclyAccessible === true,
  });
  scope.draft.add({
    kind: 'service',
    id,
    name,
    provenance: scope.provenance('ListWorkgroups', name, { uri: workgroup.workgroupArn }),
    serviceKind: 'warehouse',
    engine: 'redshift-serverless',
    state: 'running',
    publicSwitch:
      workgroup.publiclyAccessible ??
      unknown(`Nothing says whether ${name} is publicly accessible.`),
    endpoints: [
      {
        name: 'workgroup',
        interfaces,
        ...(workgroup.endpoint?.address === undefined
          ? {}
          : { hostname: workgroup.endpoint.address }),
        listens: TransportSet.tcp(
          PortSet.of(workgroup.endpoint?.port ?? workgroup.port ?? DEFAULT_PORT),
        ),
        authentication: 'mixed',
        tls: unknown(
          'Whether connections must be encrypted is in the workgroup parameters, which are not read.',
        ),
      },
    ],
    failoverSubnets: [],
  });
}

function cardAt(scope: Scope, network: string | undefined, address: string) {
  const id = cardByAddress(scope, network, address);
  return (id === undefined ? undefined : cardById(scope, id)) ?? [];
}
