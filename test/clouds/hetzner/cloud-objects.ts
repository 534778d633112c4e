import { CREATED, IMAGE, LOCATION, SERVER_TYPE, STORAGE_BOX_TYPE } from './cloud-constants.ts';
import { selectorSees } from './label-selector.ts';
import { loadBalancerObject } from './load-balancer-objects.ts';
import type { WireObject } from './wire-object.ts';
import type {
  Access,
  FirewallDeclaration,
  NetworkDeclaration,
  Project,
  ServerDeclaration,
} from './world.ts';

/** All lists of one project by the name that the API gives them, each in order of id. */
export function cloudLists(project: Project): Readonly<Record<string, readonly WireObject[]>> {
  const lists: Record<string, WireObject[]> = {
    servers: (project.servers ?? []).map((server) => serverObject(server, project)),
    firewalls: (project.firewalls ?? []).map((firewall) => firewallObject(firewall, project)),
    networks: (project.networks ?? []).map((network) => networkObject(network, project)),
    load_balancers: (project.loadBalancers ?? []).map((one) => loadBalancerObject(one, project)),
    primary_ips: primaryIps(project),
    floating_ips: (project.floatingIps ?? []).map(({ id, ip, server }) => ({
      id,
      name: `floating-${id}`,
      description: null,
      ip,
      type: ip.includes(':') ? 'ipv6' : 'ipv4',
      server: server ?? null,
      dns_ptr: [],
      home_location: LOCATION,
      blocked: false,
      protection: { delete: false },
      labels: {},
      created: CREATED,
    })),
    certificates: (project.certificates ?? []).map(({ id, domain }) => ({
      id,
      name: domain,
      labels: {},
      type: 'managed',
      certificate: '-----BEGIN CERTIFICATE-----\n…',
      created: CREATED,
      not_valid_before: CREATED,
      not_valid_after: '2027-01-05T10:00:00+00:00',
      domain_names: [domain],
      fingerprint: '03:c7:55:9b:2a:d1:04:17:09:f6:d0:7f:18:34:63:d4:3e:5f',
      status: { issuance: 'completed', renewal: 'scheduled', error: null },
      used_by: [],
    })),
    placement_groups: (project.placementGroups ?? []).map(({ id, servers }) => ({
      id,
      name: `group-${id}`,
      labels: {},
      type: 'spread',
      created: CREATED,
      servers,
    })),
    storage_boxes: (project.storageBoxes ?? []).map(({ id, name, access, plantedPassword }) => ({
      id,
      ...(plantedPassword === undefined ? {} : { password: plantedPassword }),
      username: `u${id}`,
      status: 'active',
      name: name ?? `box-${id}`,
      storage_box_type: STORAGE_BOX_TYPE,
      location: LOCATION,
      access_settings: { ...accessObject(access), zfs_enabled: false },
      server: `u${id}.your-storagebox.de`,
      system: 'FSN1-BX355',
      stats: { size: 0, size_data: 0, size_snapshots: 0 },
      labels: {},
      protection: { delete: false },
      snapshot_plan: null,
      created: CREATED,
    })),
  };
  for (const list of Object.values(lists)) list.sort((a, b) => Number(a['id']) - Number(b['id']));
  return lists;
}

/** The subaccounts of one Storage Box; `undefined` where there is no such box. */
export function subaccountList(project: Project, box: number): readonly WireObject[] | undefined {
  const declared = project.storageBoxes?.find(({ id }) => id === box);
  return declared === undefined
    ? undefined
    : (declared.subaccounts ?? []).map(({ id, access }) => ({
        id,
        username: `u${box}-sub${id}`,
        name: `sub${id}`,
        home_directory: `home/${id}/`,
        server: `u${box}-sub${id}.your-storagebox.de`,
        access_settings: { ...accessObject(access), readonly: false },
        description: '',
        labels: {},
        created: CREATED,
        storage_box: box,
      }));
}

/** The actions on one kind of resource. */
export function actionList(project: Project, resources: string): readonly WireObject[] {
  return (project.actions ?? [])
    .filter((action) => action.of === resources)
    .map(({ id, command, resource, at = CREATED }) => ({
      id,
      command,
      status: 'success',
      started: at,
      finished: at,
      progress: 100,
      resources: [{ id: resource, type: resources.replace(/s$/, '') }],
      error: null,
    }));
}

function accessObject({ external, samba, ssh, webdav }: Access): WireObject {
  return {
    reachable_externally: external,
    samba_enabled: samba ?? false,
    ssh_enabled: ssh ?? false,
    webdav_enabled: webdav ?? false,
  };
}

/** Whether a firewall is in force on a server, through its id or through a selector. */
function isAppliedTo(firewall: FirewallDeclaration, server: ServerDeclaration): boolean {
  return (firewall.appliedTo ?? []).some((to) =>
    typeof to === 'number' ? to === server.id : selectorSees(to, server),
  );
}

function serverObject(server: ServerDeclaration, project: Project): WireObject {
  const { id, ipv4, ipv6 } = server;
  const firewalls = (project.firewalls ?? [])
    .filter((firewall) => isAppliedTo(firewall, server))
    .map((firewall) => ({
      id: firewall.id,
      status: server.pendingFirewalls?.includes(firewall.id) ? 'pending' : 'applied',
    }));
  const publicV4 = { id: id * 10 + 4, ip: ipv4, blocked: false, dns_ptr: `${id}.example.com` };
  const publicV6 = { id: id * 10 + 6, ip: ipv6, blocked: false, dns_ptr: [] };
  const floating = (project.floatingIps ?? []).filter((ip) => ip.server === id);
  return {
    id,
    name: server.name ?? `server-${id}`,
    status: server.status ?? 'running',
    created: CREATED,
    public_net: {
      ipv4: ipv4 === undefined ? null : publicV4,
      ipv6: ipv6 === undefined ? null : publicV6,
      floating_ips: floating.map((ip) => ip.id),
      firewalls,
    },
    private_net: Object.entries(server.networks ?? {}).map(([network, addresses]) => {
      const [ip, ...aliases] = [addresses].flat();
      return {
        network: Number(network),
        ip,
        alias_ips: aliases,
        mac_address: '86:00:ff:2a:7d:e1',
      };
    }),
    server_type: SERVER_TYPE,
    location: LOCATION,
    image: IMAGE,
    iso: null,
    rescue_enabled: false,
    locked: false,
    backup_window: null,
    outgoing_traffic: 123456,
    ingoing_traffic: 123456,
    included_traffic: 654321,
    protection: { delete: false, rebuild: false },
    labels: server.labels ?? {},
    volumes: [],
    load_balancers: [],
    primary_disk_size: 40,
    placement_group: null,
  };
}

function firewallObject(firewall: FirewallDeclaration, project: Project): WireObject {
  const servers = project.servers ?? [];
  return {
    id: firewall.id,
    name: firewall.name ?? `firewall-${firewall.id}`,
    labels: {},
    created: CREATED,
    rules: (firewall.rules ?? []).map(({ direction, protocol, port, ips, description }) => ({
      description: description ?? null,
      direction,
      source_ips: direction === 'in' ? ips : [],
      destination_ips: direction === 'out' ? ips : [],
      protocol,
      port: port ?? null,
    })),
    applied_to: (firewall.appliedTo ?? []).map((to) =>
      typeof to === 'number'
        ? { type: 'server', server: { id: to } }
        : {
            type: 'label_selector',
            label_selector: { selector: to },
            applied_to_resources: servers
              .filter((server) => selectorSees(to, server))
              .map(({ id }) => ({ type: 'server', server: { id } })),
          },
    ),
  };
}

function networkObject(network: NetworkDeclaration, project: Project): WireObject {
  const { id, name, range, subnets, routes } = network;
  const isMember = (one: { readonly networks?: object }) => id in (one.networks ?? {});
  return {
    id,
    name: name ?? `network-${id}`,
    ip_range: range,
    subnets: (subnets ?? [{ range }]).map((subnet) => ({
      type: subnet.vswitch === undefined ? 'cloud' : 'vswitch',
      ip_range: subnet.range,
      network_zone: 'eu-central',
      gateway: range.replace(/\d+\/\d+$/, '1'),
      vswitch_id: subnet.vswitch ?? null,
    })),
    routes: Object.entries(routes ?? {}).map(([destination, gateway]) => ({
      destination,
      gateway,
    })),
    servers: (project.servers ?? []).filter(isMember).map((server) => server.id),
    load_balancers: (project.loadBalancers ?? []).filter(isMember).map((balancer) => balancer.id),
    protection: { delete: false },
    labels: {},
    created: CREATED,
    expose_routes_to_vswitch: network.exposeRoutesToVswitch ?? false,
  };
}

function primaryIps(project: Project): WireObject[] {
  const autoDelete = project.autoDeletePrimaryIps ?? false;
  const ofServers = (project.servers ?? []).flatMap(({ id, ipv4, ipv6 }) => [
    ...(ipv4 === undefined ? [] : [{ id: id * 10 + 4, ip: ipv4, server: id }]),
    ...(ipv6 === undefined ? [] : [{ id: id * 10 + 6, ip: ipv6, server: id }]),
  ]);
  const idle = (project.idlePrimaryIps ?? []).map((ip) => ({ ...ip, server: undefined }));
  return [...ofServers, ...idle].map(({ id, ip, server }) => ({
    id,
    name: `primary-${id}`,
    labels: {},
    created: CREATED,
    blocked: false,
    location: LOCATION,
    ip,
    dns_ptr: [],
    protection: { delete: false },
    type: ip.includes(':') ? 'ipv6' : 'ipv4',
    auto_delete: autoDelete && server !== undefined,
    // "unassigned" since 2026-08-01 (hcloud-go's changelog).
    assignee_type: server === undefined ? 'unassigned' : 'server',
    assignee_id: server ?? null,
  }));
}
