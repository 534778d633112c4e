import { CallFailure } from '../client/call-failure.ts';
import { createFetchTransport } from '../client/fetch-transport.ts';
import { messageIn } from '../client/judge-status.ts';
import { retryAfterMs } from '../client/rate-headers.ts';
import { createRestClient, type RestClient } from '../client/rest-client.ts';
import type { HttpResponse, Transport } from '../client/transport.ts';
import type { CollectContext } from '../collect-context.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { credentialOf } from './credential.ts';
import type { GcpService } from './operation.ts';
import type { GcpSettings } from './settings.ts';

/** Requests per second and project: one every 110 ms, a little below the 600 a minute that the smallest quota allows. */
const REQUESTS_PER_SECOND = 1000 / 110;

/** Makes the client of one service; `location` matters where the service has an endpoint per zone. */
export type ClientOf = (service: GcpService, location: string) => RestClient;

/** Clients that share one project's budget and one credential. */
export function createClients(
  account: string,
  settings: GcpSettings,
  context: CollectContext,
  transportOf: (service: GcpService, baseUrl: string) => Transport = (_, url) =>
    createFetchTransport(url),
): ClientOf {
  const perSecond = settings.requestsPerSecond ?? REQUESTS_PER_SECOND;
  // A burst of one spaces requests evenly: no window of a second ever holds more than the quota.
  const limit = { burst: 1, perSecond, concurrency: 8 };
  const budget = context.budgets.budgetFor(`gcp/${account}/global`, limit);
  const clients = new Map<string, RestClient>();
  return (service, location) => {
    const url = baseUrlOf(service, location, settings.endpoint);
    const known = clients.get(url);
    if (known !== undefined) return known;
    const client = createRestClient({
      transport: transportOf(service, url),
      authenticate: credentialOf(settings).authenticate,
      budget,
      context,
      classify: (response) => failureOf(response, context.clock.now()),
      timeoutMs: 60_000,
    });
    clients.set(url, client);
    return client;
  };
}

/**
 * Where a service lives. Secure tags of zonal resources are told by an endpoint of their zone
 * (https://cloud.google.com/resource-manager/docs/tags/tags-creating-and-managing, 2026-11-21). With an endpoint
 * override each service but Compute Engine has its name as first path segment, since their paths overlap.
 */
function baseUrlOf(service: GcpService, location: string, endpoint: string | undefined): string {
  if (endpoint !== undefined) return service === 'compute' ? endpoint : `${endpoint}/${service}`;
  const zonal = service === 'cloudresourcemanager' && location !== 'global';
  return `https://${zonal ? `${location}-` : ''}${service}.googleapis.com`;
}

/** Google says "too many requests" with 403 as well as with 429, and tells which permission is missing. */
export function failureOf(response: HttpResponse, nowMs: number): CallFailure | undefined {
  const reasons = reasonsIn(response.body);
  const message = messageIn(response.body) ?? `HTTP ${response.status}`;
  if (response.status === 429 || reasons.some((reason) => THROTTLED.has(reason))) {
    const wait = retryAfterMs(response.headers, nowMs);
    return new CallFailure('throttled', `Google's quota is used up: ${message}`, {
      status: response.status,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }
  if (response.status !== 403) return undefined;
  if (reasons.some((reason) => DISABLED.has(reason))) {
    return new CallFailure('not-implemented', `${DISABLED_SENTENCE} ${message}`, { status: 403 });
  }
  const permission =
    /[Pp]ermission '?([a-z]+\.[A-Za-z.]+)'?|'([a-z]+\.[A-Za-z.]+)' permission/.exec(message);
  const missing = permission?.[1] ?? permission?.[2];
  return new CallFailure('forbidden', `Google refused: ${message}`, {
    status: 403,
    ...(missing === undefined ? {} : { missingPermission: missing }),
  });
}

/** How the message of a failure begins whose service is switched off in the project. */
export const DISABLED_SENTENCE = 'The service is not enabled in this project.';

const THROTTLED: ReadonlySet<string> = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'RATE_LIMIT_EXCEEDED',
  'RESOURCE_EXHAUSTED',
]);
const DISABLED: ReadonlySet<string> = new Set(['accessNotConfigured', 'SERVICE_DISABLED']);

/** Every `reason` of both error shapes: `error.errors[].reason` and `error.details[].reason`, and `error.status`. */
function reasonsIn(body: string): readonly string[] {
  let document: JsonValue;
  try {
    document = JSON.parse(body) as JsonValue;
  } catch {
    return []; // Proxies answer HTML: the status decides.
  }
  const error = isJsonObject(document) ? document['error'] : undefined;
  if (!isJsonObject(error)) return [];
  const rows = [error['errors'], error['details']].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  const found = rows.map((row) => (isJsonObject(row) ? row['reason'] : undefined));
  return [...found, error['status']].filter((value) => typeof value === 'string');
}
