import { type Graph, graphOf } from '@netposture/network/graph';
import type { AddressSet } from '@netposture/network/netset';
import { AccountAnswers } from '../../normalize/account-answers.ts';
import { RecordSet } from '../../normalize/record-set.ts';
import { coverageOf, type Observation } from '../../observation.ts';
import {
  FIREWALLS,
  LOAD_BALANCERS,
  OPERATIONS,
  ROBOT_SERVERS,
  SERVERS,
  STORAGE_BOXES,
} from '../operations.ts';
import { HETZNER } from '../provider-id.ts';
import { CloudProject } from './cloud-project.ts';
import { DedicatedServers } from './dedicated-servers.ts';
import { firewallFilter } from './firewall.ts';
import { addLoadBalancer } from './load-balancer.ts';
import { Names } from './names.ts';
import { addNetwork, addPublicSpace } from './network.ts';
import { addOwnedAddresses, addressesOwned } from './owned-address.ts';
import { addDedicatedServers, isRobotAccount } from './robot-account.ts';
import { addServer } from './server.ts';
import { addHetznerNetwork, addStorageBox } from './storage-box.ts';
import { addVswitches } from './vswitch.ts';

/**
 * What the observations of any number of projects and Robot accounts mean. They are read together:
 * a vSwitch joins dedicated servers with a Cloud Network, and load balancers lead to both.
 */
export function normalizeHetzner(observations: readonly Observation[]): Graph {
  const accounts = [...Map.groupBy(observations, ({ account }) => account)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, theirs]) => new AccountAnswers(HETZNER, account, theirs));
  const records = new RecordSet();
  const projects = accounts
    .filter((answers) => CloudProject.isOne(answers))
    .map((answers) => new CloudProject(answers, records));
  const robots = accounts.filter(isRobotAccount);
  const dedicated = new DedicatedServers();

  for (const answers of accounts) {
    answers.readAll(OPERATIONS);
    addAccount(new Names(answers.account), records, CloudProject.isOne(answers));
  }
  for (const answers of robots) addDedicatedServers(answers, records, dedicated);
  for (const answers of robots) addVswitches(answers, records, projects, dedicated);
  for (const project of projects) addProject(project, dedicated);
  const own = addressesOwned(records);
  for (const project of projects) addStorageBoxes(project, own);

  const gaps = accounts.flatMap((answers) => answers.gaps);
  return graphOf(records.all(), [...observations.map(coverageOf), ...gaps]);
}

function addAccount(names: Names, records: RecordSet, isProject: boolean): void {
  records.add({
    kind: 'account',
    id: names.id('account', names.account),
    name: names.account,
    provenance: names.provenance(isProject ? SERVERS : ROBOT_SERVERS, names.account),
  });
}

function addProject(project: CloudProject, dedicated: DedicatedServers): void {
  const { answers, names, records } = project;
  addPublicSpace(names, records, SERVERS);
  for (const network of project.networks.values()) addNetwork(network, project);
  for (const firewall of answers.to(FIREWALLS).items) records.add(firewallFilter(firewall, names));
  for (const server of project.servers.values()) addServer(server, project);
  for (const balancer of answers.to(LOAD_BALANCERS).items) {
    addLoadBalancer(balancer, project, dedicated);
  }
  addOwnedAddresses(project);
}

function addStorageBoxes(project: CloudProject, own: AddressSet): void {
  const boxes = project.answers.to(STORAGE_BOXES).items;
  if (boxes.length === 0) return;
  const network = addHetznerNetwork(project, own);
  for (const box of boxes) addStorageBox(box, project, network);
}
