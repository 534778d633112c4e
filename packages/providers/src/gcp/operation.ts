import type { z } from 'zod';
import { canonicalJson, isJsonObject, type JsonValue } from '../json.ts';
import type { Operation } from '../operation.ts';

/** The services that are asked, by the first part of their host name. */
export type GcpService =
  | 'alloydb'
  | 'cloudfunctions'
  | 'cloudresourcemanager'
  | 'compute'
  | 'container'
  | 'logging'
  | 'memcache'
  | 'memorystore'
  | 'networkconnectivity'
  | 'networksecurity'
  | 'redis'
  | 'run'
  | 'sqladmin'
  | 'storage';

/** How an answer holds its items. */
export type AnswerOutline =
  /** `{"items": {"zones/z": {"instances": […]}}}`. */
  | { readonly kind: 'aggregated'; readonly key: string }
  /** `{"items": […]}`; with `array`, each element is wrapped (`{"result": {…}}` never occurs here). */
  | { readonly kind: 'list'; readonly key: string }
  /** The answer is the item. */
  | { readonly kind: 'object' };

/** An operation with what it takes to call it over REST. */
export interface GcpOperation<Item = unknown> extends Operation<Item> {
  readonly service: GcpService;
  /** The method's name in the discovery document, e.g. `compute.instances.aggregatedList`. */
  readonly method: string;
  readonly verb: 'GET' | 'POST';
  /** Path with `{account}`, `{location}` and `{subject}` in it. */
  readonly path: string;
  readonly answer: AnswerOutline;
  /** Fixed query parameters. */
  readonly query?: Readonly<Record<string, string>>;
  /** The name of the page-size parameter, with the documented maximum. */
  readonly pageSize?: {
    readonly parameter: 'maxResults' | 'pageSize';
    readonly maximum: number;
    /** Size and token of the page are members of the body, not of the query. */
    readonly inBody?: true;
    /** No more pages are read, of lists that have no end worth waiting for. */
    readonly mostPages?: number;
  };
  readonly family: 'project' | 'organization' | 'discovery';
}

/** What differs from one operation to the next; {@link operation} fills in the rest. */
export type OperationGiven<Item> = Omit<
  GcpOperation<Item>,
  'verb' | 'need' | 'scope' | 'paging' | 'family' | 'secretPaths' | 'nativeId' | 'item' | 'source'
> &
  Partial<
    Pick<
      GcpOperation<Item>,
      'verb' | 'need' | 'scope' | 'paging' | 'family' | 'secretPaths' | 'source'
    >
  > & {
    readonly item: z.ZodType<Item>;
    readonly nativeId?: (item: JsonValue) => string | undefined;
  };

/** An operation, with the defaults that most of Google's read methods share. */
export function operation<Item>(given: OperationGiven<Item>): GcpOperation<Item> {
  return {
    verb: 'GET',
    need: 'optional',
    scope: 'global',
    paging: given.answer.kind === 'object' ? 'none' : 'token',
    family: 'project',
    secretPaths: [],
    source: sourceOf(given.method),
    ...given,
    nativeId: given.nativeId ?? linkOf,
  };
}

/** The self-link or name of a raw item. */
export function linkOf(item: JsonValue): string | undefined {
  if (!isJsonObject(item)) return undefined;
  for (const key of ['selfLink', 'name', 'instance', 'id']) {
    const value = item[key];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** For answers that are one thing: the same id for every item. */
export function always(id: string): (item: JsonValue) => string | undefined {
  return (item) => (isJsonObject(item) ? id : undefined);
}

/** For items that are told apart by one member, be it text or an object. */
export function memberOf(name: string): (item: JsonValue) => string | undefined {
  return (item) => {
    const value = isJsonObject(item) ? item[name] : undefined;
    if (value === undefined) return undefined;
    return typeof value === 'string' ? value : canonicalJson(value);
  };
}

/** The vendor's reference page of a method. */
function sourceOf(method: string): string {
  const [service = '', ...rest] = method.split('.');
  const name = rest.join('/');
  switch (service) {
    case 'compute':
      return `https://cloud.google.com/compute/docs/reference/rest/v1/${name}`;
    case 'cloudresourcemanager':
      return `https://cloud.google.com/resource-manager/reference/rest/v3/${name}`;
    case 'sqladmin':
      return 'https://cloud.google.com/sql/docs/mysql/admin-api/rest/v1/instances/list';
    case 'storage':
      return `https://cloud.google.com/storage/docs/json_api/v1/${name}`;
    case 'networksecurity':
      return 'https://cloud.google.com/firewall/docs/reference/network-security/rest';
    case 'networkconnectivity':
      return 'https://cloud.google.com/network-connectivity/docs/reference/networkconnectivity/rest';
    default:
      return `https://cloud.google.com/${service}/docs/reference/rest`;
  }
}
