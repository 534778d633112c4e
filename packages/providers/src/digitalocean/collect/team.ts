import { type AccountCalls, createAccountCalls, noCredential } from '../../client/account-calls.ts';
import { asTheyEnd } from '../../client/as-they-end.ts';
import { bearer } from '../../client/authenticate.ts';
import type { BudgetLimit } from '../../client/budget.ts';
import { readRateHeaders } from '../../client/rate-headers.ts';
import { createRestClient } from '../../client/rest-client.ts';
import { path } from '../../client/transport.ts';
import type { CollectContext } from '../../collect-context.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import type { Observation } from '../../observation.ts';
import { createDigitalOceanTransport } from '../client.ts';
import { BYOIP_ADDRESSES, BYOIP_PREFIXES, VPC_MEMBERS, VPCS } from '../operations/compute.ts';
import { LISTS } from '../operations/index.ts';
import { DOMAIN_RECORDS, DOMAINS } from '../operations/inventory.ts';
import {
  DATABASE_FIREWALL,
  DATABASE_POOLS,
  DATABASE_REPLICAS,
  DATABASES,
} from '../operations/service.ts';
import type { ListOperation, SubjectOperation } from '../operations/shape.ts';
import { DIGITALOCEAN } from '../provider-id.ts';
import { hasPools, hasReplicas } from '../schema/engine.ts';
import { type DigitalOceanSettings, ENDPOINT } from '../settings.ts';
import { CONCURRENCY, withinEachMinute } from './minute-window.ts';
import { Reader } from './reader.ts';

/**
 * What a minute admits may go out at once, and comes back in a minute; what is left of the minute and
 * of the hour (5,000) shows in the hints. Both are counted by token, so that a token of the scanner's
 * own takes nothing from the team's automation.
 */
const LIMIT: BudgetLimit = { burst: 240, perSecond: 4, concurrency: CONCURRENCY };

/** Everything that is asked of one team. */
export async function* collectTeam(
  settings: DigitalOceanSettings,
  context: CollectContext,
): AsyncGenerator<Observation> {
  const { team, token } = settings;
  const secrets = token === undefined ? [] : [token];
  const calls = createAccountCalls({ provider: DIGITALOCEAN, account: team, secrets }, context);
  if (token === undefined) {
    const failure = noCredential(`the team ${team}`, 'token');
    for (const operation of LISTS) yield await calls.unmade({ operation }, failure);
    return;
  }
  const reader = readerOf(settings, token, calls, context);
  const lists = new Map(LISTS.map((operation) => [operation.id, reader.list(operation)]));
  const idsOf = async (operation: ListOperation) =>
    nativeIds(await lists.get(operation.id), operation);
  // What is asked about single objects begins as soon as their own list is there.
  const details: readonly (() => AsyncGenerator<Observation>)[] = [
    async function* () {
      yield* databases((await lists.get(DATABASES.id))?.items ?? [], reader);
    },
    async function* () {
      const ids = await idsOf(VPCS);
      yield* asTheyEnd(ids.map((id) => reader.about(VPC_MEMBERS, id, path`/vpcs/${id}/members`)));
    },
    async function* () {
      const ids = await idsOf(BYOIP_PREFIXES);
      yield* asTheyEnd(
        ids.map((id) => reader.about(BYOIP_ADDRESSES, id, path`/byoip_prefixes/${id}/ips`)),
      );
    },
    async function* () {
      const names = await idsOf(DOMAINS);
      yield* asTheyEnd(
        names.map((name) => reader.about(DOMAIN_RECORDS, name, path`/domains/${name}/records`)),
      );
    },
  ];
  yield* asTheyEnd([...lists.values()]);
  for (const detail of details) yield* detail();
}

function readerOf(
  settings: DigitalOceanSettings,
  token: string,
  calls: AccountCalls,
  context: CollectContext,
): Reader {
  const base = (settings.endpoint ?? ENDPOINT).replace(/\/+$/, '');
  const client = createRestClient({
    transport: createDigitalOceanTransport(base.endsWith('/v2') ? base : `${base}/v2`),
    authenticate: bearer(token),
    budget: context.budgets.budgetFor(`digitalocean/${settings.team}`, LIMIT),
    context,
    readRate: withinEachMinute(readRateHeaders),
  });
  return new Reader(client, calls);
}

/** Trusted sources, replicas and pools; a replica has trusted sources of its own. */
async function* databases(
  clusters: readonly JsonValue[],
  reader: Reader,
): AsyncGenerator<Observation> {
  const named = clusters.flatMap((cluster) => {
    const id = DATABASES.nativeId(cluster);
    const engine = isJsonObject(cluster) ? cluster['engine'] : undefined;
    return id === undefined ? [] : [{ id, engine: typeof engine === 'string' ? engine : '' }];
  });
  const about = (
    operation: SubjectOperation,
    id: string,
    what: 'firewall' | 'replicas' | 'pools',
  ) => reader.about(operation, id, path`/databases/${id}/${what}`);
  const replicas: Observation[] = [];
  const asked = new Map(named.map((one) => [one.id, one]));
  for await (const observation of asTheyEnd(
    [...asked.values()].flatMap(({ id, engine }) => [
      about(DATABASE_FIREWALL, id, 'firewall'),
      ...(hasReplicas(engine) ? [about(DATABASE_REPLICAS, id, 'replicas')] : []),
      ...(hasPools(engine) ? [about(DATABASE_POOLS, id, 'pools')] : []),
    ]),
  )) {
    if (observation.operation === DATABASE_REPLICAS.id) replicas.push(observation);
    yield observation;
  }
  const ids = new Set(replicas.flatMap((observation) => nativeIds(observation, DATABASE_REPLICAS)));
  yield* asTheyEnd(
    [...ids].filter((id) => !asked.has(id)).map((id) => about(DATABASE_FIREWALL, id, 'firewall')),
  );
}

function nativeIds(
  observation: Observation | undefined,
  { nativeId }: Pick<ListOperation, 'nativeId'>,
): readonly string[] {
  const ids = (observation?.items ?? []).map((item) => nativeId(item));
  return [...new Set(ids.filter((id) => id !== undefined))];
}
