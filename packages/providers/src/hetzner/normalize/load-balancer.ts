import {
  type BalancerTarget,
  type Interface,
  type InterfaceAddress,
  type Listener,
  type LoadBalancer as LoadBalancerRecord,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { LOAD_BALANCERS, SERVERS } from '../operations.ts';
import type { LoadBalancer, LoadBalancerTarget, Server } from '../schema/cloud.ts';
import type { CloudProject } from './cloud-project.ts';
import type { DedicatedServers } from './dedicated-servers.ts';
import { networkRouteTable, subnetIdOf } from './network.ts';

/**
 * A load balancer: a proxy that anybody may reach on its listening ports, since no firewall can
 * stand before it. Private targets are reached around the firewalls of their servers.
 * Source: "Load Balancers" of https://docs.hetzner.cloud/reference/cloud (2026-05).
 */
export function addLoadBalancer(
  balancer: LoadBalancer,
  project: CloudProject,
  dedicated: DedicatedServers,
): void {
  const { names, records } = project;
  const owner = names.id('load-balancer', balancer.id);
  const interfaces = interfacesOf(balancer, project, owner);
  for (const one of interfaces) records.add(one);
  const { targets, incomplete } = new TargetsOf(balancer, project, dedicated);
  const listeners = listenersOf(balancer, targets, incomplete);
  const isHttp = balancer.services.every(({ protocol }) => protocol !== 'tcp');
  const record: LoadBalancerRecord = {
    kind: 'load-balancer',
    id: owner,
    name: balancer.name,
    provenance: names.provenance(LOAD_BALANCERS, balancer.id, balancer.location?.name),
    ...(balancer.labels ? { labels: balancer.labels } : {}),
    scheme: balancer.public_net.enabled ? 'internet-facing' : 'internal',
    balancerKind: isHttp && balancer.services.length > 0 ? 'application' : 'proxy',
    interfaces: interfaces.map(({ id }) => id),
    listeners,
    hasOwnFilter: false,
    webFilter: 'none',
    state: 'running',
  };
  records.add(record);
}

function interfacesOf(
  balancer: LoadBalancer,
  project: CloudProject,
  owner: ResourceId,
): readonly Interface[] {
  const { names } = project;
  const { public_net, private_net } = balancer;
  const location = balancer.location?.name;
  const common = { kind: 'interface', layers: [], owner, forwards: false } as const;
  const interfaces: Interface[] = [];
  if (public_net.enabled) {
    const native = `balancer-${balancer.id}/public`;
    const texts = [public_net.ipv4?.ip, public_net.ipv6?.ip].filter((ip) => typeof ip === 'string');
    interfaces.push({
      ...common,
      id: names.id('interface', native),
      name: `${balancer.name}/public`,
      provenance: names.provenance(LOAD_BALANCERS, native, location),
      network: names.publicSpace(),
      addresses: texts.flatMap((ip) => addressAt(ip, 'public')),
      isPrimary: true,
    });
  }
  for (const { network, ip } of private_net) {
    const native = `balancer-${balancer.id}/network-${network}`;
    const known = project.networks.get(network);
    const subnet = known && subnetIdOf(known, ip, names);
    interfaces.push({
      ...common,
      id: names.id('interface', native),
      name: `${balancer.name}/${known?.name ?? network}`,
      provenance: names.provenance(LOAD_BALANCERS, native, location),
      network: project.networkId(network),
      ...(subnet === undefined ? { routeTable: networkRouteTable(network, project) } : { subnet }),
      addresses: addressAt(ip, 'private'),
      isPrimary: interfaces.length === 0,
    });
  }
  return interfaces;
}

function addressAt(ip: string, plane: 'public' | 'private'): readonly InterfaceAddress[] {
  const inside = addressSetIn(ip);
  return inside === undefined ? [] : [{ inside, plane, exact: true }];
}

/** A way to a target; the port is the service's own. */
type Way = Omit<BalancerTarget, 'port'>;

/** Whether an HTTPS service ends TLS itself; without certificates it passes it through. */
function endsTls({ protocol, http }: LoadBalancer['services'][number]): boolean {
  return protocol === 'https' && (http?.certificates?.length ?? 0) > 0;
}

function listenersOf(
  { services }: LoadBalancer,
  targets: readonly Way[],
  targetsIncomplete: Unknown | undefined,
): readonly Listener[] {
  const listeners = services.map((service): Listener => {
    const { protocol, listen_port: port, destination_port } = service;
    const isKnown = protocol === 'tcp' || protocol === 'http' || protocol === 'https';
    return {
      name: `${protocol} ${port} → ${destination_port}`,
      listens: TransportSet.tcp(PortSet.of(port)),
      application: !isKnown
        ? 'other'
        : protocol === 'https' && !endsTls(service)
          ? 'tls'
          : protocol,
      ...(protocol === 'http' ? { redirectsToHttps: false } : {}),
      targets: targets.map((way) => ({ ...way, port: destination_port })),
      ...(targetsIncomplete === undefined ? {} : { targetsIncomplete }),
    };
  });
  // "Redirect HTTP requests to HTTPS": port 80 is then served by the balancer itself.
  const redirects = services.some(({ http }) => http?.redirect_http === true);
  if (redirects && !services.some(({ listen_port }) => listen_port === 80)) {
    listeners.push({
      name: 'http 80 → https (redirect)',
      listens: TransportSet.tcp(PortSet.of(80)),
      application: 'http',
      redirectsToHttps: true,
      targets: [],
    });
  }
  return listeners;
}

/** The ways to all targets of a balancer, and what of them could not be found. */
class TargetsOf {
  readonly targets: readonly Way[];
  readonly incomplete: Unknown | undefined;
  readonly #balancer: LoadBalancer;
  readonly #project: CloudProject;
  readonly #dedicated: DedicatedServers;
  readonly #holes: Unknown[] = [];

  constructor(balancer: LoadBalancer, project: CloudProject, dedicated: DedicatedServers) {
    this.#balancer = balancer;
    this.#project = project;
    this.#dedicated = dedicated;
    this.targets = balancer.targets.flatMap((target) => this.#waysTo(target));
    this.incomplete = this.#holes[0];
  }

  #waysTo(target: LoadBalancerTarget): readonly Way[] {
    if (target.ip) return this.#waysToAddress(target.ip.ip);
    if (target.label_selector) {
      const { selector } = target.label_selector;
      if (target.targets) return target.targets.flatMap((one) => this.#waysToServer(one));
      this.#holes.push(unknown(`Which servers "${selector}" matches was not told.`));
      return [];
    }
    return this.#waysToServer(target);
  }

  #waysToServer({ server: reference, use_private_ip }: LoadBalancerTarget): readonly Way[] {
    if (!reference) {
      this.#holes.push(unknown('A target is of a kind that is not known to us.'));
      return [];
    }
    const server = this.#project.servers.get(reference.id);
    if (server === undefined) {
      const list = this.#project.answers.to(SERVERS);
      this.#holes.push(
        list.hole ?? unknown(`Server ${reference.id} is not in the list of servers.`, list.key),
      );
      return [];
    }
    return use_private_ip ? this.#privateWays(server) : this.#publicWay(server);
  }

  /** Over the networks in which both stand. */
  #privateWays(server: Server): readonly Way[] {
    const shared = this.#balancer.private_net.flatMap(({ network, ip }): Way[] => {
      if (!server.private_net.some((one) => one.network === network)) return [];
      return [
        {
          clients: 'any',
          to: this.#project.names.privateInterface(server.id, network),
          sees: 'balancer',
          ...balancerAddress(ip),
        },
      ];
    });
    if (shared.length === 0) {
      this.#holes.push(
        unknown(
          `${this.#balancer.name} and ${server.name} share no network, and yet it is a private target.`,
        ),
      );
    }
    return shared;
  }

  /** Targets are reached over IPv4 only, also for clients that come by IPv6 (LB overview, 2024-11). */
  #publicWay(server: Server): readonly Way[] {
    const { ipv4 } = server.public_net;
    const inside = ipv4 === null ? undefined : addressSetIn(ipv4.ip);
    if (inside === undefined) return [];
    return [
      {
        clients: 'any',
        to: this.#project.names.publicInterface(server.id),
        targetAddresses: inside,
        ...this.#seenFromOutside(),
      },
    ];
  }

  /** An IP target: a dedicated server of the same owner, by public address or behind a vSwitch. */
  #waysToAddress(ip: string): readonly Way[] {
    const inside = addressSetIn(ip) ?? AddressSet.empty;
    const found = this.#dedicated.at(inside);
    if (found.kind === 'unknown') {
      this.#holes.push(found);
      return [];
    }
    const seen = found.isPrivate ? this.#seenInside(found.network) : this.#seenFromOutside();
    return [
      {
        clients: 'any',
        to: found.interface,
        ...(found.isPrivate ? {} : { targetAddresses: inside }),
        ...seen,
      },
    ];
  }

  #seenInside(network: ResourceId): Pick<Way, 'sees' | 'balancerAddresses'> {
    const own = this.#balancer.private_net.find(
      (one) => this.#project.names.id('network', one.network) === network,
    );
    return { sees: 'balancer', ...(own === undefined ? {} : balancerAddress(own.ip)) };
  }

  /**
   * The target sees the balancer's public IPv4 address (supported by published configurations, not
   * stated by Hetzner; listed as unverified).
   */
  #seenFromOutside(): Pick<Way, 'sees' | 'balancerAddresses' | 'undetermined'> {
    const { enabled, ipv4 } = this.#balancer.public_net;
    const own = typeof ipv4?.ip === 'string' ? balancerAddress(ipv4.ip) : {};
    if (enabled) return { sees: 'balancer', ...own };
    return {
      sees: 'balancer',
      ...own,
      undetermined: unknown(
        `${this.#balancer.name} has no public interface, and yet a target is reached by a public address.`,
      ),
    };
  }
}

function balancerAddress(ip: string): Pick<Way, 'balancerAddresses'> {
  const set = addressSetIn(ip);
  return set === undefined ? {} : { balancerAddresses: set };
}
