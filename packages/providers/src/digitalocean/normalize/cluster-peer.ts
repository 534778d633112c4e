import { type Peer, type ResourceId, unknown } from '@netposture/network/graph';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { KUBERNETES_CLUSTERS } from '../operations/service.ts';
import type { KubernetesCluster } from '../schema/service.ts';
import type { Team } from './team.ts';

/** The nodes of a Kubernetes cluster: they are Droplets. */
export function nodesOf({ node_pools }: KubernetesCluster, { names }: Team): readonly ResourceId[] {
  const ids = (node_pools ?? [])
    .flatMap((pool) => pool.nodes ?? [])
    .flatMap(({ droplet_id }) => droplet_id ?? []);
  return [...new Set(ids)].map((id) => names.id('workload', id));
}

/**
 * The addresses behind a Kubernetes cluster as the other end of a rule: those of its nodes. Whether
 * its pods arrive with addresses of their own is not told, so their range counts as possible.
 */
export function clusterPeers(id: string, team: Team): readonly Peer[] {
  const cluster = team.clusters.get(id);
  if (cluster === undefined) {
    const list = team.answers.to(KUBERNETES_CLUSTERS);
    const cause =
      list.hole ??
      unknown(`The cluster ${id} is not in the list of Kubernetes clusters.`, list.key);
    return [{ kind: 'undetermined', cause }];
  }
  const ids = nodesOf(cluster, team);
  const pods = cluster.cluster_subnet ? addressSetIn(cluster.cluster_subnet) : undefined;
  const nodes: Peer = { kind: 'selector', selector: { kind: 'resources', ids }, addresses: 'both' };
  if (pods === undefined) return [nodes];
  const cause = unknown(
    `Whether pods of ${cluster.name} send with their own addresses is not told.`,
  );
  return [nodes, { kind: 'undetermined', cause, within: pods }];
}
