import type {
  DropletDeclaration,
  FirewallDeclaration,
  NatGatewayDeclaration,
  PeerDeclaration,
  PeeringDeclaration,
  RuleDeclaration,
  TeamDeclaration,
  VpcDeclaration,
} from './world.ts';

/** An object in DigitalOcean's own shape. */
export type WireObject = Readonly<Record<string, unknown>>;

/** When everything was made that says nothing else. */
export const CREATED = '2026-01-05T10:00:00Z';

/** The only region of simulated teams. */
export const REGION = {
  name: 'Frankfurt 1',
  slug: 'fra1',
  features: ['backups', 'ipv6', 'metadata'],
  available: true,
  sizes: ['s-1vcpu-1gb'],
};

const SIZE = {
  slug: 's-1vcpu-1gb',
  memory: 1024,
  vcpus: 1,
  disk: 25,
  transfer: 1,
  price_monthly: 5,
  price_hourly: 0.00744,
  regions: ['fra1'],
  available: true,
  description: 'Basic',
};

const IMAGE = {
  id: 7555620,
  name: '12 x64',
  type: 'base',
  distribution: 'Debian',
  slug: 'debian-12-x64',
  public: true,
  regions: ['fra1'],
  created_at: CREATED,
  min_disk_size: 7,
  size_gigabytes: 2.34,
  description: 'Debian 12',
  tags: [],
  status: 'available',
  error_message: '',
};

/** A Droplet; the reserved addresses that lead to it stand among its public ones. */
export function dropletObject(droplet: DropletDeclaration, team: TeamDeclaration): WireObject {
  const reserved = (team.reservedIps ?? []).filter((one) => one.droplet === droplet.id);
  const address = (ip_address: string, type: string) => ({
    ip_address,
    netmask: '255.255.240.0',
    gateway: '10.0.0.1',
    type,
  });
  return {
    id: droplet.id,
    name: droplet.name ?? `droplet-${droplet.id}`,
    memory: 1024,
    vcpus: 1,
    disk: 25,
    locked: false,
    status: droplet.status ?? 'active',
    kernel: null,
    created_at: droplet.createdAt ?? '2026-06-01T10:00:00Z',
    features: ['droplet_agent', 'private_networking'],
    backup_ids: [],
    next_backup_window: null,
    snapshot_ids: [],
    image: IMAGE,
    volume_ids: [],
    size: SIZE,
    size_slug: SIZE.slug,
    networks: {
      v4: [
        // The order is not guaranteed (godo#343).
        ...reserved.map(({ ip }) => address(ip, 'public')),
        ...(droplet.privateIp ? [address(droplet.privateIp, 'private')] : []),
        ...(droplet.ipv4 ? [address(droplet.ipv4, 'public')] : []),
      ],
      v6: droplet.ipv6
        ? [{ ip_address: droplet.ipv6, netmask: 64, gateway: '2604:a880::1', type: 'public' }]
        : [],
    },
    region: REGION,
    tags: droplet.tags ?? [],
    ...(droplet.vpc ? { vpc_uuid: droplet.vpc } : {}),
  };
}

export function firewallObject(firewall: FirewallDeclaration): WireObject {
  return {
    id: firewall.id,
    name: firewall.name ?? firewall.id,
    status: firewall.status ?? 'succeeded',
    created_at: CREATED,
    pending_changes: (firewall.pending ?? []).map(({ droplet, removing, status }) => ({
      droplet_id: droplet,
      removing,
      status: status ?? 'waiting',
    })),
    inbound_rules: (firewall.inbound ?? []).map((rule) => ruleObject(rule, 'sources')),
    outbound_rules: (firewall.outbound ?? []).map((rule) => ruleObject(rule, 'destinations')),
    droplet_ids: firewall.droplets ?? [],
    tags: firewall.tags ?? [],
  };
}

function ruleObject(rule: RuleDeclaration, end: 'sources' | 'destinations'): WireObject {
  const { protocol = 'tcp', ports = '0', action } = rule;
  return { protocol, ports, ...(action === undefined ? {} : { action }), [end]: peerObject(rule) };
}

/** Members that are empty are left out, as DigitalOcean does. */
function peerObject({
  addresses,
  droplets,
  balancers,
  clusters,
  tags,
}: PeerDeclaration): WireObject {
  return {
    ...(addresses ? { addresses } : {}),
    ...(droplets ? { droplet_ids: droplets } : {}),
    ...(balancers ? { load_balancer_uids: balancers } : {}),
    ...(clusters ? { kubernetes_ids: clusters } : {}),
    ...(tags ? { tags } : {}),
  };
}

export function vpcObject(vpc: VpcDeclaration): WireObject {
  return {
    id: vpc.id,
    urn: `do:vpc:${vpc.id}`,
    name: vpc.name ?? vpc.id,
    description: '',
    region: REGION.slug,
    ip_range: vpc.range,
    created_at: CREATED,
    default: vpc.isDefault ?? false,
  };
}

/** Everything that stands in a VPC and that the token may see. */
export function memberObjects(vpc: string, team: TeamDeclaration): readonly WireObject[] {
  const lacks = new Set(team.lacks ?? []);
  const member = (type: string, id: string | number) => ({
    urn: `do:${type}:${id}`,
    name: String(id),
    created_at: CREATED,
  });
  return [
    ...(lacks.has('droplet:read')
      ? []
      : (team.droplets ?? [])
          .filter((one) => one.vpc === vpc)
          .map(({ id }) => member('droplet', id))),
    ...(team.loadBalancers ?? [])
      .filter((one) => one.vpc === vpc)
      .map(({ id }) => member('loadbalancer', id)),
    ...(team.databases ?? []).filter((one) => one.vpc === vpc).map(({ id }) => member('dbaas', id)),
    ...(team.clusters ?? [])
      .filter((one) => one.vpc === vpc)
      .map(({ id }) => member('kubernetes', id)),
  ];
}

export function peeringObject(peering: PeeringDeclaration): WireObject {
  return {
    id: peering.id,
    name: peering.id,
    created_at: peering.createdAt ?? '2026-01-01T10:00:00Z',
    status: peering.status ?? 'ACTIVE',
    vpc_ids: peering.vpcs,
  };
}

export function natGatewayObject(gateway: NatGatewayDeclaration): WireObject {
  return {
    id: gateway.id,
    name: gateway.id,
    type: 'PUBLIC',
    state: gateway.state ?? 'ACTIVE',
    region: REGION.slug,
    size: 1,
    vpcs: [{ vpc_uuid: gateway.vpc, gateway_ip: '10.0.0.2' }],
    egresses: { public_gateways: [{ ipv4: gateway.ipv4 }] },
    udp_timeout_seconds: 30,
    icmp_timeout_seconds: 30,
    tcp_timeout_seconds: 30,
    created_at: CREATED,
    updated_at: CREATED,
  };
}

export function partnerAttachmentObject(one: {
  readonly id: string;
  readonly vpcs: readonly string[];
}): WireObject {
  return {
    id: one.id,
    name: one.id,
    state: 'active',
    connection_bandwidth_in_mbps: 1000,
    region: 'fra',
    naas_provider: 'megaport',
    vpc_ids: one.vpcs,
    bgp: {
      local_asn: 64532,
      peer_asn: 64533,
      local_router_ip: '169.254.0.1/29',
      peer_router_ip: '169.254.0.6/29',
    },
    created_at: CREATED,
  };
}

/** A reserved address with the whole Droplet inside, as the API answers it. */
export function reservedIpObject(
  { ip, droplet }: { readonly ip: string; readonly droplet?: number },
  team: TeamDeclaration,
): WireObject {
  return {
    ip,
    region: REGION,
    droplet: holderOf(droplet, team),
    locked: false,
    project_id: '746c6152-2fa2-11ed-92d3-27aaa54e4988',
  };
}

export function reservedIpv6Object(
  { ip, droplet }: { readonly ip: string; readonly droplet?: number },
  team: TeamDeclaration,
): WireObject {
  return { ip, region_slug: REGION.slug, reserved_at: CREATED, droplet: holderOf(droplet, team) };
}

function holderOf(id: number | undefined, team: TeamDeclaration): WireObject | null {
  const holder = team.droplets?.find((one) => one.id === id);
  return holder === undefined ? null : dropletObject(holder, team);
}

export function actionObject(action: {
  readonly id: number;
  readonly type: string;
  readonly droplet: number;
  readonly at?: string;
}): WireObject {
  const at = action.at ?? CREATED;
  return {
    id: action.id,
    status: 'completed',
    type: action.type,
    started_at: at,
    completed_at: at,
    resource_id: action.droplet,
    resource_type: 'droplet',
    region: REGION,
    region_slug: REGION.slug,
  };
}
