import {
  type Interface,
  type InterfaceAddress,
  type OwnedAddress,
  type ResourceId,
  unknown,
  type Workload,
} from '@netposture/network/graph';
import type { AddressSet } from '@netposture/network/netset';
import type { AccountAnswers } from '../../normalize/account-answers.ts';
import type { RecordSet } from '../../normalize/record-set.ts';
import { addressSetIn } from '../../normalize/wire-address.ts';
import type { Operation } from '../../operation.ts';
import {
  ROBOT_FAILOVERS,
  ROBOT_IPS,
  ROBOT_OPERATIONS,
  ROBOT_SERVERS,
  ROBOT_SUBNETS,
} from '../operations.ts';
import type { RobotServer } from '../schema/robot.ts';
import type { DedicatedServers } from './dedicated-servers.ts';
import { Names } from './names.ts';
import { addPublicSpace } from './network.ts';
import { robotFirewallLayer } from './robot-firewall.ts';

type Server = RobotServer['server'];

/** One address or range of a dedicated server, and the call that told of it. */
interface Held {
  readonly text: string;
  readonly set: AddressSet;
  readonly operation: Operation;
  readonly isFailover: boolean;
}

/** Whether the account is a Robot account at all. */
export function isRobotAccount(answers: AccountAnswers): boolean {
  return answers.hasAnyOf(ROBOT_OPERATIONS);
}

/** The dedicated servers of a Robot account, each with one card on the internet. */
export function addDedicatedServers(
  answers: AccountAnswers,
  records: RecordSet,
  dedicated: DedicatedServers,
): void {
  const names = new Names(answers.account);
  addPublicSpace(names, records, ROBOT_SERVERS);
  for (const { server } of answers.to(ROBOT_SERVERS).items) {
    const held = addressesOf(server, answers);
    const layer = robotFirewallLayer(server.server_number, answers, names, records);
    const card = publicInterface(server, held, answers, names);
    records.add(workloadOf(server, names));
    records.add({ ...card, layers: [layer] });
    for (const one of held) {
      records.add(ownedAddress(one, names, card.id));
      dedicated.add({
        interface: card.id,
        network: card.network,
        addresses: one.set,
        exact: true,
      });
    }
  }
  addIdleFailovers(answers, names, records);
}

/** Robot tells no power state; a dedicated server is taken to run. */
function workloadOf(server: Server, names: Names): Workload {
  return {
    kind: 'workload',
    id: names.id('workload', server.server_number),
    name: nameOf(server),
    provenance: {
      ...names.provenance(ROBOT_SERVERS, server.server_number, server.dc ?? undefined),
      consoleUrl: 'https://robot.hetzner.com/server',
    },
    state: 'running',
  };
}

/** The name that its owner gave it; Robot's number where there is none. */
export function nameOf(server: Server): string {
  return server.server_name || String(server.server_number);
}

function publicInterface(
  server: Server,
  held: readonly Held[],
  answers: AccountAnswers,
  names: Names,
): Omit<Interface, 'layers'> {
  const further = [ROBOT_IPS, ROBOT_SUBNETS, ROBOT_FAILOVERS].map((one: Operation) =>
    answers.to(one),
  );
  const gaps = further.filter(({ hole }) => hole !== undefined).map(({ key }) => key);
  const assumes = further.filter((one) => one.assumedAbsent).map(({ key }) => key);
  return {
    kind: 'interface',
    id: names.publicInterface(server.server_number),
    name: `${nameOf(server)}/public`,
    provenance: names.provenance(
      ROBOT_SERVERS,
      `${server.server_number}/public`,
      server.dc ?? undefined,
    ),
    network: names.publicSpace(),
    addresses: held.map(
      ({ set, isFailover }): InterfaceAddress => ({
        inside: set,
        plane: 'public',
        exact: true,
        ...(isFailover ? { originates: FAILOVER_SENDS } : {}),
      }),
    ),
    owner: names.id('workload', server.server_number),
    isPrimary: true,
    forwards: false,
    ...(gaps.length > 0 ? { gaps } : {}),
    ...(assumes.length > 0 ? { assumes } : {}),
  };
}

const FAILOVER_SENDS = unknown(
  'A failover address is configured in the operating system, which no API shows.',
);

/** All addresses of a server, each once: several calls tell of the same ones. */
function addressesOf(server: Server, answers: AccountAnswers): readonly Held[] {
  const held = new Map<string, Held>();
  const note = (text: string, operation: Operation, isFailover = false) => {
    const set = addressSetIn(text);
    const key = set?.toString();
    if (set !== undefined && key !== undefined && !held.has(key)) {
      held.set(key, { text, set, operation, isFailover });
    }
  };
  const isOurs = (one: { server_number?: number | null | undefined }) =>
    one.server_number === server.server_number;

  if (server.server_ip) note(server.server_ip, ROBOT_SERVERS);
  // Robot writes the network address alone; a dedicated server's IPv6 network is a /64.
  if (server.server_ipv6_net) note(`${server.server_ipv6_net}/64`, ROBOT_SERVERS);
  for (const { ip } of answers.to(ROBOT_IPS).items) if (isOurs(ip)) note(ip.ip, ROBOT_IPS);
  for (const { subnet } of answers.to(ROBOT_SUBNETS).items) {
    // Where a failover subnet leads is told by the list of failovers.
    const isKnownElsewhere = subnet.failover === true && !answers.to(ROBOT_FAILOVERS).hole;
    if (isOurs(subnet) && !isKnownElsewhere) {
      note(`${subnet.ip}/${subnet.mask}`, ROBOT_SUBNETS, subnet.failover === true);
    }
  }
  for (const { failover } of answers.to(ROBOT_FAILOVERS).items) {
    if (failover.active_server_ip && failover.active_server_ip === server.server_ip) {
      note(`${failover.ip}/${lengthOfMask(failover.netmask)}`, ROBOT_FAILOVERS, true);
    }
  }
  return [...held.values()];
}

function addIdleFailovers(answers: AccountAnswers, names: Names, records: RecordSet): void {
  for (const { failover } of answers.to(ROBOT_FAILOVERS).items) {
    const text = `${failover.ip}/${lengthOfMask(failover.netmask)}`;
    const set = addressSetIn(text);
    if (set === undefined) continue;
    // One that leads to a server is there already, and the first record of an id stays.
    records.add(ownedAddress({ text, set, operation: ROBOT_FAILOVERS, isFailover: true }, names));
  }
}

/** The record of an address that we own. */
function ownedAddress(
  { set, operation, isFailover }: Held,
  names: Names,
  attachedTo?: ResourceId,
): OwnedAddress {
  const nativeId = set.toString();
  return {
    kind: 'address',
    id: names.id('address', nativeId),
    name: nativeId,
    provenance: names.provenance(operation, nativeId),
    addresses: set,
    stability: 'static',
    ...(attachedTo === undefined ? {} : { attachedTo }),
    isEgressIdentity: attachedTo !== undefined && (isFailover ? FAILOVER_SENDS : true),
  };
}

/** Prefix length of a netmask: `255.255.255.255`, `ffff:ffff:ffff:ffff::`. */
function lengthOfMask(mask: string): number {
  const isIpv6 = mask.includes(':');
  const parts = mask.split(isIpv6 ? ':' : '.').filter((part) => part !== '');
  const bits = parts.map((part) => Number.parseInt(part, isIpv6 ? 16 : 10).toString(2));
  return bits.join('').replaceAll('0', '').length;
}
