import { providerId } from '@netposture/network/graph';
import {
  CallFailure,
  type CollectContext,
  type CollectTarget,
  type Discovery,
  GLOBAL,
  isJsonObject,
  type JsonValue,
  type Observation,
  type Operation,
  type Provider,
  type Recogniser,
} from '@netposture/providers';
import { z } from 'zod';
import { bearer } from '../../../packages/providers/src/client/authenticate.ts';
import { createFetchTransport } from '../../../packages/providers/src/client/fetch-transport.ts';
import { observe } from '../../../packages/providers/src/client/observe.ts';
import {
  type Page,
  pagesByNumber,
  pagesByToken,
  singlePage,
} from '../../../packages/providers/src/client/paging.ts';
import { createRedactor } from '../../../packages/providers/src/client/redact.ts';
import { createRestClient } from '../../../packages/providers/src/client/rest-client.ts';
import { path } from '../../../packages/providers/src/client/transport.ts';
import { normalizeToy } from './toy-normalize.ts';
import { TOY } from './toy-operations.ts';

const ID = providerId('toy');
const ACCOUNT = 'toy-team';

const Settings = z.strictObject({ token: z.string(), endpoint: z.url() });
type Settings = z.infer<typeof Settings>;

/** The smallest provider that does everything: what an adapter looks like, and what passes the suite. */
export const toy: Provider<Settings> = {
  id: ID,
  title: 'Toy',
  settings: Settings,
  operations: Object.values(TOY),
  permissions: {
    file: 'toy-permissions.txt',
    render: (operations) =>
      `${operations
        .flatMap((one) => one.permissions)
        .sort()
        .join('\n')}\n`,
  },
  notModelled: ['Traffic between servers is not modelled.'],
  recogniser: recogniser(),
  discover,
  collect,
  normalize: normalizeToy,
};

async function discover(settings: Settings, context: CollectContext): Promise<Discovery> {
  const asked = asking(settings, context, GLOBAL);
  const regions = await asked(TOY.regions, single('/regions', 'regions'));
  const ids = regions.items.flatMap((item) => TOY.regions.item.safeParse(item).data?.id ?? []);
  const locations = [GLOBAL, ...ids];
  return {
    targets: locations.map((location) => ({ account: ACCOUNT, location })),
    observations: [regions],
  };
}

async function* collect(
  target: CollectTarget,
  settings: Settings,
  context: CollectContext,
): AsyncIterable<Observation> {
  const asked = asking(settings, context, target.location);
  if (target.location === GLOBAL) {
    const databases = await asked(TOY.databases, single('/databases', 'databases'));
    yield databases;
    for (const item of databases.items) {
      const id = TOY.databases.nativeId(item);
      if (id !== undefined)
        yield await asked(TOY.databaseRules, single(path`/databases/${id}/rules`, 'rules'), id);
    }
    return;
  }
  const base = path`/${target.location}`;
  yield await asked(TOY.networks, ({ get }) =>
    pagesByNumber(async (page) => {
      const answer = await get(`${base}/networks`, { page });
      const { next, total } = z
        .object({ next: z.number().nullable(), total: z.number() })
        .parse(answer);
      return { items: listIn(answer, 'networks'), next, total };
    }),
  );
  yield await asked(TOY.servers, ({ get }) =>
    pagesByToken(async (token) => {
      const answer = await get(`${base}/servers`, { token });
      const next = isJsonObject(answer) ? answer['next_token'] : undefined;
      return {
        items: listIn(answer, 'servers'),
        next: typeof next === 'string' ? next : undefined,
      };
    }),
  );
}

/** What a call's pages are made with. */
interface Asker {
  readonly get: (
    path: string,
    query?: Readonly<Record<string, string | number | undefined>>,
  ) => Promise<JsonValue>;
}

/** Makes calls of one location, each within the account's budget and with its token. */
function asking(settings: Settings, context: CollectContext, location: string) {
  const limit = { burst: 10, perSecond: 10, concurrency: 2 };
  const client = createRestClient({
    transport: createFetchTransport(settings.endpoint),
    authenticate: bearer(settings.token),
    budget: context.budgets.budgetFor(`toy/${ACCOUNT}/${location}`, limit),
    context,
  });
  const redact = createRedactor([settings.token]);
  return (operation: Operation, pages: (asker: Asker) => AsyncIterable<Page>, subject?: string) => {
    const call = { provider: ID, account: ACCOUNT, location, operation, subject, redact };
    const get: Asker['get'] = (below, query) => client.getJson(operation.id, below, query);
    return observe({ ...call, pages: () => pages({ get }) }, context);
  };
}

function single(below: string, key: string): (asker: Asker) => AsyncIterable<Page> {
  return ({ get }) => singlePage(async () => listIn(await get(below), key));
}

function listIn(answer: JsonValue, key: string): readonly JsonValue[] {
  const list = isJsonObject(answer) ? answer[key] : undefined;
  if (!Array.isArray(list))
    throw new CallFailure('malformed', `The answer holds no list of ${key}.`);
  return list;
}

function recogniser(): Recogniser {
  const answer = (operation: Operation, key: string) => ({
    operation: operation.id,
    outline: { key },
    matches: (item: JsonValue) => operation.item.safeParse(item).success,
  });
  return {
    answers: [
      answer(TOY.regions, 'regions'),
      answer(TOY.networks, 'networks'),
      answer(TOY.servers, 'servers'),
      answer(TOY.databases, 'databases'),
      answer(TOY.databaseRules, 'rules'),
    ],
    locate: () => ({}),
    continuation: (document) => ({
      more: typeof document['next_token'] === 'string',
      ...(typeof document['total'] === 'number' ? { total: document['total'] } : {}),
    }),
  };
}
