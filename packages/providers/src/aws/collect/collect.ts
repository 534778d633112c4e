import { providerId } from '@netposture/network/graph';
import { asCallFailure } from '../../client/call-failure.ts';
import { type ObservedCall, observationOfFailure, observe } from '../../client/observe.ts';
import type { Redact } from '../../client/redact.ts';
import type { CollectContext } from '../../collect-context.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { Observation } from '../../observation.ts';
import type { CollectTarget } from '../../provider.ts';
import type { AwsOperation, ReadItems } from '../aws-operation.ts';
import type { AwsClient } from '../client.ts';
import { COLLECTED_OPERATIONS } from '../operations/index.ts';
import { type AwsSettings, homeRegionOf } from '../settings.ts';
import { pagesOf } from './pages.ts';
import { sessionOf } from './session.ts';

const AWS = providerId('aws');

const HOUR_MS = 3_600_000;

/** Which calls belong to a target. */
export function operationsOf(target: CollectTarget): readonly AwsOperation[] {
  const scope = target.location === 'global' ? 'global' : 'regional';
  return COLLECTED_OPERATIONS.filter((operation) => operation.scope === scope);
}

/** Asks one account and region (or its global services) everything, many calls at a time within one budget. */
export async function* collect(
  target: CollectTarget,
  settings: AwsSettings,
  context: CollectContext,
): AsyncIterable<Observation> {
  const session = sessionOf(settings);
  const operations = operationsOf(target);
  let client: AwsClient;
  try {
    const region = target.location === 'global' ? homeRegionOf(settings) : target.location;
    client = await session.clientFor(target.account, region, context);
  } catch (error) {
    context.signal.throwIfAborted();
    const failure = asCallFailure(error);
    for (const operation of operations) {
      if (operation.perSubject !== undefined) continue;
      const call = { provider: AWS, ...target, operation, redact: session.redact };
      yield await observationOfFailure(call, failure, context);
    }
    return;
  }
  const run = new TargetRun(target, client, session.redact, context);
  try {
    yield* merged(operations.map((operation) => run.calls(operation)));
  } finally {
    client.close();
  }
}

/** The calls of one target, dependent ones after those that they depend on. */
class TargetRun {
  readonly #target: CollectTarget;
  readonly #client: AwsClient;
  readonly #redact: Redact;
  readonly #context: CollectContext;
  readonly #running = new Map<string, Promise<readonly Observation[]>>();

  constructor(target: CollectTarget, client: AwsClient, redact: Redact, context: CollectContext) {
    this.#target = target;
    this.#client = client;
    this.#redact = redact;
    this.#context = context;
  }

  /** The observations of one operation; asking twice gives the same ones. */
  calls(operation: AwsOperation): Promise<readonly Observation[]> {
    const running = this.#running.get(operation.id);
    if (running !== undefined) return running;
    const started = this.#start(operation);
    this.#running.set(operation.id, started);
    return started;
  }

  async #start(operation: AwsOperation): Promise<readonly Observation[]> {
    const { subjects } = operation;
    if (subjects === undefined) return [await this.#one(operation, this.#inputOf(operation))];
    const asked = subjects.from(await this.#read(subjects.of));
    return Promise.all(asked.map(({ subject, input }) => this.#one(operation, input, subject)));
  }

  /**
   * The constant parameters, and since when where only what is recent is read: in seconds, as JSON protocols have it, of a
   * whole hour, so that two scans ask the same.
   */
  #inputOf({ input, recent }: AwsOperation): JsonObject {
    if (recent === undefined) return input;
    const hour = Math.floor(this.#context.clock.now() / HOUR_MS);
    return { ...input, StartTime: (hour - recent.hours) * 3600 };
  }

  #one(operation: AwsOperation, input: JsonObject, subject?: string): Promise<Observation> {
    const asked = {
      client: this.#client,
      operation,
      input,
      scope: `aws/${this.#target.account}/${this.#target.location}`,
    };
    const call = {
      ...this.#call(operation, input),
      ...(subject === undefined ? {} : { subject }),
      pages: () => pagesOf(asked, this.#context),
    };
    return observe(call, this.#context);
  }

  #call(operation: AwsOperation, request: JsonObject): Omit<ObservedCall, 'pages'> {
    const { account, location } = this.#target;
    return { provider: AWS, account, location, operation, request, redact: this.#redact };
  }

  async #observations(ids: readonly string[]): Promise<readonly Observation[]> {
    const operations = COLLECTED_OPERATIONS.filter((operation) => ids.includes(operation.id));
    return (await Promise.all(operations.map((operation) => this.calls(operation)))).flat();
  }

  async #read(ids: readonly string[]): Promise<ReadItems> {
    const items = new Map<string, JsonValue[]>();
    for (const observation of await this.#observations(ids)) {
      const known = items.get(observation.operation) ?? [];
      items.set(observation.operation, [...known, ...observation.items]);
    }
    return (id) => items.get(id) ?? [];
  }
}

/** The observations of many calls, each as soon as its call has ended. */
async function* merged(
  calls: readonly Promise<readonly Observation[]>[],
): AsyncGenerator<Observation> {
  const pending = new Map(
    calls.map((call, index) => [index, call.then((observations) => ({ index, observations }))]),
  );
  // A rejection is taken up by the race below; until then it must not count as unhandled.
  for (const call of pending.values()) call.catch(() => {});
  while (pending.size > 0) {
    const { index, observations } = await Promise.race(pending.values());
    pending.delete(index);
    yield* observations;
  }
}
