import {
  type Gateway,
  type Known,
  type Network,
  type ResourceId,
  type Route,
  type RouteTarget,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { addressSetIn, prefixLengthIn } from '../../normalize/wire-address.ts';
import {
  DROPLETS,
  NAT_GATEWAYS,
  PARTNER_ATTACHMENTS,
  VPC_PEERINGS,
  VPCS,
} from '../operations/compute.ts';
import type { Vpc, VpcPeering } from '../schema/compute.ts';
import type { Team } from './team.ts';

/** The network that stands for the internet: members are on it with addresses of their own. */
export function addPublicSpace({ names, records }: Team): void {
  records.add({
    kind: 'network',
    id: names.publicSpace(),
    name: `${names.account} public network`,
    provenance: names.provenance(DROPLETS, 'public'),
    ranges: AddressSet.empty,
    isDefault: true,
    isPublicSpace: true,
  });
}

/** VPC networks, the peerings between them and the gateways in them. */
export function addNetworks(team: Team): void {
  for (const vpc of team.vpcs.values()) addVpc(vpc, team);
  addPeerings(team);
  addNatGateways(team);
  addPartnerAttachments(team);
}

function addVpc(vpc: Vpc, { names, records }: Team): void {
  const record: Network = {
    kind: 'network',
    id: names.id('network', vpc.id),
    name: vpc.name,
    provenance: names.provenance(VPCS, vpc.id, vpc.region ?? undefined),
    ranges: (vpc.ip_range ? addressSetIn(vpc.ip_range) : undefined) ?? AddressSet.empty,
    isDefault: vpc.default === true,
    isPublicSpace: false,
  };
  records.add(record);
}

/**
 * A peering joins exactly two VPCs.
 * Source: https://docs.digitalocean.com/products/networking/vpc/how-to/create-peering/ (read 2026-11).
 */
function addPeerings(team: Team): void {
  const { names, records, answers } = team;
  for (const peering of answers.to(VPC_PEERINGS).items) {
    const record: Gateway = {
      kind: 'gateway',
      id: names.id('gateway', peering.id),
      name: peering.name,
      provenance: names.provenance(VPC_PEERINGS, peering.id),
      gatewayKind: 'peering',
      state: stateOf(peering.status, 'ACTIVE', ['PROVISIONING']),
      networks: peering.vpc_ids.map((vpc) => team.networkId(vpc, peering.id)),
    };
    records.add(record);
  }
}

/** A NAT gateway carries out and never in. */
function addNatGateways(team: Team): void {
  const { names, records, answers } = team;
  for (const gateway of answers.to(NAT_GATEWAYS).items) {
    const addresses = (gateway.egresses?.public_gateways ?? []).flatMap(({ ipv4 }) =>
      ipv4 ? (addressSetIn(ipv4) ?? []) : [],
    );
    const record: Gateway = {
      kind: 'gateway',
      id: names.id('gateway', gateway.id),
      name: gateway.name,
      provenance: names.provenance(NAT_GATEWAYS, gateway.id, gateway.region ?? undefined),
      gatewayKind: 'nat',
      state: stateOf(gateway.state, 'ACTIVE', ['NEW', 'PROVISIONING', 'ERROR', 'INVALID']),
      networks: (gateway.vpcs ?? []).map(({ vpc_uuid }) => team.networkId(vpc_uuid, gateway.id)),
      carries: { addresses: AddressSet.allIpv4 },
      egressAddresses:
        addresses.length > 0
          ? AddressSet.unionOf(addresses)
          : unknown(`DigitalOcean did not say with which address ${gateway.name} sends.`),
    };
    records.add(record);
  }
}

/** What lies behind a partner's attachment no call that we make tells. */
function addPartnerAttachments(team: Team): void {
  const { names, records, answers } = team;
  for (const attachment of answers.to(PARTNER_ATTACHMENTS).items) {
    const record: Gateway = {
      kind: 'gateway',
      id: names.id('gateway', attachment.id),
      name: attachment.name,
      provenance: names.provenance(PARTNER_ATTACHMENTS, attachment.id),
      gatewayKind: 'vpn',
      state: stateOf(attachment.state?.toUpperCase() ?? '', 'ACTIVE', []),
      networks: (attachment.vpc_ids ?? []).map((vpc) => team.networkId(vpc, attachment.id)),
    };
    records.add(record);
  }
}

function stateOf(
  state: string,
  active: string,
  inactive: readonly string[],
): Known<'active' | 'inactive'> {
  if (state === active) return 'active';
  if (inactive.includes(state)) return 'inactive';
  return unknown(`DigitalOcean says that its state is "${state}".`);
}

/** Who asks for a route table. */
export interface Sender {
  /** It has no address of its own on the internet: the NAT gateway of its VPC carries it out. */
  readonly isPrivate: boolean;
  /** When a Droplet was made; absent for what DigitalOcean itself keeps up to date. */
  readonly createdAt?: string;
}

/** Droplets that are older need a route of their own to a peered VPC (documented day, read 2026-11). */
const PEERING_ROUTES_SINCE = '2024-10-02';

/**
 * The routes of one kind of member of a VPC; the table is made when it is first asked for.
 *
 * An active peering proves no route for Droplets that are older than it: they need their networking
 * restarted, or a route of their own, which no API shows.
 */
export function routeTableOf(
  vpc: string | null | undefined,
  sender: Sender,
  team: Team,
): Known<ResourceId> {
  const known = vpc == null ? undefined : team.vpcs.get(vpc);
  if (known === undefined) return team.holeOfVpc(vpc);
  const peerings = team.answers
    .to(VPC_PEERINGS)
    .items.filter(({ vpc_ids }) => vpc_ids.includes(known.id));
  const doubtful = peerings.filter((peering) => mayLackRoute(sender, peering));
  const name = [
    known.id,
    ...(sender.isPrivate ? ['private'] : []),
    ...doubtful.map(({ id }) => `without-${id}`),
  ].join('/');
  const { names, records } = team;
  const id = names.id('route-table', name);
  const { routes, incomplete } = new Routes(known, team, sender.isPrivate, peerings, doubtful);
  records.add({
    kind: 'route-table',
    id,
    name,
    provenance: names.provenance(VPCS, name, known.region ?? undefined),
    network: names.id('network', known.id),
    routes,
    ...(incomplete === undefined ? {} : { incomplete }),
  });
  return id;
}

function mayLackRoute({ createdAt }: Sender, peering: VpcPeering): boolean {
  if (createdAt === undefined) return false;
  const since = peering.created_at ?? '';
  return createdAt < PEERING_ROUTES_SINCE || createdAt < since;
}

/** The routes in one VPC, and why there may be more. */
class Routes {
  readonly routes: readonly Route[];
  readonly incomplete: Unknown | undefined;

  constructor(
    vpc: Vpc,
    team: Team,
    isPrivate: boolean,
    peerings: readonly VpcPeering[],
    doubtful: readonly VpcPeering[],
  ) {
    const holes: Unknown[] = [];
    const routes: Route[] = [];
    const add = (cidr: string | null | undefined, target: RouteTarget, label: string) => {
      const destination = cidr ? addressSetIn(cidr) : undefined;
      if (!cidr || destination === undefined) {
        holes.push(unknown(`The range behind "${label}" is not known.`));
        return;
      }
      const prefixLength = prefixLengthIn(cidr);
      routes.push({ destination, prefixLength, preference: 0, target, label });
    };
    add(vpc.ip_range, { kind: 'local' }, `${vpc.ip_range} in ${vpc.name}`);
    for (const peering of peerings) {
      const other = peering.vpc_ids.find((id) => id !== vpc.id);
      const range = other === undefined ? undefined : team.vpcs.get(other)?.ip_range;
      const target: RouteTarget = doubtful.includes(peering)
        ? undetermined('A Droplet that is older than a peering may lack the route to it.')
        : { kind: 'gateway', gateway: team.names.id('gateway', peering.id) };
      add(range, target, `${range} by ${peering.name}`);
    }
    const attachments = team.answers.to(PARTNER_ATTACHMENTS);
    for (const { name, vpc_ids } of attachments.items) {
      if (!vpc_ids?.includes(vpc.id)) continue;
      const target = undetermined(`What lies behind ${name} is not read.`);
      for (const cidr of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']) {
        add(cidr, target, `${cidr} perhaps by ${name}`);
      }
    }
    const way = defaultRoute(vpc.id, team, isPrivate);
    if (way !== undefined) add('0.0.0.0/0', way.target, way.label);
    for (const list of [team.answers.to(VPC_PEERINGS), attachments]) {
      if (list.hole !== undefined) holes.push(list.hole);
    }
    this.routes = routes;
    this.incomplete = holes[0];
  }
}

/**
 * The way out of a VPC. Private Droplets use its NAT gateway by themselves; others keep their public
 * address, unless somebody has turned the default route in their operating system.
 * Source: https://docs.digitalocean.com/products/networking/vpc/how-to/private-droplets/ (2026-03-30).
 */
function defaultRoute(
  vpc: string,
  team: Team,
  isPrivate: boolean,
): { readonly target: RouteTarget; readonly label: string } | undefined {
  const list = team.answers.to(NAT_GATEWAYS);
  const gateways = list.items.flatMap((gateway) => {
    const place = gateway.vpcs?.find(({ vpc_uuid }) => vpc_uuid === vpc);
    return place === undefined ? [] : [{ gateway, isDefault: place.default_gateway }];
  });
  const label = 'everything by the NAT gateway of the VPC';
  if (gateways.length === 0) {
    if (list.hole === undefined) return undefined;
    return { target: { kind: 'undetermined', cause: list.hole }, label };
  }
  if (!isPrivate) {
    const reason = 'Whether a Droplet with a public address uses the NAT gateway is decided in it.';
    return { target: undetermined(reason), label };
  }
  const chosen = gateways.filter(({ isDefault }) => isDefault === true);
  const candidates = chosen.length > 0 ? chosen : gateways;
  const [only] = candidates;
  if (only === undefined || candidates.length > 1 || only.isDefault === false) {
    return {
      target: undetermined('Which NAT gateway is the default of the VPC is not told.'),
      label,
    };
  }
  return { target: { kind: 'gateway', gateway: team.names.id('gateway', only.gateway.id) }, label };
}

function undetermined(reason: string): RouteTarget {
  return { kind: 'undetermined', cause: unknown(reason) };
}
