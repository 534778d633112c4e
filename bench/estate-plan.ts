import { drawn, randomNumbers } from './estate-random.ts';

/** How large an estate is made, and for whom. */
export interface EstateSize {
  /** Firewall rules in all; a group has 50 of them on average. */
  readonly rules: number;
  /**
   * `any`, the default: a tenth of the groups also deny. `aws`: only what AWS can say, as it means it: groups that only
   * allow, and references that mean the members' IPv6 addresses as well.
   */
  readonly dialect?: 'any' | 'aws';
}

/** Packets of a rule. Ports are inclusive; `all` is every protocol. */
export interface TransportPlan {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'all';
  readonly ports?: readonly [first: number, last: number];
}

/** One rule of a group or border: the peer is a prefix, or another group of the same network. */
export interface RulePlan {
  readonly action: 'allow' | 'deny';
  readonly transport: TransportPlan;
  readonly peer: string | GroupReference;
}

/** A group that a rule names. */
export interface GroupReference {
  readonly group: string;
}

/** A stateful filter: everything may leave, and these rules say what may enter. */
export interface GroupPlan {
  readonly name: string;
  readonly denies: boolean;
  readonly ingress: readonly RulePlan[];
}

/** A server or a database with its one interface. */
export interface HostPlan {
  readonly name: string;
  readonly kind: 'server' | 'database';
  readonly environment: string;
  readonly placement: Placement;
}

/** An internet-facing balancer with an HTTPS listener and one target. */
export interface BalancerPlan {
  readonly name: string;
  readonly target: string;
  readonly targetPort: number;
  readonly placement: Placement;
}

/** Where an interface is, and which groups it carries. */
export interface Placement {
  /** Position of the subnet in its network. */
  readonly subnet: number;
  readonly address: string;
  readonly publicAddress: string | undefined;
  readonly ipv6: string | undefined;
  readonly groups: readonly string[];
}

/**
 * One network with everything in it: four subnets of which the first two are public, an internet gateway, a NAT gateway
 * in the first subnet, and a peering with the network before it where `isPeered`.
 */
export interface NetworkPlan {
  readonly index: number;
  readonly name: string;
  readonly range: string;
  readonly range6: string;
  readonly subnets: readonly string[];
  readonly natAddress: string;
  /** First matches of the stateless filter at every subnet, before everything else is allowed; `undefined` without one. */
  readonly border: readonly RulePlan[] | undefined;
  readonly groups: readonly GroupPlan[];
  readonly hosts: readonly HostPlan[];
  readonly balancers: readonly BalancerPlan[];
  readonly isPeered: boolean;
}

const RULES_PER_FILTER = 50;
const INTERFACES_PER_RULE = 0.1;
const INTERFACES_PER_NETWORK = 500;
const BORDER_RULES = 8;

const PORTS = [
  22, 53, 80, 123, 443, 1433, 2049, 3000, 3306, 3389, 5000, 5432, 5601, 6379, 8000, 8080, 8443,
  9000, 9090, 9092, 9200, 9300, 11211, 27017,
];

const TRANSPORTS: readonly TransportPlan[] = [
  ...PORTS.map((port) => ({ protocol: 'tcp', ports: [port, port] }) as const),
  { protocol: 'tcp', ports: [1024, 65_535] },
  { protocol: 'tcp', ports: [8000, 8100] },
  { protocol: 'udp', ports: [53, 53] },
  { protocol: 'udp', ports: [123, 123] },
  { protocol: 'icmp' },
  { protocol: 'all' },
];

/**
 * The networks of an estate one by one, the same for the same seed: 500 interfaces each, groups that refer to each other
 * and are shared by hosts of one kind, a stateless filter at every fifth network, peerings, balancers, databases with a
 * group that no other database puts first, and IPv6 on two fifths of the interfaces.
 */
export function* networkPlans(size: EstateSize, seed: number): Generator<NetworkPlan> {
  const random = randomNumbers(seed);
  const sources = Array.from({ length: 4_000 }, () => someSource(random));
  const planner = { random, sources, dialect: size.dialect ?? 'any', published: { count: 0 } };
  const interfaces = Math.max(10, Math.round(size.rules * INTERFACES_PER_RULE));
  const networks = Math.max(2, Math.round(interfaces / INTERFACES_PER_NETWORK));
  const filters = Math.max(networks, Math.round(size.rules / RULES_PER_FILTER));
  for (let index = 0; index < networks; index++) {
    const share = (all: number) =>
      Math.round(((index + 1) * all) / networks) - Math.round((index * all) / networks);
    yield networkPlan(planner, index, share(interfaces), share(filters));
  }
}

interface Planner {
  readonly random: () => number;
  readonly sources: readonly string[];
  readonly dialect: 'any' | 'aws';
  readonly published: { count: number };
}

function networkPlan(
  planner: Planner,
  index: number,
  interfaces: number,
  filters: number,
): NetworkPlan {
  const name = `net-${index}`;
  const second = index % 256;
  const border = index % 5 === 0 ? borderRules(planner) : undefined;
  const groupNames = Array.from({ length: filters }, (_, position) => `${name}-group-${position}`);
  const groups = groupNames.map((group, position) =>
    groupPlan(planner, group, position, groupNames),
  );
  const hosts: HostPlan[] = [];
  const balancers: BalancerPlan[] = [];
  for (let position = 0; position < interfaces; position++) {
    const host = hostPlan(planner, index, position, groupNames);
    hosts.push(host);
    if (position % 50 === 10) balancers.push(balancerPlan(planner, index, position, host));
  }
  return {
    index,
    name,
    range: `10.${second}.0.0/16`,
    range6: `2600:1f00:${index.toString(16)}::/56`,
    subnets: [0, 64, 128, 192].map((third) => `10.${second}.${third}.0/18`),
    natAddress: `20.0.${index >> 8}.${second}`,
    border,
    groups,
    hosts,
    balancers,
    isPeered: index % 2 === 1,
  };
}

function borderRules({ random, sources }: Planner): readonly RulePlan[] {
  return Array.from({ length: BORDER_RULES }, () => ({
    action: 'deny',
    peer: drawn(sources, random()),
    transport: drawn(TRANSPORTS, random()),
  }));
}

function groupPlan(
  planner: Planner,
  name: string,
  position: number,
  groups: readonly string[],
): GroupPlan {
  const { random, dialect } = planner;
  const denies = dialect === 'any' && position % 10 === 9;
  const count = Math.max(2, Math.round(RULES_PER_FILTER * (0.2 + 1.6 * random())));
  const ingress: RulePlan[] = [];
  for (let line = 1; line < count; line++) {
    const action = denies && random() < 0.2 ? 'deny' : 'allow';
    ingress.push({
      action,
      transport: drawn(TRANSPORTS, random()),
      peer: somePeer(planner, groups),
    });
  }
  return { name, denies, ingress };
}

function somePeer({ random, sources }: Planner, groups: readonly string[]): RulePlan['peer'] {
  const dice = random();
  if (dice < 0.2 && groups.length > 1) return { group: drawn(groups, random()) };
  return dice < 0.23 ? '0.0.0.0/0' : drawn(sources, random());
}

function hostPlan(
  planner: Planner,
  index: number,
  position: number,
  groups: readonly string[],
): HostPlan {
  const subnet = position % 4;
  const host = Math.floor(position / 4) + 4;
  // Of every forty, one database in a private subnet and one in a public one.
  const isDatabase = position % 40 === 17 || position % 40 === 39;
  const hasIpv6 = planner.random() < 0.4;
  // Combinations of groups repeat: hosts of one kind share theirs.
  const kind = Math.floor(planner.random() * Math.max(1, (groups.length * 15) / 100));
  const chosen = isDatabase ? [Math.floor(position / 20)] : [];
  for (let group = 0; group <= kind % 3; group++) chosen.push(kind * 7 + group * 10);
  const held = new Set(chosen.flatMap((group) => groups[group % groups.length] ?? []));
  return {
    name: `net-${index}-host-${position}`,
    kind: isDatabase ? 'database' : 'server',
    environment: ['prod', 'staging', 'dev'][kind % 3] ?? 'dev',
    placement: {
      subnet,
      address: `10.${index % 256}.${subnet * 64 + (host >> 8)}.${host & 255}`,
      publicAddress: subnet < 2 && position % 3 === 0 ? publicAddress(planner) : undefined,
      // Databases have IPv4 alone.
      ipv6:
        hasIpv6 && !isDatabase
          ? `2600:1f00:${index.toString(16)}::${subnet}:${host.toString(16)}`
          : undefined,
      groups: [...held],
    },
  };
}

function balancerPlan(
  planner: Planner,
  index: number,
  position: number,
  target: HostPlan,
): BalancerPlan {
  return {
    name: `net-${index}-lb-${position}`,
    target: target.name,
    targetPort: 8080,
    placement: {
      subnet: 0,
      address: `10.${index % 256}.63.${position % 256}`,
      publicAddress: publicAddress(planner),
      ipv6: undefined,
      groups: target.placement.groups,
    },
  };
}

function publicAddress({ published }: Planner): string {
  const count = published.count++;
  return `52.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`;
}

function someSource(random: () => number): string {
  const byte = () => Math.floor(random() * 256);
  const dice = random();
  if (dice < 0.6) return `10.${byte()}.${byte() & 240}.0/20`;
  if (dice < 0.8) return `${1 + (byte() % 9)}.${byte()}.${byte()}.${byte()}/32`;
  if (dice < 0.9) return `2600:${byte().toString(16)}00::/32`;
  return `172.16.${byte()}.0/24`;
}
