import { type AccountCalls, unexpectedAnswer } from '../../client/account-calls.ts';
import { CallFailure } from '../../client/call-failure.ts';
import { type NumberedPage, type Page, pagesByNumber, singlePage } from '../../client/paging.ts';
import type { RestClient } from '../../client/rest-client.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Observation } from '../../observation.ts';
import { ACTIONS } from '../operations/compute.ts';
import type { ListOperation, SubjectOperation } from '../operations/shape.ts';

/** The documented maximum ("Pagination" of the API reference, 2026-08-07). */
const PER_PAGE = 200;

/** Reads lists of one team to their end. */
export class Reader {
  readonly #client: RestClient;
  readonly #calls: AccountCalls;

  constructor(client: RestClient, calls: AccountCalls) {
    this.#client = client;
    this.#calls = calls;
  }

  /** A list that is asked once. */
  list(operation: ListOperation): Promise<Observation> {
    return this.#read(operation, operation.at);
  }

  /** A list about one object. */
  about(operation: SubjectOperation, subject: string, at: string): Promise<Observation> {
    return this.#read(operation, at, subject);
  }

  #read(operation: SubjectOperation, at: string, subject?: string): Promise<Observation> {
    const isPaged = operation.paging === 'link';
    // Actions are endless: the newest page of them is enough.
    const request: JsonObject =
      isPaged || operation.id === ACTIONS.id ? { per_page: PER_PAGE } : {};
    const call = { operation, request, ...(subject === undefined ? {} : { subject }) };
    const ask = (page?: number) =>
      this.#client.getJson(operation.id, at, {
        ...(request['per_page'] === undefined ? {} : { per_page: PER_PAGE }),
        ...(page === undefined ? {} : { page }),
      });
    return this.#calls.make(call, () =>
      namingPermission(
        operation,
        isPaged
          ? pagesByNumber(async (page) => pageOf(await ask(page), operation.key, page))
          : singlePage(async () => itemsIn(await ask(), operation.key)),
      ),
    );
  }
}

/** A refusal tells no scope: it is the one that the call takes. */
async function* namingPermission(
  { permissions }: SubjectOperation,
  pages: AsyncIterable<Page>,
): AsyncGenerator<Page> {
  try {
    yield* pages;
  } catch (error) {
    if (!(error instanceof CallFailure) || error.kind !== 'forbidden') throw error;
    throw new CallFailure('forbidden', error.message, {
      ...error.details,
      missingPermission: permissions.join(', '),
    });
  }
}

/**
 * The page in a list's answer. The link to the next page is read for its number and never followed:
 * it could lead to any host.
 */
function pageOf(document: JsonValue, key: string, page: number): NumberedPage {
  const items = itemsIn(document, key);
  const total = memberOf(document, 'meta')?.['total'] ?? totalIn(document);
  const next = memberOf(memberOf(document, 'links'), 'pages')?.['next'];
  return {
    items,
    next: typeof next === 'string' && next !== '' ? numberIn(next, page) : null,
    ...(typeof total === 'number' ? { total } : {}),
  };
}

/** Vector databases tell the size of their list beside it. */
function totalIn(document: JsonValue): JsonValue | undefined {
  return isJsonObject(document) ? document['total'] : undefined;
}

function numberIn(link: string, page: number): number {
  const found = /[?&]page=(\d+)/.exec(link)?.[1];
  return found === undefined ? page + 1 : Number(found);
}

/** The items under a key: a list, a single object, or `null`, by which some answers say "none". */
function itemsIn(document: JsonValue, key: string): readonly JsonValue[] {
  const held = isJsonObject(document) ? document[key] : undefined;
  if (Array.isArray(held)) return held;
  if (held === null) return [];
  if (isJsonObject(held)) return [held];
  throw unexpectedAnswer(key.replaceAll('_', ' '));
}

function memberOf(holder: JsonValue | undefined, name: string): JsonObject | undefined {
  const member = holder !== undefined && isJsonObject(holder) ? holder[name] : undefined;
  return member !== undefined && isJsonObject(member) ? member : undefined;
}
