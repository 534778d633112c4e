import {
  type AuthenticationGate,
  type Known,
  type Service,
  type ServiceEndpoint,
  type TlsRequirement,
  unknown,
} from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import type { GcpOperation } from '../operation.ts';
import {
  memcacheInstances,
  redisClusters,
  redisInstances,
  valkeyInstances,
} from '../operations/services.ts';
import type { CacheClusterItem, RedisItem } from '../schema/service.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworksByLink } from './network-facts.ts';
import type { Told } from './reading.ts';
import { addPrivateCard, type ServicePlace } from './service-endpoint.ts';

/** Makes a service for every Memorystore instance. None has an external address; its whole network can connect. */
export function addCaches(draft: Draft, networks: NetworksByLink): void {
  for (const told of draft.reading.all(redisInstances)) addRedis(draft, told, networks);
  for (const told of draft.reading.all(memcacheInstances)) {
    const { item } = told;
    const place = placeOf(told, item.name);
    const endpoints = (item.memcacheNodes ?? []).flatMap((node, index) => {
      if (node.host === undefined) return [];
      const where = { network: item.authorizedNetwork, networks, isPeered: true };
      const card = addPrivateCard(draft, place, `node-${index}`, node.host, where, []);
      return [endpoint(`node-${index}`, card, node.port ?? 11211, 'none', 'absent')];
    });
    addCache(draft, place, 'memcached', stateOf(item.state), endpoints, item.labels);
  }
  addClusters(draft, redisClusters, 'redis', networks);
  addClusters(draft, valkeyInstances, 'valkey', networks);
}

function addRedis(draft: Draft, told: Told<RedisItem>, networks: NetworksByLink): void {
  const { item } = told;
  const place = placeOf(told, item.name);
  const where = { network: item.authorizedNetwork, networks, isPeered: true };
  const gate: AuthenticationGate = item.authEnabled === true ? 'password' : 'none';
  const tls: Known<TlsRequirement> =
    item.transitEncryptionMode === 'SERVER_AUTHENTICATION'
      ? 'required'
      : item.transitEncryptionMode === 'DISABLED'
        ? 'absent'
        : unknown('Whether connections are encrypted is not told.');
  const endpoints: ServiceEndpoint[] = [];
  if (item.host !== undefined) {
    endpoints.push(
      endpoint(
        'primary',
        addPrivateCard(draft, place, 'primary', item.host, where, []),
        item.port ?? 6379,
        gate,
        tls,
      ),
    );
  }
  if (
    item.readEndpoint !== undefined &&
    item.readEndpoint !== '' &&
    item.readEndpoint !== item.host
  ) {
    const card = addPrivateCard(draft, place, 'reader', item.readEndpoint, where, []);
    endpoints.push(endpoint('reader', card, item.readEndpointPort ?? 6379, gate, tls));
  }
  addCache(draft, place, 'redis', stateOf(item.state), endpoints, item.labels);
}

/** Clusters are reached by Private Service Connect, which is listed only. */
function addClusters(
  draft: Draft,
  operation: GcpOperation<CacheClusterItem>,
  engine: string,
  networks: NetworksByLink,
): void {
  for (const told of draft.reading.all(operation)) {
    const { item } = told;
    const place = placeOf(told, item.name);
    const gate: AuthenticationGate = /IAM/.test(item.authorizationMode ?? '') ? 'iam' : 'none';
    const tls: Known<TlsRequirement> = /SERVER_AUTHENTICATION/.test(
      item.transitEncryptionMode ?? '',
    )
      ? 'required'
      : 'absent';
    const endpoints = (item.discoveryEndpoints ?? []).flatMap((one, index) => {
      if (one.address === undefined) return [];
      const where = { network: one.pscConfig?.network, networks, isPeered: false };
      const card = addPrivateCard(draft, place, `discovery-${index}`, one.address, where, []);
      return [endpoint(`discovery-${index}`, card, one.port ?? 6379, gate, tls)];
    });
    addCache(
      draft,
      place,
      engine,
      stateOf(item.state),
      endpoints,
      item.labels,
      'It is reached by Private Service Connect, which is listed and not modelled.',
    );
  }
}

function endpoint(
  name: string,
  card: ServiceEndpoint['interfaces'][number],
  port: number,
  authentication: AuthenticationGate,
  tls: Known<TlsRequirement>,
): ServiceEndpoint {
  return {
    name,
    interfaces: [card],
    listens: TransportSet.tcp(PortSet.of(port)),
    authentication,
    tls,
  };
}

/** Names are `projects/p/locations/l/instances/i`. */
function placeOf(told: Told<unknown>, name: string): ServicePlace {
  const [, , , location = 'global', , short = name] = name.split('/');
  const kind = told.operation.split('-')[0] ?? 'cache';
  return {
    told,
    id: idOf('service', told.account, location, `${kind}/${short}`),
    account: told.account,
    location,
    name: short,
  };
}

function stateOf(state: string | undefined): Service['state'] {
  if (
    state === 'READY' ||
    state === 'ACTIVE' ||
    state === 'UPDATING' ||
    state === 'MAINTENANCE' ||
    state === 'PERFORMING_MAINTENANCE'
  )
    return 'running';
  return unknown(`The instance is in the state ${state ?? 'that was not told'}.`);
}

function addCache(
  draft: Draft,
  place: ServicePlace,
  engine: string,
  state: Service['state'],
  endpoints: readonly ServiceEndpoint[],
  labels: Readonly<Record<string, string>> | undefined,
  inventoryOnly?: string,
): void {
  const service: Service = {
    kind: 'service',
    id: place.id,
    name: place.name,
    provenance: provenanceOf(place.told, { location: place.location, nativeId: place.name }),
    ...(labels === undefined ? {} : { labels }),
    serviceKind: 'cache',
    engine,
    state,
    publicSwitch: false,
    endpoints,
    ...(inventoryOnly === undefined ? {} : { inventoryOnly }),
  };
  draft.add(service);
}
