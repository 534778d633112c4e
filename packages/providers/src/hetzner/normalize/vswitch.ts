import { type Interface, type Known, type ResourceId, unknown } from '@netposture/network/graph';
import { AddressSet, privateAddresses } from '@netposture/network/netset';
import type { AccountAnswers } from '../../normalize/account-answers.ts';
import type { RecordSet } from '../../normalize/record-set.ts';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { ROBOT_SERVERS, ROBOT_VSWITCH_DETAIL, ROBOT_VSWITCHES } from '../operations.ts';
import type { RobotVswitchDetail } from '../schema/robot.ts';
import type { CloudProject } from './cloud-project.ts';
import type { DedicatedServers } from './dedicated-servers.ts';
import { Names } from './names.ts';
import { nameOf } from './robot-account.ts';
import { robotFirewallLayer } from './robot-firewall.ts';

/** What normalizing the vSwitches of one Robot account works on. */
interface Vswitches {
  readonly answers: AccountAnswers;
  readonly names: Names;
  readonly records: RecordSet;
  readonly dedicated: DedicatedServers;
}

/**
 * The vSwitches of a Robot account: each member gets a card in the Cloud Network that the vSwitch is
 * coupled with, or in a network of the vSwitch's own. Which address it has there no API tells.
 */
export function addVswitches(
  answers: AccountAnswers,
  records: RecordSet,
  projects: readonly CloudProject[],
  dedicated: DedicatedServers,
): void {
  const account: Vswitches = { answers, names: new Names(answers.account), records, dedicated };
  for (const { id } of answers.to(ROBOT_VSWITCHES).items) {
    const detail = answers.to(ROBOT_VSWITCH_DETAIL, String(id)).items[0];
    if (detail !== undefined) addVswitch(detail, projects, account);
  }
}

function addVswitch(
  vswitch: RobotVswitchDetail,
  projects: readonly CloudProject[],
  account: Vswitches,
): void {
  const place = placeOf(vswitch, projects, account);
  const { names, records, answers } = account;
  const servers = new Map(
    answers.to(ROBOT_SERVERS).items.map(({ server }) => [server.server_number, server]),
  );
  for (const member of vswitch.server) {
    const server = servers.get(member.server_number);
    const name = server === undefined ? String(member.server_number) : nameOf(server);
    const nativeId = `${member.server_number}/vswitch-${vswitch.id}`;
    const card: Interface = {
      kind: 'interface',
      id: names.id('interface', nativeId),
      name: `${name}/${vswitch.name}`,
      provenance: names.provenance(ROBOT_VSWITCH_DETAIL, nativeId),
      network: place.network,
      ...(place.subnet === undefined ? {} : { subnet: place.subnet }),
      ...(place.subnet === undefined ? { routeTable: place.routeTable } : {}),
      addresses: [{ inside: place.range, plane: 'private', exact: false }],
      // The firewall stands at the switch port: it filters the packets of a vSwitch as well.
      layers: [robotFirewallLayer(member.server_number, answers, names, records)],
      owner: names.id('workload', member.server_number),
      isPrimary: false,
      forwards: false,
    };
    records.add(card);
    account.dedicated.add({
      interface: card.id,
      network: place.network,
      addresses: place.range,
      exact: false,
    });
    addPublicCard(vswitch, card, account);
  }
  addPublicSubnets(vswitch, account);
}

/** Public subnets can be ordered on a vSwitch; some member holds each address, nobody tells which. */
function addPublicCard(vswitch: RobotVswitchDetail, card: Interface, account: Vswitches): void {
  const ranges = publicSubnets(vswitch);
  if (ranges.length === 0) return;
  const { names, records } = account;
  const { subnet: _subnet, routeTable: _routeTable, ...common } = card;
  records.add({
    ...common,
    id: names.id('interface', `${card.provenance.nativeId}/public`),
    name: `${card.name}/public`,
    network: names.publicSpace(),
    addresses: ranges.map((inside) => ({ inside, plane: 'public', exact: false })),
  });
}

function addPublicSubnets(vswitch: RobotVswitchDetail, { names, records }: Vswitches): void {
  for (const addresses of publicSubnets(vswitch)) {
    const nativeId = addresses.toString();
    records.add({
      kind: 'address',
      id: names.id('address', nativeId),
      name: nativeId,
      provenance: names.provenance(ROBOT_VSWITCH_DETAIL, nativeId),
      addresses,
      stability: 'static',
      attachedTo: names.id('network', `vswitch-${vswitch.id}`),
      isEgressIdentity: unknown('Which member of the vSwitch sends with it no API tells.'),
    });
  }
}

function publicSubnets({ subnet }: RobotVswitchDetail): readonly AddressSet[] {
  return subnet.flatMap(({ ip, mask }) => addressSetIn(`${ip}/${mask}`) ?? []);
}

/** Where the members of a vSwitch stand. */
interface Place {
  readonly network: ResourceId;
  readonly subnet?: ResourceId;
  readonly routeTable: Known<ResourceId>;
  readonly range: AddressSet;
}

function placeOf(
  vswitch: RobotVswitchDetail,
  projects: readonly CloudProject[],
  account: Vswitches,
): Place {
  const [coupled] = vswitch.cloud_network;
  for (const project of projects) {
    for (const network of project.networks.values()) {
      const subnet = network.subnets.find((one) => one.vswitch_id === vswitch.id);
      const range = subnet?.ip_range ? addressSetIn(subnet.ip_range) : undefined;
      if (subnet === undefined || range === undefined) continue;
      return {
        network: project.names.id('network', network.id),
        subnet: project.names.id('subnet', `${network.id}/${subnet.ip_range}`),
        routeTable: project.names.routeTable(network.id, true),
        range,
      };
    }
  }
  const { names, records } = account;
  const network = names.id('network', `vswitch-${vswitch.id}`);
  const range = coupled && addressSetIn(`${coupled.ip}/${coupled.mask}`);
  const routeTable = names.id('route-table', `vswitch-${vswitch.id}`);
  records.add({
    kind: 'network',
    id: network,
    name: vswitch.name,
    provenance: names.provenance(ROBOT_VSWITCH_DETAIL, vswitch.id),
    ranges: range ?? AddressSet.empty,
    isDefault: false,
    isPublicSpace: false,
  });
  records.add({
    kind: 'route-table',
    id: routeTable,
    name: vswitch.name,
    provenance: names.provenance(ROBOT_VSWITCH_DETAIL, `vswitch-${vswitch.id}`),
    network,
    routes: [],
    incomplete:
      coupled === undefined
        ? unknown('Dedicated servers choose their addresses on a vSwitch, which no API shows.')
        : unknown(`The Cloud Network ${coupled.id}, with which it is coupled, was not read.`),
  });
  return { network, routeTable, range: range ?? privateAddresses.ipv4 };
}
