import {
  type AuthenticationGate,
  type FilterLayer,
  type Known,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { PortSet, TransportSet } from '@netposture/network/netset';
import type { NetworkInterface } from '../schema/interface.ts';
import type { ClientVpnEndpoint, ClientVpnTargetNetwork } from '../schema/remote-access.ts';
import { addressesOf } from './address-text.ts';
import { cardsByDescription } from './card-index.ts';
import { managedInterfaces, publicInterface } from './managed-interface.ts';
import { named } from './naming.ts';
import type { Scope } from './scope.ts';

/** How the interfaces of Client VPN sign themselves; not documented. */
const DESCRIPTION = 'ClientVPN Endpoint resource';

/**
 * Client VPN endpoints: a public door that asks for authentication, and interfaces in the associated subnets, from whose
 * addresses the clients send (source addresses are translated), with the groups of the association, to where the
 * authorization rules lead. https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/how-it-works.html, read 2026-11-21.
 */
export function normalizeClientVpn(scope: Scope): void {
  for (const endpoint of scope.read('DescribeClientVpnEndpoints').items) {
    if (endpoint.Status?.Code !== 'deleted') addEndpoint(scope, endpoint);
  }
}

function addEndpoint(scope: Scope, endpoint: ClientVpnEndpoint): void {
  const { ClientVpnEndpointId: name, DnsName } = endpoint;
  const nativeId = `client-vpn/${name}`;
  const id = scope.announce('service', nativeId);
  const networks = scope.read('DescribeClientVpnTargetNetworks', name);
  const door = publicInterface(scope, {
    operation: 'DescribeClientVpnEndpoints',
    nativeId,
    owner: id,
    layers: [],
    ipv6: endpoint.EndpointIpAddressType !== undefined && endpoint.EndpointIpAddressType !== 'ipv4',
  });
  const inside = networks.items
    .filter(({ Status }) => Status?.Code !== 'disassociated')
    .flatMap((network) => insideInterfaces(scope, endpoint, network, id));
  const unread = unreadPart(endpoint) ?? networks.cause;
  const authentication = gateOf(endpoint);
  scope.draft.add({
    kind: 'service',
    id,
    ...named(name, endpoint.Tags),
    provenance: scope.provenance('DescribeClientVpnEndpoints', name, {
      console: `vpcconsole/home#ClientVPNEndpointDetails:clientVpnEndpointId=${name}`,
    }),
    serviceKind: 'other',
    engine: 'client vpn',
    state: endpoint.Status?.Code === 'deleting' ? 'stopped' : 'running',
    publicSwitch: true,
    endpoints: [
      {
        name: 'clients',
        interfaces: [door],
        ...(DnsName === undefined ? {} : { hostname: DnsName }),
        listens: listens(endpoint),
        authentication,
      },
      { name: 'network', interfaces: inside, listens: TransportSet.empty, authentication },
    ],
    failoverSubnets: [],
    ...(unread === undefined ? {} : { inventoryOnly: unread.reason }),
  });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateClientVpnEndpoint.html: port 443 over UDP by default. */
function listens({ TransportProtocol, VpnPort = 443 }: ClientVpnEndpoint): TransportSet {
  const ports = VpnPort < 0 || VpnPort > 65_535 ? PortSet.all : PortSet.of(VpnPort);
  switch (TransportProtocol) {
    case 'tcp':
      return TransportSet.tcp(ports);
    case 'udp':
    case undefined:
      return TransportSet.udp(ports);
    default:
      return TransportSet.tcp(ports).union(TransportSet.udp(ports));
  }
}

const GATES: Readonly<Record<string, AuthenticationGate>> = {
  'certificate-authentication': 'certificate',
  'directory-service-authentication': 'password',
  'federated-authentication': 'token',
};

function gateOf({ ClientVpnEndpointId, AuthenticationOptions }: ClientVpnEndpoint) {
  const gates = (AuthenticationOptions ?? []).map(({ Type = '' }) => GATES[Type]);
  const [only] = gates;
  if (gates.length > 1) return 'mixed';
  return only ?? unknown(`How the clients of ${ClientVpnEndpointId} authenticate is not known.`);
}

/** Clients that are led into a transit gateway instead of subnets are not followed. */
function unreadPart(endpoint: ClientVpnEndpoint): Unknown | undefined {
  const transit = endpoint.TransitGatewayConfiguration?.TransitGatewayId;
  if (transit === undefined) return undefined;
  return unknown(
    `The clients of ${endpoint.ClientVpnEndpointId} enter ${transit}, and which addresses they have there is not modelled.`,
  );
}

/** The interfaces of one association: its real ones where they can be told from others, else one that stands for them. */
function insideInterfaces(
  scope: Scope,
  endpoint: ClientVpnEndpoint,
  network: ClientVpnTargetNetwork,
  owner: ResourceId,
): readonly ResourceId[] {
  const subnet = network.TargetNetworkId;
  const groups = network.SecurityGroups ?? endpoint.SecurityGroupIds ?? [];
  const layer = authorizedLayer(scope, endpoint);
  const cards = cardsByDescription(scope, DESCRIPTION).filter((card) => isOf(card, subnet, groups));
  for (const { NetworkInterfaceId } of cards) scope.furtherLayers.set(NetworkInterfaceId, [layer]);
  return managedInterfaces(scope, {
    operation: 'DescribeClientVpnTargetNetworks',
    nativeId: `client-vpn/${endpoint.ClientVpnEndpointId}/${network.AssociationId}`,
    owner,
    groups,
    subnets: subnet === undefined ? [] : [subnet],
    network: network.VpcId ?? endpoint.VpcId,
    standsIn: 'each',
    cards,
    isPublic: false,
    furtherLayers: [layer],
  });
}

function isOf(
  card: NetworkInterface,
  subnet: string | undefined,
  groups: readonly string[],
): boolean {
  const own = new Set((card.Groups ?? []).map(({ GroupId }) => GroupId));
  return (
    card.SubnetId === subnet && own.size === groups.length && groups.every((id) => own.has(id))
  );
}

/** The authorization rules as a filter: nothing comes in, and clients get to where a rule leads, if only some of them do. */
function authorizedLayer(scope: Scope, endpoint: ClientVpnEndpoint): Known<FilterLayer> {
  const name = endpoint.ClientVpnEndpointId;
  const rules = scope.read('DescribeClientVpnAuthorizationRules', name);
  if (rules.cause !== undefined) return rules.cause;
  const nativeId = `client-vpn/${name}`;
  const id = scope.announce('filter', nativeId);
  const inForce = rules.items.filter(({ Status }) => Status?.Code !== 'failed');
  scope.draft.add({
    kind: 'filter',
    id,
    name: `authorization rules of ${name}`,
    provenance: scope.provenance('DescribeClientVpnAuthorizationRules', name),
    nativeKind: 'authorization rules',
    stateful: true,
    planes: ['public', 'private'],
    combination: 'any-allow',
    defaults: {
      ingress: { noRule: 'deny', noMatch: 'deny' },
      egress: { noRule: 'deny', noMatch: 'deny' },
    },
    exemptions: [],
    isDefault: false,
    rules: inForce.map(({ DestinationCidr = '', AccessAll, GroupId }, index) => {
      const set = addressesOf(DestinationCidr);
      return {
        id: `${DestinationCidr}:${AccessAll === true ? 'all' : (GroupId ?? `#${index}`)}`,
        direction: 'egress',
        action: 'allow',
        peer:
          set === undefined
            ? { kind: 'undetermined', cause: unknown(`${DestinationCidr} is not a prefix.`) }
            : { kind: 'addresses', set },
        transport: TransportSet.all,
        label: `allow ${AccessAll === true ? 'all clients' : `the group ${GroupId ?? '?'}`} to ${DestinationCidr}`,
      };
    }),
  });
  return {
    kind: 'layer',
    combine: 'pool',
    attachments: [{ filter: id, enforcement: 'enforced' }],
    whenNone: { ingress: 'deny', egress: 'deny' },
    atEnd: { ingress: 'deny', egress: 'deny' },
  };
}
