import {
  type Filter,
  type FilterRule,
  type Interface,
  type Service,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { internetIpv4, PortSet, TransportSet } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { KUBERNETES_CLUSTERS } from '../operations/service.ts';
import type { KubernetesCluster } from '../schema/service.ts';
import { labelsOf } from './tag.ts';
import type { Team } from './team.ts';

/**
 * The control plane of a Kubernetes cluster: on the internet, for everybody whom the control-plane
 * firewall does not keep out. Its workers are Droplets and judged as such.
 * Source: https://github.com/digitalocean/openapi, `cluster` (2026-08-07).
 */
export function addKubernetesCluster(cluster: KubernetesCluster, team: Team): void {
  const { names, records } = team;
  const location = cluster.region ?? undefined;
  const native = `kubernetes-${cluster.id}`;
  const owner = names.id('service', cluster.id);
  const admission = controlPlaneFirewall(cluster, team);
  records.add(admission);
  // A highly available control plane, the default today, tells no address: it has a host name.
  const inside = cluster.ipv4 ? addressSetIn(cluster.ipv4) : undefined;
  const card: Interface = {
    kind: 'interface',
    id: names.id('interface', native),
    name: `${cluster.name}/control plane`,
    provenance: names.provenance(KUBERNETES_CLUSTERS, native, location),
    network: names.publicSpace(),
    addresses: [{ inside: inside ?? internetIpv4, plane: 'public', exact: inside !== undefined }],
    layers: [
      {
        kind: 'layer',
        combine: 'pool',
        attachments: [{ filter: admission.id, enforcement: 'enforced' }],
        whenNone: { ingress: 'allow', egress: 'allow' },
        atEnd: { ingress: 'deny', egress: 'deny' },
      },
    ],
    owner,
    isPrimary: true,
    forwards: false,
  };
  records.add(card);
  const endpoint = cluster.endpoint ? urlIn(cluster.endpoint) : undefined;
  const service: Service = {
    kind: 'service',
    id: owner,
    name: cluster.name,
    provenance: names.provenance(KUBERNETES_CLUSTERS, cluster.id, location),
    ...labelsOf(cluster.tags),
    serviceKind: 'control-plane',
    engine: 'kubernetes',
    state: stateOf(cluster),
    endpoints: [
      {
        name: 'public',
        interfaces: [card.id],
        ...(endpoint === undefined ? {} : { hostname: endpoint.hostname }),
        listens: TransportSet.tcp(PortSet.of(endpoint?.port ?? 443)),
        admission: admission.id,
        authentication: 'mixed',
        tls: 'required',
      },
    ],
  };
  records.add(service);
}

function controlPlaneFirewall(cluster: KubernetesCluster, { names }: Team): Filter {
  const firewall = cluster.control_plane_firewall;
  const isOn = firewall?.enabled === true;
  const listed = isOn ? (firewall.allowed_addresses ?? []) : [];
  const hole = holeOf(cluster, listed);
  return {
    kind: 'filter',
    id: names.id('filter', `control-plane-${cluster.id}`),
    name: `${cluster.name} control-plane firewall`,
    provenance: names.provenance(KUBERNETES_CLUSTERS, cluster.id, cluster.region ?? undefined),
    nativeKind: 'control-plane firewall',
    stateful: true,
    planes: ['public', 'private'],
    combination: 'any-allow',
    defaults: {
      ingress: { noRule: 'allow', noMatch: 'deny' },
      egress: { noRule: 'allow', noMatch: 'allow' },
    },
    exemptions: [],
    isDefault: false,
    rules: listed.map(ruleOf),
    ...(hole === undefined ? {} : { incomplete: hole }),
    words: {
      noRule: { ingress: 'without a control-plane firewall everybody is admitted' },
      noMatch: { ingress: 'only the allowed addresses are admitted' },
    },
  };
}

/** An answer without the member is older than the feature, and one with an empty list says nothing. */
function holeOf(cluster: KubernetesCluster, listed: readonly string[]): Unknown | undefined {
  const firewall = cluster.control_plane_firewall;
  if (firewall === undefined) {
    return unknown('DigitalOcean did not say whether the cluster has a control-plane firewall.');
  }
  if (firewall?.enabled === true && listed.length === 0) {
    return unknown('What a control-plane firewall without addresses admits is not documented.');
  }
  return undefined;
}

function ruleOf(text: string, index: number): FilterRule {
  const set = addressSetIn(text);
  const cause = unknown(`"${text}" is no address range that we can read.`);
  return {
    id: String(index),
    direction: 'ingress',
    action: 'allow',
    peer: set === undefined ? { kind: 'undetermined', cause } : { kind: 'addresses', set },
    transport: TransportSet.all,
    label: `allow ${text}`,
  };
}

/** Host and port of `https://….k8s.ondigitalocean.com`. */
function urlIn(text: string): { readonly hostname: string; readonly port: number } | undefined {
  const found = /^(?:https?:\/\/)?(?<host>[\w.-]+)(?::(?<port>\d+))?/.exec(text)?.groups;
  const host = found?.['host'];
  if (host === undefined) return undefined;
  return { hostname: host, port: Number(found?.['port'] ?? 443) };
}

function stateOf({ status }: KubernetesCluster): Service['state'] {
  const state = status?.state;
  return state === 'running' || state === 'degraded' || state === 'upgrading'
    ? 'running'
    : unknown(`DigitalOcean says that the cluster's state is "${state ?? 'not told'}".`);
}
