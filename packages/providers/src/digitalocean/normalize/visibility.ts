import {
  type CoverageEntry,
  type CoverageScope,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import type { AccountAnswers } from '../../normalize/account-answers.ts';
import { GLOBAL } from '../../observation.ts';
import type { Operation } from '../../operation.ts';
import {
  DROPLETS,
  FIREWALLS,
  RESERVED_IPS,
  RESERVED_IPV6,
  VPC_MEMBERS,
  VPCS,
} from '../operations/compute.ts';
import {
  DATABASE_REPLICAS,
  DATABASES,
  KUBERNETES_CLUSTERS,
  LOAD_BALANCERS,
} from '../operations/service.ts';
import { dropletIn } from './reserved-addresses.ts';

/**
 * What lists leave out without a word. DigitalOcean answers with what a token may see, and with no
 * error about the rest: a list that other lists contradict is not complete, whatever its outcome.
 * Source: "responses will include only the resources that you are granted to see" of
 * https://github.com/digitalocean/openapi (2026-08-07).
 */
export class HiddenObjects {
  /** Present where somebody names a Droplet that the list of Droplets does not hold. */
  readonly droplets: Unknown | undefined;
  /** One line for each list that is contradicted. */
  readonly gaps: readonly CoverageEntry[];

  constructor(answers: AccountAnswers) {
    const lists = [
      { operation: DROPLETS, missing: hiddenDroplets(answers) },
      {
        operation: LOAD_BALANCERS,
        missing: hiddenMembers(answers, 'loadbalancer', balancerIds(answers)),
      },
      { operation: DATABASES, missing: hiddenMembers(answers, 'dbaas', databaseIds(answers)) },
      {
        operation: KUBERNETES_CLUSTERS,
        missing: hiddenMembers(
          answers,
          'kubernetes',
          answers.to(KUBERNETES_CLUSTERS).items.map(({ id }) => id),
        ),
      },
    ].filter(
      // A list that was not read is a gap already; one that nobody has is taken to be empty.
      ({ operation, missing }) => {
        const { hole, assumedAbsent } = answers.to<unknown>(operation);
        return missing.length > 0 && hole === undefined && !assumedAbsent;
      },
    );
    this.gaps = lists.map(({ operation, missing }) => gapOf(answers, operation, missing));
    const droplets = lists.find(({ operation }) => operation === DROPLETS);
    this.droplets =
      droplets === undefined
        ? undefined
        : unknown(sentence(DROPLETS, droplets.missing), answers.to(DROPLETS).key);
  }
}

function hiddenDroplets(answers: AccountAnswers): readonly string[] {
  const seen = new Set(answers.to(DROPLETS).items.map(({ id }) => id));
  const named = [
    ...answers.to(FIREWALLS).items.flatMap((firewall) => firewall.droplet_ids ?? []),
    ...answers.to(LOAD_BALANCERS).items.flatMap((balancer) => balancer.droplet_ids ?? []),
    ...answers.to(RESERVED_IPS).items.flatMap(({ droplet }) => droplet?.id ?? []),
    ...answers.to(RESERVED_IPV6).items.flatMap(({ droplet }) => droplet?.id ?? []),
    ...members(answers).flatMap((urn) => dropletIn(urn) ?? []),
    ...answers
      .to(KUBERNETES_CLUSTERS)
      .items.flatMap((cluster) => cluster.node_pools ?? [])
      .flatMap((pool) => pool.nodes ?? [])
      .flatMap(({ droplet_id }) => (droplet_id ? Number(droplet_id) : [])),
  ];
  return [...new Set(named.filter((id) => !seen.has(id)))].sort((a, b) => a - b).map(String);
}

function balancerIds(answers: AccountAnswers): readonly string[] {
  return answers.to(LOAD_BALANCERS).items.map(({ id }) => id);
}

function databaseIds(answers: AccountAnswers): readonly string[] {
  const ids = answers.to(DATABASES).items.map(({ id }) => id);
  const replicas = ids.flatMap((id) => answers.to(DATABASE_REPLICAS, id).items);
  return [...ids, ...replicas.map(({ id }) => id)];
}

function hiddenMembers(
  answers: AccountAnswers,
  type: string,
  ids: readonly string[],
): readonly string[] {
  const seen = new Set(ids);
  const start = `do:${type}:`;
  const named = members(answers).filter((urn) => urn.startsWith(start));
  return [...new Set(named.map((urn) => urn.slice(start.length)))]
    .filter((id) => !seen.has(id))
    .sort();
}

function members(answers: AccountAnswers): readonly string[] {
  const vpcs = answers.to(VPCS).items;
  return vpcs.flatMap(({ id }) => answers.to(VPC_MEMBERS, id).items.map(({ urn }) => urn));
}

function gapOf(
  { provider, account }: AccountAnswers,
  operation: Operation,
  missing: readonly string[],
): CoverageEntry {
  const scope: CoverageScope = {
    provider,
    account,
    location: GLOBAL,
    operation: operation.id,
    subject: 'named elsewhere',
  };
  return { scope, outcome: 'partial', items: 0, message: sentence(operation, missing) };
}

function sentence(operation: Operation, missing: readonly string[]): string {
  const some = missing.slice(0, 5).join(', ');
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return `Other lists name what the list "${operation.id}" does not show (${some}${more}): the token may not see everything.`;
}
