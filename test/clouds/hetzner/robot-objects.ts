import type { WireObject } from './wire-object.ts';
import type {
  DedicatedServerDeclaration,
  RobotAccount,
  RobotRuleDeclaration,
  VswitchDeclaration,
} from './world.ts';

/**
 * Robot's answers in Robot's own shape, written from
 * https://robot.hetzner.com/doc/webservice/en.html; `undefined` where Robot answers 404.
 */
export function robotAnswer(account: RobotAccount, path: string): unknown {
  const servers = account.servers ?? [];
  const [, resource = '', id] = path.split('/');
  if (id !== undefined) {
    const server = servers.find(({ number }) => String(number) === id);
    if (resource === 'firewall') return server && { firewall: firewallObject(server) };
    const vswitch = account.vswitches?.find((one) => String(one.id) === id);
    return vswitch && vswitchObject(vswitch, servers);
  }
  switch (resource) {
    case 'server':
      return filled(servers.map((server) => ({ server: serverObject(server) })));
    case 'ip':
      return filled(servers.flatMap(ipObjects));
    case 'subnet':
      return filled(servers.flatMap(subnetObjects));
    case 'failover':
      return filled((account.failovers ?? []).map(failoverObject(servers)));
    case 'vswitch':
      // The one list that may be empty.
      return (account.vswitches ?? []).map(({ id: vswitchId, name }) => ({
        id: vswitchId,
        name: name ?? `vswitch-${vswitchId}`,
        vlan: 4000,
        cancelled: false,
      }));
    default:
      return undefined;
  }
}

/** Robot has no empty lists: it answers 404. */
function filled(list: readonly unknown[]): readonly unknown[] | undefined {
  return list.length === 0 ? undefined : list;
}

function serverObject(server: DedicatedServerDeclaration): WireObject {
  const { number, name, ip, ipv6Net } = server;
  return {
    server_ip: ip ?? null,
    server_ipv6_net: ipv6Net ?? null,
    server_number: number,
    server_name: name ?? `dedicated-${number}`,
    product: 'AX41',
    dc: 'FSN1-DC5',
    traffic: 'unlimited',
    status: 'ready',
    cancelled: false,
    paid_until: '2026-12-31',
    ip: ip === undefined ? null : [ip, ...(server.ips ?? [])],
    subnet: ipv6Net === undefined ? null : [{ ip: ipv6Net, mask: '64' }],
    linked_storagebox: null,
  };
}

function ipObjects({ number, ip, ips }: DedicatedServerDeclaration): WireObject[] {
  return [...(ip === undefined ? [] : [ip]), ...(ips ?? [])].map((one) => ({
    ip: {
      ip: one,
      server_ip: ip ?? null,
      server_number: number,
      locked: false,
      separate_mac: null,
      traffic_warnings: false,
      traffic_hourly: 50,
      traffic_daily: 50,
      traffic_monthly: 8,
    },
  }));
}

function subnetObjects(server: DedicatedServerDeclaration): WireObject[] {
  const { number, ip, ipv6Net, subnets } = server;
  const ranges = [...(ipv6Net === undefined ? [] : [`${ipv6Net}/64`]), ...(subnets ?? [])];
  return ranges.map((range) => {
    const [network, mask] = range.split('/');
    return {
      subnet: {
        ip: network,
        mask: Number(mask),
        gateway: network,
        server_ip: ip ?? null,
        server_number: number,
        failover: false,
        locked: false,
        traffic_warnings: false,
        traffic_hourly: 100,
        traffic_daily: 500,
        traffic_monthly: 2,
      },
    };
  });
}

function failoverObject(servers: readonly DedicatedServerDeclaration[]) {
  return ({ ip, activeServerIp }: NonNullable<RobotAccount['failovers']>[number]): WireObject => ({
    failover: {
      ip,
      netmask: '255.255.255.255',
      server_ip: servers[0]?.ip ?? null,
      server_ipv6_net: servers[0]?.ipv6Net ?? null,
      server_number: servers[0]?.number ?? 0,
      active_server_ip: activeServerIp ?? null,
    },
  });
}

function firewallObject({ number, ip, firewall }: DedicatedServerDeclaration): WireObject {
  return {
    server_ip: ip ?? null,
    server_number: number,
    status: firewall === undefined ? 'disabled' : (firewall.status ?? 'active'),
    filter_ipv6: firewall?.filterIpv6 ?? false,
    whitelist_hos: firewall?.whitelistHos ?? false,
    port: 'main',
    rules: {
      input: (firewall?.input ?? []).map(ruleObject),
      output: (firewall?.output ?? []).map(ruleObject),
    },
  };
}

function ruleObject(rule: RobotRuleDeclaration): WireObject {
  return {
    name: rule.name ?? '',
    ip_version: rule.ipVersion ?? null,
    dst_ip: rule.destinationIp ?? null,
    src_ip: rule.sourceIp ?? null,
    dst_port: rule.destinationPort ?? null,
    src_port: rule.sourcePort ?? null,
    protocol: rule.protocol ?? null,
    tcp_flags: rule.tcpFlags ?? null,
    action: rule.action ?? 'accept',
  };
}

function vswitchObject(
  vswitch: VswitchDeclaration,
  servers: readonly DedicatedServerDeclaration[],
): WireObject {
  const ranged = (range: string) => {
    const [ip, mask] = range.split('/');
    return { ip, mask: Number(mask), gateway: ip };
  };
  return {
    id: vswitch.id,
    name: vswitch.name ?? `vswitch-${vswitch.id}`,
    vlan: 4000,
    cancelled: false,
    server: (vswitch.servers ?? []).map((number) => {
      const server = servers.find((one) => one.number === number);
      return {
        server_ip: server?.ip ?? null,
        server_ipv6_net: server?.ipv6Net ?? null,
        server_number: number,
        status: 'ready',
      };
    }),
    subnet: (vswitch.subnets ?? []).map(ranged),
    cloud_network: (vswitch.cloudNetworks ?? []).map(({ id, range }) => ({ id, ...ranged(range) })),
  };
}
