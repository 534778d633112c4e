import { type ResourceId, type Unknown, unknown } from '@netposture/network/graph';
import type { AddressSet } from '@netposture/network/netset';
import { linkKey, linkParts } from '../link.ts';
import {
  backendServices,
  endpointGroups,
  instanceGroups,
  regionGroupMembers,
  targetInstances,
  targetPools,
  zoneEndpoints,
  zoneGroupMembers,
} from '../operations/compute.ts';
import type { BackendServiceItem, EndpointGroupItem } from '../schema/balancer.ts';
import { addressesIn } from './address-text.ts';
import type { CardFacts } from './instances.ts';
import type { Reading, Told } from './reading.ts';

/** One place to which a balancer sends. */
export interface Backend {
  readonly to: ResourceId;
  readonly port: number | 'same';
  /** The inside address that is used. */
  readonly address?: AddressSet;
  /** Key of the URL of the network in which it stands. */
  readonly network: string;
}

/** Where a balancer sends, as far as it is known. */
export interface Backends {
  readonly backends: readonly Backend[];
  readonly missing?: Unknown;
}

/** Finds what stands behind backend services, target pools and target instances. */
export class BackendFinder {
  readonly #reading: Reading;
  readonly #services: ReadonlyMap<string, Told<BackendServiceItem>>;
  readonly #groups: ReadonlyMap<string, Told<EndpointGroupItem>>;
  readonly #cards: ReadonlyMap<string, readonly CardFacts[]>;
  /** Interfaces of Cloud Run services, by `region/name`. */
  readonly #serverless: ReadonlyMap<string, ResourceId>;

  constructor(
    reading: Reading,
    cards: readonly CardFacts[],
    serverless: ReadonlyMap<string, ResourceId>,
  ) {
    this.#reading = reading;
    this.#services = new Map(
      reading.all(backendServices).map((told) => [linkKey(told.item.selfLink), told]),
    );
    this.#groups = new Map(
      reading.all(endpointGroups).map((told) => [linkKey(told.item.selfLink), told]),
    );
    this.#cards = Map.groupBy(cards, (card) => card.instance);
    this.#serverless = serverless;
  }

  /** The backend service that a URL names. */
  service(link: string): Told<BackendServiceItem> | undefined {
    return this.#services.get(linkKey(link));
  }

  /** Everything behind a backend service; a proxy sends to its ports, a passthrough balancer to that of the client. */
  ofService(told: Told<BackendServiceItem>, isPassthrough: boolean): Backends {
    const network = linkKey(told.item.network ?? '');
    return joined(
      (told.item.backends ?? []).map(({ group }) =>
        this.#ofGroup(group ?? '', told.item, isPassthrough, network),
      ),
    );
  }

  /** The instances of a target pool and of its backup. */
  ofPool(link: string): Backends {
    const pools = this.#reading.all(targetPools);
    const pool = pools.find(({ item }) => linkKey(item.selfLink) === linkKey(link));
    if (pool === undefined)
      return {
        backends: [],
        missing: unknown(`The target pool ${linkKey(link)} could not be read.`),
      };
    const backup = pools.find(
      ({ item }) => linkKey(item.selfLink) === linkKey(pool.item.backupPool ?? ''),
    );
    const instances = [...(pool.item.instances ?? []), ...(backup?.item.instances ?? [])];
    return joined(instances.map((instance) => this.#instance(instance, 'same', '')));
  }

  /** The instance of protocol forwarding. */
  ofTargetInstance(link: string): Backends {
    const target = this.#reading
      .all(targetInstances)
      .find(({ item }) => linkKey(item.selfLink) === linkKey(link));
    if (target?.item.instance === undefined) {
      return {
        backends: [],
        missing: unknown(`The target instance ${linkKey(link)} could not be read.`),
      };
    }
    return this.#instance(target.item.instance, 'same', linkKey(target.item.network ?? ''));
  }

  #ofGroup(
    group: string,
    service: BackendServiceItem,
    isPassthrough: boolean,
    network: string,
  ): Backends {
    const at = linkParts(group);
    if (at?.collection === 'networkEndpointGroups')
      return this.#ofEndpoints(group, service, network);
    const operation = at?.scope === 'zones' ? zoneGroupMembers : regionGroupMembers;
    const project = at?.project ?? '';
    const members = this.#reading.of(operation, project, at?.location ?? '', at?.name ?? '');
    const gap = this.#reading.standing(operation, project, at?.location ?? '', at?.name ?? '');
    const port = isPassthrough ? 'same' : this.#portOf(group, service);
    const found = joined(
      members.map(({ item }) =>
        port === undefined
          ? {
              backends: [],
              missing: unknown(
                `The port of the backend service ${service.name} could not be read.`,
              ),
            }
          : this.#instance(item.instance, port, network),
      ),
    );
    if (gap.kind === 'read') return found;
    const missing =
      gap.kind === 'gap'
        ? gap.cause
        : unknown(`The members of the instance group ${at?.name} were not read.`, gap.key);
    return { ...found, missing };
  }

  /** A backend service names a port of the group by its name; old ones carry the number. */
  #portOf(group: string, service: BackendServiceItem): number | undefined {
    const groups = this.#reading.all(instanceGroups);
    const held = groups.find(({ item }) => linkKey(item.selfLink) === linkKey(group));
    const named = held?.item.namedPorts?.find((one) => one.name === (service.portName ?? 'http'));
    return named?.port ?? service.port;
  }

  #ofEndpoints(link: string, service: BackendServiceItem, network: string): Backends {
    const told = this.#groups.get(linkKey(link));
    if (told === undefined)
      return {
        backends: [],
        missing: unknown(`The endpoint group ${linkKey(link)} could not be read.`),
      };
    const { item } = told;
    const at = linkParts(item.selfLink);
    switch (item.networkEndpointType) {
      case 'GCE_VM_IP':
      case 'GCE_VM_IP_PORT':
        return this.#ofZonalEndpoints(told, network);
      case 'SERVERLESS': {
        const name = item.cloudRun?.service ?? item.cloudFunction?.function;
        const to = this.#serverless.get(`${at?.location}/${name}`);
        const missing = unknown(
          `What the serverless endpoint group ${item.name} leads to is not modelled.`,
        );
        return to === undefined
          ? { backends: [], missing }
          : { backends: [{ to, port: 443, network: '' }] };
      }
      default: {
        const kind = item.networkEndpointType ?? 'unknown';
        return {
          backends: [],
          missing: unknown(`Endpoints of type ${kind} behind ${service.name} are not modelled.`),
        };
      }
    }
  }

  #ofZonalEndpoints(told: Told<EndpointGroupItem>, network: string): Backends {
    const at = linkParts(told.item.selfLink);
    const project = at?.project ?? '';
    const rows = this.#reading.of(zoneEndpoints, project, at?.location, at?.name);
    const gap = this.#reading.standing(zoneEndpoints, project, at?.location, at?.name);
    const found = joined(
      rows.map(({ item }) => {
        const { instance, ipAddress, port } = item.networkEndpoint ?? {};
        const chosen =
          told.item.networkEndpointType === 'GCE_VM_IP'
            ? 'same'
            : (port ?? told.item.defaultPort ?? 'same');
        return this.#endpoint(
          instance,
          ipAddress,
          chosen,
          told,
          linkKey(told.item.network ?? network),
        );
      }),
    );
    return gap.kind === 'gap' ? { ...found, missing: gap.cause } : found;
  }

  #endpoint(
    instance: string | undefined,
    ipAddress: string | undefined,
    port: number | 'same',
    group: Told<EndpointGroupItem>,
    network: string,
  ): Backends {
    const address = addressesIn([ipAddress]);
    if (instance === undefined || instance === '') {
      return {
        backends: [],
        missing: unknown(`An endpoint of ${group.item.name} names no instance.`),
      };
    }
    const at = linkParts(group.item.selfLink);
    const link = instance.includes('/')
      ? instance
      : `projects/${at?.project}/zones/${at?.location}/instances/${instance}`;
    const cards = this.#cards.get(linkKey(link)) ?? [];
    const holder =
      address === undefined || address.isEmpty
        ? undefined
        : cards.find((card) => address.isSubsetOf(card.inside));
    if (holder === undefined) return this.#instance(link, port, network);
    return {
      backends: [
        {
          to: holder.id,
          port,
          network: holder.network,
          ...(address === undefined ? {} : { address }),
        },
      ],
    };
  }

  /** An instance by its interface in the network, which is the first one unless the backend service names another. */
  #instance(link: string, port: number | 'same', network: string): Backends {
    const cards = (this.#cards.get(linkKey(link)) ?? []).filter((card) => !card.isAlias);
    const card =
      cards.find((one) => network !== '' && one.network === network) ??
      cards.find((one) => one.isPrimary);
    if (card === undefined)
      return { backends: [], missing: unknown(`The backend ${linkKey(link)} could not be read.`) };
    return { backends: [{ to: card.id, port, network: card.network }] };
  }
}

/** Several answers as one; the first cause of a gap stands for all. */
export function joined(parts: readonly Backends[]): Backends {
  const missing = parts.find((part) => part.missing !== undefined)?.missing;
  return {
    backends: parts.flatMap((part) => part.backends),
    ...(missing === undefined ? {} : { missing }),
  };
}
