import {
  type AuthenticationGate,
  type FilterRule,
  type Known,
  type Service,
  type ServiceEndpoint,
  type TlsRequirement,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import { sqlInstances } from '../operations/services.ts';
import type { SqlItem } from '../schema/service.ts';
import { addressesIn } from './address-text.ts';
import { addOwned } from './addresses.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworksByLink } from './network-facts.ts';
import type { Told } from './reading.ts';
import {
  addAddresslessCard,
  addAdmission,
  addPrivateCard,
  addPublicCard,
  admit,
  admitText,
  oneFilter,
  type ServicePlace,
} from './service-endpoint.ts';

/** Where the connectors and the Auth Proxy connect: https://cloud.google.com/sql/docs/mysql/connect-overview, 2026-11-21. */
const CONNECTOR = TransportSet.tcp(PortSet.of(3307));

/** Makes a service for every Cloud SQL instance. */
export function addSqlInstances(draft: Draft, networks: NetworksByLink): void {
  for (const told of draft.reading.all(sqlInstances)) addSqlInstance(draft, told, networks);
}

function addSqlInstance(draft: Draft, told: Told<SqlItem>, networks: NetworksByLink): void {
  const { item, account } = told;
  const location = item.region ?? 'global';
  const place: ServicePlace = {
    told,
    id: idOf('service', account, location, item.name),
    account,
    location,
    name: item.name,
  };
  const configuration = item.settings?.ipConfiguration;
  const addressOf = (type: string) => item.ipAddresses?.find((one) => one.type === type)?.ipAddress;
  const endpoints: ServiceEndpoint[] = [];
  const isPublic = configuration?.ipv4Enabled !== false && addressOf('PRIMARY') !== undefined;
  const isPrivate =
    configuration?.privateNetwork !== undefined && addressOf('PRIVATE') !== undefined;
  // Without any address the list of authorized networks is a residue, which is kept in view.
  if (isPublic || !isPrivate) endpoints.push(...publicEndpoints(draft, place, item, isPublic));
  if (isPrivate) {
    endpoints.push(privateEndpoint(draft, place, item, networks));
  }
  if (item.settings?.dataApiAccess === 'ALLOW_DATA_API') endpoints.push(DATA_API);
  const isPsc = configuration?.pscConfig?.pscEnabled === true;
  const service: Service = {
    kind: 'service',
    id: place.id,
    name: item.name,
    provenance: provenanceOf(told, {
      location,
      nativeId: item.name,
      uri: item.selfLink,
      page: `sql/instances/${item.name}/overview`,
    }),
    ...(item.settings?.userLabels === undefined ? {} : { labels: item.settings.userLabels }),
    serviceKind: 'database',
    engine: engineOf(item.databaseVersion),
    state: stateOf(item),
    publicSwitch:
      configuration?.ipv4Enabled ??
      unknown('Whether the instance has a public address is not told.'),
    endpoints,
    ...(isPsc
      ? {
          inventoryOnly:
            'It is reached by Private Service Connect, which is listed and not modelled.',
        }
      : {}),
  };
  draft.add(service);
  const outgoing = addressesIn(
    (item.ipAddresses ?? []).filter((one) => one.type === 'OUTGOING').map((one) => one.ipAddress),
  );
  if (outgoing !== undefined && !outgoing.isEmpty) {
    addOwned(draft, account, location, outgoing, {
      stability: 'egress',
      attachedTo: place.id,
      isEgressIdentity: true,
      operation: told.operation,
      note: `outgoing/${item.name}`,
    });
  }
}

/** The Data API answers at the service's own address and asks for a role: no packet of a client ever reaches the instance. */
const DATA_API: ServiceEndpoint = {
  name: 'data-api',
  interfaces: [],
  hostname: 'sqladmin.googleapis.com',
  listens: TransportSet.tcp(PortSet.of(443)),
  authentication: 'iam',
  tls: 'required',
};

/**
 * The public address: the database's own port for authorized networks, and the connectors' port for everybody, who then
 * has to show a role. https://cloud.google.com/sql/docs/mysql/authorize-networks, 2026-11-21.
 */
function publicEndpoints(
  draft: Draft,
  place: ServicePlace,
  item: SqlItem,
  isPublic: boolean,
): readonly ServiceEndpoint[] {
  const port = TransportSet.tcp(PortSet.of(portOf(item.databaseVersion)));
  const admission = addAdmission(draft, place, 'authorized networks', [
    ...authorized(item, place.told.collectedAt, port),
    admit(
      'connectors',
      AddressSet.allIpv4,
      CONNECTOR,
      'connectors and the Auth Proxy: everybody with a role',
    ),
  ]);
  const address = item.ipAddresses?.find((one) => one.type === 'PRIMARY')?.ipAddress;
  const layers = [oneFilter(admission)];
  const card = isPublic
    ? addPublicCard(draft, place, 'public', address, layers)
    : addAddresslessCard(draft, place, 'public', layers);
  const base = {
    interfaces: [card],
    admission,
    ...(item.dnsName === undefined ? {} : { hostname: item.dnsName }),
  };
  return [
    { ...base, name: 'public', listens: port, authentication: directGate(item), tls: tlsOf(item) },
    { ...base, name: 'connector', listens: CONNECTOR, authentication: 'iam', tls: 'required' },
  ];
}

function authorized(item: SqlItem, now: string, port: TransportSet): readonly FilterRule[] {
  // "REQUIRED": only connectors can connect, and all authorized networks are disabled (reference of connectorEnforcement).
  const isClosed = item.settings?.connectorEnforcement === 'REQUIRED';
  return (item.settings?.ipConfiguration?.authorizedNetworks ?? []).map((entry, index) => {
    const text = entry.value ?? '';
    const label = `authorized network ${text}${entry.name === undefined ? '' : ` (${entry.name})`}`;
    const expiry = expiryOf(entry.expirationTime, now);
    const id = entry.name ?? String(index);
    if (expiry !== 'unknown')
      return admitText(id, text, port, label, isClosed || expiry === 'over');
    const cause = unknown(`When the authorized network ${text} expires cannot be read.`);
    const within = addressesIn([text]);
    return admit(
      id,
      { kind: 'undetermined', cause, ...(within === undefined ? {} : { within }) },
      port,
      label,
      isClosed,
    );
  });
}

/** Both are RFC 3339 in UTC; to the second the texts sort like the instants. */
function expiryOf(time: string | undefined, now: string): 'ahead' | 'over' | 'unknown' {
  if (time === undefined) return 'ahead';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(time)) return 'unknown';
  return time.slice(0, 19) <= now.slice(0, 19) ? 'over' : 'ahead';
}

function privateEndpoint(
  draft: Draft,
  place: ServicePlace,
  item: SqlItem,
  networks: NetworksByLink,
): ServiceEndpoint {
  const port = TransportSet.tcp(PortSet.of(portOf(item.databaseVersion)));
  const isClosed = item.settings?.connectorEnforcement === 'REQUIRED';
  const address = item.ipAddresses?.find((one) => one.type === 'PRIVATE')?.ipAddress;
  const listens = isClosed ? CONNECTOR : port.union(CONNECTOR);
  const network = item.settings?.ipConfiguration?.privateNetwork;
  const card = addPrivateCard(
    draft,
    place,
    'private',
    address,
    { network, networks, isPeered: true },
    [],
  );
  return {
    name: 'private',
    interfaces: [card],
    listens,
    authentication: isClosed ? 'iam' : directGate(item),
    tls: tlsOf(item),
  };
}

function directGate(item: SqlItem): AuthenticationGate {
  return item.settings?.ipConfiguration?.sslMode === 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'
    ? 'certificate'
    : 'password';
}

function tlsOf(item: SqlItem): Known<TlsRequirement> {
  const configuration = item.settings?.ipConfiguration;
  switch (configuration?.sslMode) {
    case 'ALLOW_UNENCRYPTED_AND_ENCRYPTED':
      return 'optional';
    case 'ENCRYPTED_ONLY':
    case 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED':
      return 'required';
    default:
      if (configuration?.requireSsl === undefined)
        return unknown('Whether connections must be encrypted is not told.');
      return configuration.requireSsl ? 'required' : 'optional';
  }
}

/** An instance that its owner stopped still says RUNNABLE; the activation policy tells (reference of `state`). */
function stateOf(item: SqlItem): Service['state'] {
  if (item.settings?.activationPolicy === 'NEVER') return 'stopped';
  switch (item.state) {
    case 'RUNNABLE':
      return 'running';
    case 'SUSPENDED':
      return 'stopped';
    default:
      return unknown(`The instance is in the state ${item.state ?? 'that was not told'}.`);
  }
}

function engineOf(version: string | undefined): string {
  return (version ?? 'unknown').split('_')[0]?.toLowerCase() ?? 'unknown';
}

function portOf(version: string | undefined): number {
  switch (engineOf(version)) {
    case 'mysql':
      return 3306;
    case 'sqlserver':
      return 1433;
    default:
      return 5432;
  }
}
