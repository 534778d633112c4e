import type { CollectContext } from '../collect-context.ts';
import type { JsonValue } from '../json.ts';
import { type Authenticator, authenticate } from './authenticate.ts';
import type { Budget } from './budget.ts';
import { tooLarge } from './call-failure.ts';
import { type Classify, judgeStatus } from './judge-status.ts';
import { limitTime } from './limit-time.ts';
import { pinOrigin } from './pin-origin.ts';
import { type ReadRate, readRateHeaders } from './rate-headers.ts';
import { readJson } from './read-json.ts';
import { RETRY_POLICY, type RetryPolicy, retry } from './retry.ts';
import { spendBudget } from './spend-budget.ts';
import { type HttpRequest, layered, type Transport } from './transport.ts';

/** What a REST provider is asked with. */
export interface RestClientOptions {
  readonly transport: Transport;
  readonly authenticate: Authenticator;
  readonly budget: Budget;
  readonly context: CollectContext;
  /** The provider's own reading of unsuccessful answers; default: by status alone. */
  readonly classify?: Classify;
  /** The provider's own rate-limit headers; default {@link readRateHeaders}. */
  readonly readRate?: ReadRate;
  /** What differs from {@link RETRY_POLICY}. */
  readonly retry?: Partial<RetryPolicy>;
  /** How long one answer may take; default 30,000. */
  readonly timeoutMs?: number;
  /** How large one answer may be; default 64 MiB. */
  readonly maxBodyBytes?: number;
}

/** Parameters of a query; absent ones are not sent. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** Reads JSON from one provider, for one account in one location. */
export interface RestClient {
  /** @throws CallFailure for everything but a 2xx with a JSON body. */
  getJson(operation: string, path: string, query?: Query): Promise<JsonValue>;
  /** The few reads that are a POST. @throws CallFailure as `getJson`. */
  postJson(operation: string, path: string, body: JsonValue, query?: Query): Promise<JsonValue>;
}

/** A client made of the chain below, one concern a layer. */
export function createRestClient(options: RestClientOptions): RestClient {
  const { budget, context } = options;
  const maxBodyBytes = options.maxBodyBytes ?? 64 * 1024 * 1024;
  // The order matters: a retry authenticates and spends anew, a status is judged only after the
  // budget has read its headers, and the time limit does not count the waiting for the budget.
  const transport = layered(options.transport, [
    pinOrigin(),
    retry({ ...RETRY_POLICY, ...options.retry }, budget, context),
    authenticate(options.authenticate),
    judgeStatus(options.classify, () => context.clock.now()),
    spendBudget(budget, options.readRate ?? readRateHeaders, context),
    limitTime(options.timeoutMs ?? 30_000, context),
  ]);
  const send = async (request: Omit<HttpRequest, 'maxBodyBytes' | 'signal'>) => {
    context.signal.throwIfAborted();
    const response = await transport.send({ ...request, maxBodyBytes, signal: context.signal });
    if (Buffer.byteLength(response.body) > maxBodyBytes) throw tooLarge(maxBodyBytes);
    return readJson(response);
  };
  return {
    getJson: (operation, path, query = {}) =>
      send({
        method: 'GET',
        path,
        query: written(query),
        headers: { accept: 'application/json' },
        operation,
      }),
    postJson: (operation, path, body, query = {}) =>
      send({
        method: 'POST',
        path,
        query: written(query),
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify(body),
        operation,
      }),
  };
}

function written(query: Query): HttpRequest['query'] {
  const parameters: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    parameters[name] = typeof value === 'object' ? value : String(value);
  }
  return parameters;
}
