import { type FilterRule, type Peer, unknown } from '@netposture/network/graph';
import { TransportSet } from '@netposture/network/netset';
import type { LightsailInstance } from '../schema/lightsail.ts';
import { addressesOf } from './address-text.ts';
import { layerOf } from './admission.ts';
import { publicSpace } from './managed-interface.ts';
import type { Scope } from './scope.ts';
import { icmpMessages, portRange } from './transport.ts';

type Port = NonNullable<NonNullable<LightsailInstance['networking']>['ports']>[number];

/** Instances of Lightsail: their public addresses, and the firewall that each has to itself. */
export function normalizeLightsail(scope: Scope): void {
  for (const instance of scope.read('GetInstances').items) addInstance(scope, instance);
}

function addInstance(scope: Scope, instance: LightsailInstance): void {
  const { name } = instance;
  const nativeId = `lightsail/${name}`;
  const id = scope.announce('workload', nativeId);
  const labels = Object.fromEntries(
    (instance.tags ?? []).flatMap(({ key, value }) =>
      key === undefined ? [] : [[key, value ?? '']],
    ),
  );
  const metadata = instance.metadataOptions;
  const hops = metadata?.httpPutResponseHopLimit;
  scope.draft.add({
    kind: 'workload',
    id,
    name,
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    provenance: scope.provenance('GetInstances', name, { uri: instance.arn }),
    state:
      instance.state?.name === undefined || instance.state.name === 'running'
        ? 'running'
        : 'stopped',
    ...(metadata === undefined
      ? {}
      : {
          metadataService: {
            enabled: metadata.httpEndpoint !== 'disabled',
            tokensRequired: metadata.httpTokens === 'required',
            ...(hops === undefined ? {} : { hopLimit: hops }),
          },
        }),
  });
  const addresses = [instance.publicIpAddress, ...(instance.ipv6Addresses ?? [])]
    .map(addressesOf)
    .filter((set) => set !== undefined);
  scope.draft.add({
    kind: 'interface',
    id: scope.announce('interface', nativeId),
    name,
    provenance: scope.provenance('GetInstances', name, { uri: instance.arn }),
    network: publicSpace(scope),
    addresses: addresses.map((inside) => ({ inside, plane: 'public', exact: true })),
    layers: [layerOf(addFirewall(scope, instance))],
    owner: id,
    isPrimary: true,
    forwards: false,
  });
}

/** Egress is never filtered: https://docs.aws.amazon.com/lightsail/latest/userguide/understanding-firewall-and-port-mappings-in-amazon-lightsail.html */
function addFirewall(scope: Scope, instance: LightsailInstance) {
  const id = scope.announce('filter', `lightsail/${instance.name}`);
  const ports = instance.networking?.ports;
  const incomplete =
    ports === undefined ? unknown('The open ports were not in the answer.') : undefined;
  const inbound = (ports ?? []).filter(({ accessDirection }) => accessDirection !== 'outbound');
  scope.draft.add({
    kind: 'filter',
    id,
    name: `firewall of ${instance.name}`,
    provenance: scope.provenance('GetInstances', instance.name, { uri: instance.arn }),
    nativeKind: 'instance firewall',
    stateful: true,
    planes: ['public', 'private'],
    combination: 'any-allow',
    defaults: {
      ingress: { noRule: 'deny', noMatch: 'deny' },
      egress: { noRule: 'allow', noMatch: 'allow' },
    },
    exemptions: [],
    isDefault: false,
    rules: inbound.map(ruleOf),
    ...(incomplete === undefined ? {} : { incomplete }),
  });
  return id;
}

function ruleOf(port: Port, index: number): FilterRule {
  const transport = transportOf(port);
  const cidrs = [...(port.cidrs ?? []), ...(port.ipv6Cidrs ?? [])];
  const aliases = port.cidrListAliases ?? [];
  const peers: Peer[] = cidrs.map((cidr) => {
    const set = addressesOf(cidr);
    const cause = unknown(`${cidr} is not a prefix.`);
    return set === undefined ? { kind: 'undetermined', cause } : { kind: 'addresses', set };
  });
  // The addresses behind the browser client are not published.
  for (const alias of aliases) {
    peers.push({
      kind: 'undetermined',
      cause: unknown(`The addresses of ${alias} are not known.`),
    });
  }
  const ports =
    port.fromPort === port.toPort ? `${port.fromPort}` : `${port.fromPort}-${port.toPort}`;
  return {
    id: `${port.protocol}:${port.fromPort}-${port.toPort}#${index}`,
    direction: 'ingress',
    action:
      transport === undefined
        ? { kind: 'undetermined', cause: unknown('A port rule cannot be read.') }
        : 'allow',
    peer: peers.length === 1 && peers[0] !== undefined ? peers[0] : { kind: 'any-of', peers },
    transport: transport ?? TransportSet.all,
    label: `allow ${port.protocol ?? '?'} ${ports} from ${[...cidrs, ...aliases].join(', ')}`,
  };
}

function transportOf(port: Port): TransportSet | undefined {
  switch (port.protocol) {
    case 'all':
      return TransportSet.all;
    case 'tcp':
    case 'udp': {
      const ports = portRange(port.fromPort, port.toPort);
      if (ports === undefined) return undefined;
      return port.protocol === 'tcp' ? TransportSet.tcp(ports) : TransportSet.udp(ports);
    }
    case 'icmp':
    case 'icmpv6': {
      const messages = icmpMessages(port.fromPort, port.toPort);
      if (messages === undefined) return undefined;
      return port.protocol === 'icmp' ? TransportSet.icmp(messages) : TransportSet.icmpv6(messages);
    }
    default:
      return undefined;
  }
}
