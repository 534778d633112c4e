import {
  type AddressGroup,
  type Filter,
  type Interface,
  type Known,
  type Peer,
  type ResourceId,
  type Service,
  type ServiceEndpoint,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, internetIpv4, PortSet, TransportSet } from '@netposture/network/netset';
import { STORAGE_BOX_SUBACCOUNTS, STORAGE_BOXES } from '../operations.ts';
import type { AccessSettings, StorageBox } from '../schema/storage-box.ts';
import type { CloudProject } from './cloud-project.ts';

/**
 * The network of Hetzner, from which every customer sends. Hetzner publishes no list of its ranges;
 * the addresses that we own at Hetzner are in it for certain.
 */
export function addHetznerNetwork(project: CloudProject, own: AddressSet): ResourceId {
  const { names, records } = project;
  const group: AddressGroup = {
    kind: 'address-group',
    id: names.id('address-group', 'hetzner-network'),
    name: 'Hetzner network',
    provenance: names.provenance(STORAGE_BOXES, 'hetzner-network'),
    role: 'shared-edge',
    addresses: own,
    source: 'the addresses of the accounts that were read',
    date: '2026-11-21',
    incomplete: unknown(
      'Hetzner publishes no list of its ranges: every other customer of Hetzner may be in it.',
    ),
  };
  records.add(group);
  return group.id;
}

/**
 * A Storage Box: a file store with a public host name and no filter but one switch. Each subaccount
 * has a host name and settings of its own.
 * Source: https://docs.hetzner.cloud/reference/hetzner (2026-05).
 */
export function addStorageBox(
  box: StorageBox,
  project: CloudProject,
  hetznerNetwork: ResourceId,
): void {
  const { names, answers, records } = project;
  const subaccounts = answers.to(STORAGE_BOX_SUBACCOUNTS, String(box.id));
  const endpoints = [
    new Endpoint(box, 'main', box.server, box.access_settings),
    ...subaccounts.items.map(
      (one) => new Endpoint(box, one.username, one.server, one.access_settings),
    ),
  ];
  for (const endpoint of endpoints) {
    records.add(endpoint.admission(project, hetznerNetwork));
    records.add(endpoint.interface(project));
  }
  const service: Service = {
    kind: 'service',
    id: names.id('service', box.id),
    name: box.name,
    provenance: names.provenance(STORAGE_BOXES, box.id, box.location?.name),
    ...(box.labels ? { labels: box.labels } : {}),
    serviceKind: 'file-store',
    engine: 'storage-box',
    state: stateOf(box),
    publicSwitch: endpoints.some(({ access }) => access.reachable_externally),
    endpoints: endpoints.map((endpoint) => endpoint.serviceEndpoint(project)),
    ...(subaccounts.hole === undefined ? {} : { gaps: [subaccounts.key] }),
    ...(subaccounts.assumedAbsent ? { assumes: [subaccounts.key] } : {}),
  };
  records.add(service);
}

function stateOf({ status }: StorageBox): Known<'running' | 'stopped'> {
  return status === 'active' || status === 'initializing'
    ? 'running'
    : unknown(`Hetzner says that the box's status is "${status}".`);
}

/** One host name of a box, with the settings that hold for it. */
class Endpoint {
  readonly access: AccessSettings;
  readonly #box: StorageBox;
  readonly #name: string;
  readonly #nativeId: string;
  readonly #hostname: string | undefined;

  constructor(
    box: StorageBox,
    name: string,
    hostname: string | null | undefined,
    access: AccessSettings,
  ) {
    this.access = access;
    this.#box = box;
    this.#name = name;
    this.#nativeId = `storage-box-${box.id}/${name}`;
    this.#hostname = hostname ?? undefined;
  }

  /**
   * `reachable_externally` says "whether access from outside the Hetzner network is allowed": off is
   * not private, since all other customers of Hetzner are inside.
   */
  admission({ names }: CloudProject, hetznerNetwork: ResourceId): Filter {
    const isOpen = this.access.reachable_externally;
    const peer: Peer = isOpen
      ? { kind: 'addresses', set: AddressSet.all }
      : {
          kind: 'selector',
          selector: { kind: 'address-group', group: hetznerNetwork },
          addresses: 'both',
        };
    return {
      kind: 'filter',
      id: this.#admissionId(names),
      name: `${this.#box.name} ${this.#name} access settings`,
      provenance: names.provenance(STORAGE_BOXES, this.#nativeId, this.#box.location?.name),
      nativeKind: 'access settings',
      stateful: true,
      planes: ['public', 'private'],
      combination: 'any-allow',
      defaults: {
        ingress: { noRule: 'deny', noMatch: 'deny' },
        egress: { noRule: 'allow', noMatch: 'allow' },
      },
      exemptions: [],
      isDefault: false,
      rules: [
        {
          id: 'reachable_externally',
          direction: 'ingress',
          action: 'allow',
          peer,
          transport: TransportSet.all,
          label: isOpen
            ? 'reachable_externally is on: access from outside the Hetzner network is allowed'
            : 'reachable_externally is off: access from inside the Hetzner network is allowed, to every customer of Hetzner',
        },
      ],
    };
  }

  interface({ names }: CloudProject): Interface {
    return {
      kind: 'interface',
      id: this.#interfaceId(names),
      name: this.#hostname ?? `${this.#box.name} ${this.#name}`,
      provenance: names.provenance(STORAGE_BOXES, this.#nativeId, this.#box.location?.name),
      network: names.publicSpace(),
      addresses: [{ inside: internetIpv4, plane: 'public', exact: false }],
      layers: [
        {
          kind: 'layer',
          combine: 'pool',
          attachments: [{ filter: this.#admissionId(names), enforcement: 'enforced' }],
          whenNone: { ingress: 'allow', egress: 'allow' },
          atEnd: { ingress: 'deny', egress: 'deny' },
        },
      ],
      owner: names.id('service', this.#box.id),
      isPrimary: this.#name === 'main',
      forwards: false,
    };
  }

  serviceEndpoint({ names }: CloudProject): ServiceEndpoint {
    return {
      name: this.#name,
      interfaces: [this.#interfaceId(names)],
      ...(this.#hostname === undefined ? {} : { hostname: this.#hostname }),
      listens: this.#listens(),
      admission: this.#admissionId(names),
      authentication: this.access.ssh_enabled === true ? 'mixed' : 'password',
      tls: 'optional',
    };
  }

  /**
   * FTP(S), SFTP and SCP are always there (unverified, see semantics.md); the others by switch.
   * Source: https://docs.hetzner.com/storage/storage-box/access/access-overview (general knowledge).
   */
  #listens(): TransportSet {
    const { samba_enabled, ssh_enabled, webdav_enabled } = this.access;
    const ports = [21, 22];
    if (ssh_enabled === true) ports.push(23);
    if (samba_enabled === true) ports.push(139, 445);
    if (webdav_enabled === true) ports.push(80, 443);
    return TransportSet.tcp(PortSet.of(...ports));
  }

  #interfaceId(names: CloudProject['names']): ResourceId {
    return names.id('interface', this.#nativeId);
  }

  #admissionId(names: CloudProject['names']): ResourceId {
    return names.id('filter', this.#nativeId);
  }
}
