import { createAccountCalls, noCredential, unexpectedAnswer } from '../../client/account-calls.ts';
import { basic } from '../../client/authenticate.ts';
import type { BudgetLimit } from '../../client/budget.ts';
import { createFetchTransport } from '../../client/fetch-transport.ts';
import { singlePage } from '../../client/paging.ts';
import { createRestClient } from '../../client/rest-client.ts';
import { path } from '../../client/transport.ts';
import type { CollectContext } from '../../collect-context.ts';
import type { JsonValue } from '../../json.ts';
import type { Observation } from '../../observation.ts';
import type { Operation } from '../../operation.ts';
import {
  ROBOT_FAILOVERS,
  ROBOT_FIREWALL,
  ROBOT_IPS,
  ROBOT_SERVERS,
  ROBOT_SUBNETS,
  ROBOT_VSWITCH_DETAIL,
  ROBOT_VSWITCHES,
} from '../operations.ts';
import { HETZNER } from '../provider-id.ts';
import { ROBOT_ENDPOINT, type RobotSettings } from '../settings.ts';
import { NothingFound, robotRefusal } from './refusals.ts';

/**
 * Robot counts per call and hour, 200 for `GET /server` being the least that we meet (read 2026-11).
 * One request at a time: a refused login must be seen before the next one goes out, since three of
 * them lock the address out for ten minutes.
 */
const LIMIT: BudgetLimit = { burst: 150, perSecond: 500 / 3600, concurrency: 1 };

/** Each list, the path that answers it, and what is asked about each of its items. */
const LISTS: readonly { operation: Operation; at: string }[] = [
  { operation: ROBOT_SERVERS, at: '/server' },
  { operation: ROBOT_IPS, at: '/ip' },
  { operation: ROBOT_SUBNETS, at: '/subnet' },
  { operation: ROBOT_FAILOVERS, at: '/failover' },
  { operation: ROBOT_VSWITCHES, at: '/vswitch' },
];

/** Everything that is asked of one Robot account, one request after the other. */
export async function* collectRobot(
  settings: RobotSettings,
  context: CollectContext,
): AsyncGenerator<Observation> {
  const { robot, user, password } = settings;
  const secrets = [user, password].filter((secret) => secret !== undefined);
  const calls = createAccountCalls(
    { provider: HETZNER, account: robot, secrets, stopsWhenRefused: true },
    context,
  );
  if (user === undefined || password === undefined) {
    const failure = noCredential(`the Robot account ${robot}`, 'web-service user');
    for (const { operation } of LISTS) yield await calls.unmade({ operation }, failure);
    return;
  }
  const client = createRestClient({
    transport: createFetchTransport(settings.endpoint ?? ROBOT_ENDPOINT),
    authenticate: basic(user, password),
    budget: context.budgets.budgetFor(`hetzner/robot/${robot}`, LIMIT),
    context,
    classify: robotRefusal,
  });

  const found = new Map<string, readonly JsonValue[]>();
  for (const { operation, at } of LISTS) {
    const read = async () => {
      const document = await client.getJson(operation.id, at).catch(emptyWhenNothingFound);
      if (!Array.isArray(document)) throw unexpectedAnswer('list');
      return document;
    };
    const observation = await calls.make({ operation }, () => singlePage(read));
    found.set(operation.id, observation.items);
    yield observation;
  }
  const idsOf = ({ id, nativeId }: Operation) =>
    new Set((found.get(id) ?? []).map(nativeId).filter((native) => native !== undefined));

  for (const number of idsOf(ROBOT_SERVERS)) {
    const call = { operation: ROBOT_FIREWALL, subject: number };
    yield await calls.make(call, () =>
      singlePage(async () => [await client.getJson(ROBOT_FIREWALL.id, path`/firewall/${number}`)]),
    );
  }
  for (const id of idsOf(ROBOT_VSWITCHES)) {
    const call = { operation: ROBOT_VSWITCH_DETAIL, subject: id };
    yield await calls.make(call, () =>
      singlePage(async () => [await client.getJson(call.operation.id, path`/vswitch/${id}`)]),
    );
  }
}

/** Robot answers 404 where a list has no items. */
function emptyWhenNothingFound(error: unknown): JsonValue {
  if (error instanceof NothingFound) return [];
  throw error;
}
