import {
  type BalancerTarget,
  type Listener,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import type { Droplet } from '../schema/compute.ts';
import type { LoadBalancer } from '../schema/service.ts';
import { ownPublicAddresses } from './droplet.ts';
import type { Team } from './team.ts';

type ForwardingRule = NonNullable<LoadBalancer['forwarding_rules']>[number];

/** A way to a target; the port is the forwarding rule's own. */
type Way = Omit<BalancerTarget, 'port'>;

/** What a balancer listens on, and where each of its ports leads. */
export function listenersOf(balancer: LoadBalancer, team: Team): readonly Listener[] {
  const { ways, incomplete } = new TargetsOf(balancer, team);
  const hole = incomplete === undefined ? {} : { targetsIncomplete: incomplete };
  const rules = balancer.forwarding_rules ?? [];
  if (rules.length === 0 && balancer.type === 'GLOBAL') return globalListeners(ways, hole);
  return rules.map((rule): Listener => {
    const application = applicationOf(rule);
    const endsTls = application === 'https';
    return {
      name: `${rule.entry_protocol} ${rule.entry_port} → ${rule.target_port}`,
      listens: transportOf(rule),
      application,
      ...(application === 'http'
        ? { redirectsToHttps: balancer.redirect_http_to_https === true }
        : {}),
      ...(endsTls ? { tls: { policy: balancer.tls_cipher_policy ?? 'DEFAULT' } } : {}),
      targets: ways.map((way) => ({ ...way, port: rule.target_port })),
      ...hole,
    };
  });
}

/** A global balancer answers for its domains, and names no ports. */
function globalListeners(
  ways: readonly Way[],
  hole: Pick<Listener, 'targetsIncomplete'>,
): readonly Listener[] {
  return (
    [
      ['http', 80],
      ['https', 443],
    ] as const
  ).map(([application, port]) => ({
    name: `${application} ${port}`,
    listens: TransportSet.tcp(PortSet.of(port)),
    application,
    targets: ways.map((way) => ({ ...way, port: 'same' as const })),
    ...hole,
  }));
}

function transportOf({ entry_protocol, entry_port }: ForwardingRule): TransportSet {
  const port = PortSet.of(entry_port);
  switch (entry_protocol) {
    case 'udp':
    case 'http3':
      return TransportSet.udp(port);
    case 'tcp':
    case 'http':
    case 'http2':
    case 'https':
      return TransportSet.tcp(port);
    default:
      return TransportSet.tcp(port).union(TransportSet.udp(port));
  }
}

function applicationOf({
  entry_protocol,
  tls_passthrough,
}: ForwardingRule): Listener['application'] {
  switch (entry_protocol) {
    case 'http':
    case 'tcp':
    case 'udp':
      return entry_protocol;
    case 'https':
    case 'http2':
    case 'http3':
      return tls_passthrough === true ? 'tls' : 'https';
    default:
      return 'other';
  }
}

/** The ways to all targets of a balancer, and what of them could not be found. */
class TargetsOf {
  readonly ways: readonly Way[];
  readonly incomplete: Unknown | undefined;
  readonly #balancer: LoadBalancer;
  readonly #team: Team;
  readonly #holes: Unknown[] = [];

  constructor(balancer: LoadBalancer, team: Team) {
    this.#balancer = balancer;
    this.#team = team;
    const droplets = this.#droplets();
    this.ways =
      balancer.type === 'GLOBAL'
        ? this.#globalWays(droplets)
        : droplets.flatMap((droplet) => this.#waysTo(droplet));
    this.incomplete = this.#holes[0];
  }

  /** Those that are named, and those with the balancer's tag. */
  #droplets(): readonly Droplet[] {
    const { droplet_ids, tag } = this.#balancer;
    const team = this.#team;
    const found = new Map<number, Droplet>();
    for (const id of droplet_ids ?? []) {
      const droplet = team.droplets.get(id);
      if (droplet !== undefined) found.set(id, droplet);
      else this.#holes.push(team.hiddenDroplets ?? unknown(`Droplet ${id} was not listed.`));
    }
    if (tag) {
      for (const droplet of team.taggedDroplets(tag)) found.set(droplet.id, droplet);
      const hole = team.hiddenTags ?? team.hiddenDroplets;
      if (hole !== undefined) this.#holes.push(hole);
    }
    return [...found.values()];
  }

  /** Which address the regional balancers and Droplets behind see is not documented. */
  #globalWays(droplets: readonly Droplet[]): readonly Way[] {
    const { names } = this.#team;
    const cause = unknown('How a global load balancer reaches its targets is not documented.');
    const to = [
      ...(this.#balancer.target_load_balancer_ids ?? []).map((id) => names.id('load-balancer', id)),
      ...droplets.map(({ id }) => names.dropletInterface(id, 'public')),
    ];
    return to.map((target) => ({
      clients: 'any',
      to: target,
      sees: 'either',
      undetermined: cause,
    }));
  }

  /**
   * In one VPC the way leads through it, else over the public address. A Droplet without a VPC in
   * the answer may be reached either way.
   */
  #waysTo(droplet: Droplet): readonly Way[] {
    const vpc = this.#balancer.vpc_uuid;
    if (!vpc || !droplet.vpc_uuid) {
      const cause = this.#team.holeOfVpc(undefined);
      return [...this.#waysByVpc(droplet), ...this.#waysByPublicAddress(droplet)].map((way) => ({
        ...way,
        undetermined: cause,
      }));
    }
    return vpc === droplet.vpc_uuid ? this.#waysByVpc(droplet) : this.#waysByPublicAddress(droplet);
  }

  #waysByVpc(droplet: Droplet): readonly Way[] {
    const to = this.#team.names.dropletInterface(droplet.id, 'private');
    if (this.#passesThrough) {
      return [{ clients: 'ipv4', to, sees: 'client' }, ...this.#ipv6Ways(droplet)];
    }
    const known: Way = { clients: 'any', to, sees: 'balancer', ...this.#ownAddress() };
    const { vpc_uuid, network } = this.#balancer;
    if (network === 'INTERNAL' || !vpc_uuid) return [known];
    // A rule that names the balancer is met for certain (the first way). One that names a part of
    // the VPC is met if the balancer's address is in it, which no answer tells (the second way).
    const range = this.#team.rangeOf(vpc_uuid).subtract(this.#team.takenIn(vpc_uuid));
    const cause = unknown("The balancer's own address in the VPC is not told.");
    return [known, { ...known, balancerAddresses: range, undetermined: cause }];
  }

  #waysByPublicAddress(droplet: Droplet): readonly Way[] {
    const own = ownPublicAddresses(droplet, this.#team).filter((ip) => !ip.includes(':'));
    const targetAddresses = AddressSet.unionOf(own.flatMap((ip) => addressSetIn(ip) ?? []));
    if (targetAddresses.isEmpty) return [];
    const to = this.#team.names.dropletInterface(droplet.id, 'public');
    if (this.#passesThrough) {
      return [{ clients: 'ipv4', to, sees: 'client', targetAddresses }, ...this.#ipv6Ways(droplet)];
    }
    return [{ clients: 'any', to, sees: 'balancer', targetAddresses, ...this.#ownAddress() }];
  }

  /** How a pass-through balancer hands on clients that come by IPv6 is not documented. */
  #ipv6Ways(droplet: Droplet): readonly Way[] {
    if (!this.#balancer.ipv6) return [];
    const own = ownPublicAddresses(droplet, this.#team).filter((ip) => ip.includes(':'));
    const targetAddresses = AddressSet.unionOf(own.flatMap((ip) => addressSetIn(ip) ?? []));
    if (targetAddresses.isEmpty) return [];
    const to = this.#team.names.dropletInterface(droplet.id, 'public');
    const cause = unknown('How IPv6 clients are handed on to Droplets is not documented.');
    return [{ clients: 'ipv6', to, sees: 'client', targetAddresses, undetermined: cause }];
  }

  /** "REGIONAL_NETWORK" hands packets on with the client's address; "REGIONAL" ends connections. */
  get #passesThrough(): boolean {
    return this.#balancer.type === 'REGIONAL_NETWORK';
  }

  #ownAddress(): Pick<Way, 'balancerAddresses'> {
    const { ip } = this.#balancer;
    const set = ip ? addressSetIn(ip) : undefined;
    return set === undefined ? {} : { balancerAddresses: set };
  }
}
