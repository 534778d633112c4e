import { type Graph, graphOf, isUnknown, type ResourceId } from '@netposture/network/graph';
import type { Observation } from '../../observation.ts';
import { linkKey } from '../link.ts';
import { instances } from '../operations/compute.ts';
import { effectiveTags } from '../operations/hierarchy.ts';
import { GCP_OPERATIONS } from '../operations/index.ts';
import { addAddressGroups } from './address-groups.ts';
import { addAddresses } from './addresses.ts';
import { addAlloydb } from './alloydb.ts';
import { BackendFinder } from './backends.ts';
import { addBalancers } from './balancers.ts';
import { addCaches } from './caches.ts';
import { addClusters } from './clusters.ts';
import { Draft } from './draft.ts';
import { hierarchyOf } from './hierarchy.ts';
import { addInstances, aliasesOf } from './instances.ts';
import { addInventory } from './inventory.ts';
import { planNat } from './nat.ts';
import { networkFacts } from './network-facts.ts';
import { addAccounts, addNetworks, networkIdOf } from './networks.ts';
import { addPeerings } from './peerings.ts';
import { Reading } from './reading.ts';
import { addRoutes } from './routes.ts';
import { addServerless } from './serverless.ts';
import { addSqlInstances } from './sql.ts';
import { StagePlan } from './stages.ts';

/** What the observations mean. Pure and total: any subset of observations, in any order, gives a graph. */
export function normalize(observations: readonly Observation[]): Graph {
  const reading = new Reading(observations, GCP_OPERATIONS);
  const draft = new Draft(reading);
  const networks = networkFacts(reading);
  const toldInstances = reading.all(instances);
  addAccounts(draft);
  addNetworks(draft, networks);
  addPeerings(draft, networks);
  const group = addAddressGroups(draft);
  const knowsSecureTags = toldInstances.every(({ item, account }) => {
    const location = /\/zones\/([^/]+)\//.exec(item.selfLink)?.[1] ?? 'global';
    return reading.standing(effectiveTags, account, location, item.name).kind === 'read';
  });
  const rangesOf = (link: string) => networks.get(linkKey(link))?.ranges;
  const plan = new StagePlan(draft, {
    hierarchy: hierarchyOf(reading),
    references(links, shared) {
      const keys = links.flatMap((link) => [
        linkKey(link),
        ...(networks.get(linkKey(link))?.peers ?? []),
      ]);
      const tagScope = keys.flatMap((key) => networkIdOf(key) ?? []);
      const own = links.length === 1 && links[0] !== undefined ? rangesOf(links[0]) : undefined;
      return {
        group,
        knowsSecureTags,
        rangesOf,
        networkIdOf,
        ...(shared ? {} : { tagScope }),
        ...(own === undefined ? {} : { ownRanges: own }),
      };
    },
    membersOf: (network) => ({
      network: network.id,
      ranges: network.ranges,
      doubtful: aliasesOf(toldInstances, linkKey(network.told.item.selfLink)),
      ...(network.membersUnseen === undefined ? {} : { incomplete: network.membersUnseen }),
    }),
  });
  const cards = addInstances(draft, networks, plan);
  addRoutes(draft, networks, cards, planNat(draft, networks));
  const serverless = addServerless(draft);
  addSqlInstances(draft, networks);
  addAlloydb(draft, networks);
  addCaches(draft, networks);
  addClusters(draft, networks);
  addInventory(draft, networks);
  const finder = new BackendFinder(reading, cards, serverless);
  addBalancers(draft, { networks, finder, plan, judgesDestinations: judgesDestinations(draft) });
  addAddresses(draft, cards);
  return graphOf(draft.records.values(), reading.coverage);
}

/** In which networks an ingress rule in force on them names destinations. */
function judgesDestinations(draft: Draft): (network: string) => boolean {
  const judging = new Set<ResourceId>();
  for (const record of draft.records.values()) {
    if (record.kind !== 'filter') continue;
    const asks = record.rules.some(
      (rule) => rule.direction === 'ingress' && rule.own !== undefined && rule.disabled !== true,
    );
    if (asks) judging.add(record.id);
  }
  const found = new Set<ResourceId>();
  for (const record of draft.records.values()) {
    if (record.kind !== 'interface') continue;
    const filters = record.layers.flatMap((layer) => (isUnknown(layer) ? [] : layer.attachments));
    if (filters.some(({ filter }) => judging.has(filter))) found.add(record.network);
  }
  return (network) => {
    const id = networkIdOf(network);
    return id !== undefined && found.has(id);
  };
}
