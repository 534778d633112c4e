import {
  type AccountCalls,
  createAccountCalls,
  noCredential,
  unexpectedAnswer,
} from '../../client/account-calls.ts';
import { asTheyEnd } from '../../client/as-they-end.ts';
import type { BudgetLimit } from '../../client/budget.ts';
import { CallFailure } from '../../client/call-failure.ts';
import { type NumberedPage, pagesByNumber, singlePage } from '../../client/paging.ts';
import { readRateHeaders } from '../../client/rate-headers.ts';
import { createRestClient, type RestClient } from '../../client/rest-client.ts';
import { path } from '../../client/transport.ts';
import type { CollectContext } from '../../collect-context.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Observation } from '../../observation.ts';
import type { Operation } from '../../operation.ts';
import { createHcloudTransport } from '../client.ts';
import {
  ACTIONS,
  CERTIFICATES,
  FIREWALLS,
  FLOATING_IPS,
  LOAD_BALANCERS,
  NETWORKS,
  PLACEMENT_GROUPS,
  PRIMARY_IPS,
  SERVERS,
  STORAGE_BOX_SUBACCOUNTS,
  STORAGE_BOXES,
} from '../operations.ts';
import { HETZNER } from '../provider-id.ts';
import { CLOUD_ENDPOINT, type CloudSettings, HETZNER_ENDPOINT } from '../settings.ts';
import { cloudRefusal } from './refusals.ts';

/** The documented maximum ("Pagination" of https://docs.hetzner.cloud/reference/cloud, 2026-05). */
const PER_PAGE = 50;

/**
 * A sixth of the 3,600 requests per hour and project may go out at once; then one per second, which
 * is what comes back. What the project's own automation uses up shows in the headers.
 */
const LIMIT: BudgetLimit = { burst: 600, perSecond: 1, concurrency: 4 };

/** Servers first: together with firewalls they carry most verdicts. */
const LISTS: readonly Operation[] = [
  SERVERS,
  FIREWALLS,
  NETWORKS,
  LOAD_BALANCERS,
  PRIMARY_IPS,
  FLOATING_IPS,
  CERTIFICATES,
  PLACEMENT_GROUPS,
];

/** Everything that is asked of one Hetzner Cloud project, its Storage Boxes included. */
export async function* collectCloud(
  settings: CloudSettings,
  context: CollectContext,
): AsyncGenerator<Observation> {
  const { project, token } = settings;
  const secrets = token === undefined ? [] : [token];
  const calls = createAccountCalls({ provider: HETZNER, account: project, secrets }, context);
  if (token === undefined) {
    const failure = noCredential(`the project ${project}`, 'token');
    for (const operation of [...LISTS, ...ACTIONS, STORAGE_BOXES]) {
      yield await calls.unmade({ operation }, failure);
    }
    return;
  }
  const client = clientOf(settings.endpoint ?? CLOUD_ENDPOINT, project, token, context);
  yield* asTheyEnd([
    ...LISTS.map((operation) => list(client, calls, operation)),
    ...ACTIONS.map((operation) => latestActions(client, calls, operation)),
  ]);
  yield* collectStorageBoxes(settings, token, calls, context);
}

async function* collectStorageBoxes(
  settings: CloudSettings,
  token: string,
  calls: AccountCalls,
  context: CollectContext,
): AsyncGenerator<Observation> {
  const endpoint =
    settings.hetznerEndpoint ?? (settings.endpoint === undefined ? HETZNER_ENDPOINT : undefined);
  if (endpoint === undefined) {
    const failure = new CallFailure(
      'refused',
      'The endpoint for Hetzner Cloud is not the usual one, and none is configured for Storage Boxes: the token was not sent to another host.',
    );
    yield await calls.unmade({ operation: STORAGE_BOXES }, failure);
    return;
  }
  const client = clientOf(endpoint, `${settings.project}/storage`, token, context);
  const boxes = await list(client, calls, STORAGE_BOXES);
  yield boxes;
  const ids = boxes.items
    .map((item) => STORAGE_BOXES.nativeId(item))
    .filter((id) => id !== undefined);
  yield* asTheyEnd([...new Set(ids)].map((id) => subaccounts(client, calls, id)));
}

function clientOf(
  baseUrl: string,
  scope: string,
  token: string,
  context: CollectContext,
): RestClient {
  return createRestClient({
    transport: createHcloudTransport({ baseUrl, token }),
    // hcloud-js holds the token.
    authenticate: async () => ({}),
    budget: context.budgets.budgetFor(`hetzner/${scope}`, LIMIT),
    context,
    classify: cloudRefusal,
    // "The number of remaining requests will increase by 1 every second" at 3,600 an hour.
    readRate: (headers, nowMs) => {
      const hint = readRateHeaders(headers, nowMs);
      return hint && { ...hint, refillPerSecond: (hint.limit ?? 3600) / 3600 };
    },
  });
}

/** Reads a whole list, a page after the other, in an order that changes nothing while paging. */
function list(client: RestClient, calls: AccountCalls, operation: Operation): Promise<Observation> {
  const request = { sort: 'id:asc', per_page: PER_PAGE };
  const read = async (page: number): Promise<NumberedPage> => {
    const document = await client.getJson(operation.id, `/${operation.id}`, { ...request, page });
    return pageOf(document, operation.id, page);
  };
  return calls.make({ operation, request }, () => pagesByNumber(read));
}

/** The newest actions of one kind of resource, in one request. */
function latestActions(
  client: RestClient,
  calls: AccountCalls,
  operation: Operation,
): Promise<Observation> {
  const request = { sort: 'id:desc', per_page: PER_PAGE };
  const at = `/${operation.id.replace('-', '/')}`;
  return calls.make({ operation, request }, () =>
    singlePage(
      async () => pageOf(await client.getJson(operation.id, at, request), 'actions', 1).items,
    ),
  );
}

/** Subaccounts are not paged. */
function subaccounts(client: RestClient, calls: AccountCalls, box: string): Promise<Observation> {
  const operation = STORAGE_BOX_SUBACCOUNTS;
  return calls.make({ operation, subject: box }, () =>
    singlePage(async () => {
      const at = path`/storage_boxes/${box}/subaccounts`;
      return itemsIn(await client.getJson(operation.id, at), 'subaccounts');
    }),
  );
}

/**
 * The page in a list's answer. Only whether there is a next page is read, not its number: some
 * answers name page 4 for ever.
 */
function pageOf(document: JsonValue, key: string, page: number): NumberedPage {
  const items = itemsIn(document, key);
  const pagination = memberOf(memberOf(document, 'meta'), 'pagination');
  const total = pagination?.['total_entries'];
  const more = typeof pagination?.['next_page'] === 'number';
  return {
    items,
    next: more ? page + 1 : null,
    ...(typeof total === 'number' ? { total } : {}),
  };
}

function itemsIn(document: JsonValue, key: string): readonly JsonValue[] {
  const items = isJsonObject(document) ? document[key] : undefined;
  if (!Array.isArray(items)) throw unexpectedAnswer(key.replace('_', ' '));
  return items;
}

function memberOf(holder: JsonValue | undefined, name: string): JsonObject | undefined {
  const member = holder !== undefined && isJsonObject(holder) ? holder[name] : undefined;
  return member !== undefined && isJsonObject(member) ? member : undefined;
}
