import { providerId } from '@netposture/network/graph';
import { CallFailure } from '../../client/call-failure.ts';
import { observe } from '../../client/observe.ts';
import { type Page, pagesByToken, type TokenPage } from '../../client/paging.ts';
import type { Query } from '../../client/rest-client.ts';
import { path } from '../../client/transport.ts';
import type { CollectContext } from '../../collect-context.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { GLOBAL, type Observation } from '../../observation.ts';
import { type ClientOf, DISABLED_SENTENCE } from '../client.ts';
import { type LibraryList, listFirewallsByLibrary } from '../compute-library.ts';
import type { AnswerOutline, GcpOperation } from '../operation.ts';
import { firewalls } from '../operations/compute.ts';

/** What one call is about, besides its operation. */
export interface Asked {
  readonly location?: string;
  readonly subject?: string;
  /** Parameters besides those of the operation. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

/** Makes one call with all its pages. */
export type Ask = (operation: GcpOperation, asked?: Asked) => Promise<Observation>;

/** A function that asks one account; by wish the VPC firewall rules by the vendor's own library (docs/adr/0009). */
export function createAsk(
  account: string,
  clientOf: ClientOf,
  context: CollectContext,
  isByLibrary = false,
): Ask {
  return async (operation, asked = {}) => {
    const location = asked.location ?? GLOBAL;
    const client = clientOf(operation.service, location);
    const where = pathOf(operation.path, account, location, asked.subject);
    const request: Record<string, string> = {};
    for (const [name, value] of Object.entries(operation.query ?? {})) {
      request[name] = value === '{account}' ? account : value;
    }
    Object.assign(request, asked.query);
    let library: Promise<LibraryList> | undefined;
    let pagesLeft = operation.pageSize?.mostPages ?? Number.POSITIVE_INFINITY;
    const read = async (token: string | undefined): Promise<TokenPage> => {
      if (isByLibrary && operation.id === firewalls.id) {
        library ??= listFirewallsByLibrary(client, account, operation.pageSize?.maximum ?? 500);
        return pageOf(operation.answer, await (await library).page(token));
      }
      const paging = pagingOf(operation, token);
      const isInBody = operation.pageSize?.inBody === true;
      const query: Query = isInBody ? request : { ...request, ...paging };
      const body = isInBody ? { ...asked.body, ...paging } : (asked.body ?? {});
      const answer =
        operation.verb === 'POST'
          ? await client.postJson(operation.id, where, body, query)
          : await client.getJson(operation.id, where, query);
      const page = pageOf(operation.answer, answer);
      pagesLeft -= 1;
      return pagesLeft > 0 ? page : { ...page, next: undefined };
    };
    const observation = await observe(
      {
        provider: providerId('gcp'),
        account,
        location,
        operation,
        ...(asked.subject === undefined ? {} : { subject: asked.subject }),
        request,
        pages: () => (operation.paging === 'token' ? pagesByToken(read) : onePage(read)),
      },
      context,
    );
    return absentWhereDisabled(observation);
  };
}

async function* onePage(read: (token: undefined) => Promise<TokenPage>): AsyncGenerator<Page> {
  const { items, incomplete } = await read(undefined);
  yield incomplete === undefined ? { items } : { items, incomplete };
}

function pagingOf(
  operation: GcpOperation,
  token: string | undefined,
): Readonly<Record<string, string | number>> {
  const size = operation.pageSize;
  return {
    ...(size === undefined ? {} : { [size.parameter]: size.maximum }),
    ...(token === undefined ? {} : { pageToken: token }),
  };
}

function pathOf(template: string, account: string, location: string, subject = ''): string {
  const values: Readonly<Record<string, string>> = { account, location, subject };
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => path`${values[name] ?? ''}`);
}

/**
 * A service that is switched off in a project runs nothing there: that is an answer, though one that we only infer.
 * https://cloud.google.com/service-usage/docs/enable-disable, 2026-11-21.
 */
function absentWhereDisabled(observation: Observation): Observation {
  const { outcome, message } = observation;
  if (outcome !== 'not-implemented' || !message?.startsWith(DISABLED_SENTENCE)) return observation;
  return { ...observation, outcome: 'assumed-absent' };
}

/** Takes the items out of an answer, and what it says about scopes that did not answer. */
export function pageOf(outline: AnswerOutline, answer: JsonValue): TokenPage {
  if (!isJsonObject(answer)) throw new CallFailure('malformed', 'The answer is not a JSON object.');
  const token = answer['nextPageToken'];
  const missing = missingIn(answer);
  const items = itemsOf(outline, answer, missing);
  return {
    items,
    ...(typeof token === 'string' ? { next: token } : {}),
    ...(missing.length === 0
      ? {}
      : { incomplete: `Not everything answered: ${missing.join(', ')}.` }),
  };
}

function itemsOf(
  outline: AnswerOutline,
  answer: JsonObject,
  missing: string[],
): readonly JsonValue[] {
  switch (outline.kind) {
    case 'object':
      return [answer];
    case 'list':
      return listIn(answer, outline.key);
    case 'aggregated':
      return aggregatedIn(answer, outline.key, missing);
  }
}

/** Google leaves an empty list out; anything else than a list is no answer to what was asked. */
function listIn(holder: JsonObject, key: string): readonly JsonValue[] {
  const list = holder[key];
  if (list === undefined) return [];
  if (!Array.isArray(list))
    throw new CallFailure('malformed', `The answer holds no list "${key}".`);
  return list;
}

function aggregatedIn(answer: JsonObject, key: string, missing: string[]): readonly JsonValue[] {
  const scopes = answer['items'];
  if (scopes === undefined) return [];
  if (!isJsonObject(scopes))
    throw new CallFailure('malformed', 'The answer is no aggregated list.');
  const items: JsonValue[] = [];
  for (const [scope, held] of Object.entries(scopes)) {
    if (!isJsonObject(held))
      throw new CallFailure('malformed', `The scope "${scope}" is malformed.`);
    items.push(...listIn(held, key));
    const warned = warningOf(held['warning']);
    if (warned !== undefined) missing.push(`${scope} (${warned})`);
  }
  return items;
}

function missingIn(answer: JsonObject): string[] {
  const named = ['unreachables', 'unreachable', 'missingZones'].flatMap((key) => {
    const list = answer[key];
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  });
  const warnings = Array.isArray(answer['warnings']) ? answer['warnings'] : [answer['warning']];
  return [...named, ...warnings.map(warningOf).filter((one) => one !== undefined)];
}

/** A warning other than "nothing here": each of them means that something may be missing. */
function warningOf(warning: JsonValue | undefined): string | undefined {
  if (!isJsonObject(warning)) return undefined;
  const { code, message, region } = warning;
  if (code === 'NO_RESULTS_ON_PAGE') return undefined;
  return [code, region, message].filter((part) => typeof part === 'string').join(': ');
}
