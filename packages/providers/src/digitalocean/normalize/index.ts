import { type Graph, graphOf } from '@netposture/network/graph';
import { AccountAnswers } from '../../normalize/account-answers.ts';
import { RecordSet } from '../../normalize/record-set.ts';
import { coverageOf, type Observation } from '../../observation.ts';
import { DROPLETS, FIREWALLS } from '../operations/compute.ts';
import { OPERATIONS } from '../operations/index.ts';
import { DATABASES, KUBERNETES_CLUSTERS, LOAD_BALANCERS } from '../operations/service.ts';
import { DIGITALOCEAN } from '../provider-id.ts';
import { addDatabase } from './database.ts';
import { addDroplet } from './droplet.ts';
import { firewallFilter } from './firewall.ts';
import { addKubernetesCluster } from './kubernetes.ts';
import { addListedServices } from './listed-service.ts';
import { addLoadBalancer } from './load-balancer.ts';
import { addNetworks, addPublicSpace } from './network.ts';
import { addOwnedAddresses } from './owned-address.ts';
import { addPlatformBlock } from './platform-block.ts';
import { Team } from './team.ts';

/** What the observations of any number of teams mean. */
export function normalizeDigitalOcean(observations: readonly Observation[]): Graph {
  const teams = [...Map.groupBy(observations, ({ account }) => account)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, theirs]) => new AccountAnswers(DIGITALOCEAN, account, theirs));
  const records = new RecordSet();
  const gaps = teams.flatMap((answers) => {
    answers.readAll(OPERATIONS);
    const team = new Team(answers, records);
    addTeam(team);
    return [...answers.gaps, ...team.hidden.gaps];
  });
  return graphOf(records.all(), [...observations.map(coverageOf), ...gaps]);
}

function addTeam(team: Team): void {
  const { answers, names, records } = team;
  records.add({
    kind: 'account',
    id: names.team(),
    name: names.account,
    provenance: names.provenance(DROPLETS, names.account),
  });
  addPublicSpace(team);
  addPlatformBlock(team);
  addNetworks(team);
  for (const firewall of answers.to(FIREWALLS).items) records.add(firewallFilter(firewall, team));
  for (const droplet of team.droplets.values()) addDroplet(droplet, team);
  for (const balancer of answers.to(LOAD_BALANCERS).items) addLoadBalancer(balancer, team);
  for (const database of answers.to(DATABASES).items) addDatabase(database, team);
  for (const cluster of answers.to(KUBERNETES_CLUSTERS).items) addKubernetesCluster(cluster, team);
  addListedServices(team);
  addOwnedAddresses(team);
}
