import {
  type FilterLayer,
  type Known,
  type Service,
  type ServiceEndpoint,
  type TlsRequirement,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import { alloydbClusters, alloydbInstances } from '../operations/services.ts';
import type { AlloydbInstanceItem } from '../schema/service.ts';
import { addressesIn } from './address-text.ts';
import { addOwned } from './addresses.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworksByLink } from './network-facts.ts';
import type { Told } from './reading.ts';
import {
  addAdmission,
  addPrivateCard,
  addPublicCard,
  admit,
  admitText,
  oneFilter,
  type ServicePlace,
} from './service-endpoint.ts';

const POSTGRES = TransportSet.tcp(PortSet.of(5432));
/** Where the Auth Proxy connects: https://cloud.google.com/alloydb/docs/auth-proxy/overview, 2026-11-21. */
const CONNECTOR = TransportSet.tcp(PortSet.of(5433));

/** Makes a service for every AlloyDB instance; the network stands in its cluster. */
export function addAlloydb(draft: Draft, networks: NetworksByLink): void {
  const clusters = new Map(draft.reading.all(alloydbClusters).map(({ item }) => [item.name, item]));
  for (const told of draft.reading.all(alloydbInstances)) {
    const cluster = clusters.get(told.item.name.replace(/\/instances\/.*$/, ''));
    addInstance(
      draft,
      told,
      cluster?.networkConfig?.network ?? cluster?.network,
      cluster?.pscConfig?.pscEnabled === true,
      networks,
    );
  }
}

function addInstance(
  draft: Draft,
  told: Told<AlloydbInstanceItem>,
  network: string | undefined,
  isPsc: boolean,
  networks: NetworksByLink,
): void {
  const { item, account } = told;
  const [, , , location = 'global', , cluster = '', , short = item.name] = item.name.split('/');
  const name = `${cluster}/${short}`;
  const place: ServicePlace = {
    told,
    id: idOf('service', account, location, `alloydb/${name}`),
    account,
    location,
    name,
  };
  const endpoints: ServiceEndpoint[] = [];
  if (item.ipAddress !== undefined) {
    const card = addPrivateCard(
      draft,
      place,
      'private',
      item.ipAddress,
      { network, networks, isPeered: true },
      [],
    );
    endpoints.push({
      name: 'private',
      interfaces: [card],
      listens: POSTGRES.union(CONNECTOR),
      authentication: gateOf(item),
      tls: tlsOf(item),
    });
  }
  if (item.networkConfig?.enablePublicIp === true)
    endpoints.push(...publicEndpoints(draft, place, item));
  const service: Service = {
    kind: 'service',
    id: place.id,
    name: short,
    provenance: provenanceOf(told, { location, nativeId: item.name }),
    ...(item.labels === undefined ? {} : { labels: item.labels }),
    serviceKind: 'database',
    engine: 'alloydb',
    state:
      item.state === 'READY'
        ? 'running'
        : item.state === 'STOPPED'
          ? 'stopped'
          : unknown(`The instance is in the state ${item.state ?? 'that was not told'}.`),
    publicSwitch: item.networkConfig?.enablePublicIp ?? false,
    endpoints,
    ...(isPsc
      ? {
          inventoryOnly:
            'It is reached by Private Service Connect, which is listed and not modelled.',
        }
      : {}),
  };
  draft.add(service);
  const outgoing = addressesIn(item.outboundPublicIpAddresses ?? []);
  if (outgoing === undefined || outgoing.isEmpty) return;
  addOwned(draft, account, location, outgoing, {
    stability: 'egress',
    attachedTo: place.id,
    isEgressIdentity: true,
    operation: told.operation,
    note: `outgoing/${name}`,
  });
}

/**
 * What an empty list admits by direct connection is not documented, so it stays undetermined; connectors need no list.
 * https://cloud.google.com/alloydb/docs/connect-public-ip, 2026-11-21.
 */
function publicEndpoints(
  draft: Draft,
  place: ServicePlace,
  item: AlloydbInstanceItem,
): readonly ServiceEndpoint[] {
  const entries = item.networkConfig?.authorizedExternalNetworks ?? [];
  const isClosed = item.clientConnectionConfig?.requireConnectors === true;
  const rules = entries.map(({ cidrRange = '' }, index) =>
    admitText(
      String(index),
      cidrRange,
      POSTGRES,
      `authorized external network ${cidrRange}`,
      isClosed,
    ),
  );
  const connectors = admit(
    'connectors',
    AddressSet.allIpv4,
    CONNECTOR,
    'connectors and the Auth Proxy: everybody with a role',
  );
  const doubt = unknown('What an empty list of authorized networks admits is not documented.');
  const undocumented = admit(
    'empty',
    { kind: 'undetermined', cause: doubt },
    POSTGRES,
    'no authorized external network',
  );
  const isDoubtful = entries.length === 0 && !isClosed;
  const admission = addAdmission(draft, place, 'authorized external networks', [
    ...rules,
    connectors,
    ...(isDoubtful ? [undocumented] : []),
  ]);
  const layers: Known<FilterLayer>[] = [oneFilter(admission)];
  const card = addPublicCard(draft, place, 'public', item.publicIpAddress, layers);
  return [
    {
      name: 'public',
      interfaces: [card],
      admission,
      listens: POSTGRES,
      authentication: gateOf(item),
      tls: tlsOf(item),
    },
    {
      name: 'connector',
      interfaces: [card],
      admission,
      listens: CONNECTOR,
      authentication: 'iam',
      tls: 'required',
    },
  ];
}

function gateOf(item: AlloydbInstanceItem): ServiceEndpoint['authentication'] {
  return item.clientConnectionConfig?.requireConnectors === true ? 'iam' : 'password';
}

function tlsOf(item: AlloydbInstanceItem): Known<TlsRequirement> {
  switch (item.clientConnectionConfig?.sslConfig?.sslMode) {
    case 'ENCRYPTED_ONLY':
      return 'required';
    case 'ALLOW_UNENCRYPTED_AND_ENCRYPTED':
      return 'optional';
    default:
      return unknown('Whether connections must be encrypted is not told.');
  }
}
