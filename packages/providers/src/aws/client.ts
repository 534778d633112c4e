import type { JsonObject } from '../json.ts';
import { type AnswerContext, checkAnswer } from './client-answer.ts';
import { SERVICES, type ServiceName } from './service.ts';

/** A key pair, with the session token that temporary ones have. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Gives the credentials to sign with; called for every request, so it keeps what it knows. */
export type CredentialSource = () => Promise<AwsCredentials>;

/** Where and as whom requests go out. */
export interface AwsClientOptions {
  readonly region: string;
  readonly credentials: CredentialSource;
  /** Takes the place of every service's own address; default: the library's (which reads `AWS_ENDPOINT_URL`). */
  readonly endpoint?: string | undefined;
}

/** The narrow interface behind which the AWS SDK sits: one action, one attempt, the parsed answer. */
export interface AwsClient {
  /** Sends once. Rejects with the library's own error, or a `CallFailure` for an answer that is no answer. */
  send(
    service: ServiceName,
    action: string,
    input: JsonObject,
    signal: AbortSignal,
  ): Promise<object>;
  /** Closes the connections. */
  close(): void;
}

/** What we use of a client of the SDK. */
interface SdkClient {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<object>;
  destroy(): void;
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: object) => Promise<AnswerContext>,
        context: { readonly commandName?: string },
      ) => (args: object) => Promise<AnswerContext>,
      where: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
}

/**
 * A client for one account and region over the AWS SDK. The SDK signs, sends and parses; retries and paging are ours
 * (`maxAttempts: 1`), because waiting must be injectable and the budget is shared by all services of a region.
 * Clients and command classes are looked up by name, so that an operation is data; a test holds every declared
 * operation against the library.
 */
export function createAwsClient(options: AwsClientOptions): AwsClient {
  const clients = new Map<ServiceName, Promise<{ client: SdkClient; library: object }>>();
  const clientOf = (service: ServiceName) => {
    const known = clients.get(service);
    if (known !== undefined) return known;
    const made = SERVICES[service].load().then((library) => ({
      library,
      client: sdkClient(library, service, options),
    }));
    clients.set(service, made);
    return made;
  };
  return {
    async send(service, action, input, signal) {
      const { client, library } = await clientOf(service);
      const command = Reflect.construct(exported(library, `${action}Command`), [input]) as object;
      return client.send(command, { abortSignal: signal });
    },
    close() {
      for (const made of clients.values()) {
        // A library that could not be loaded has no connections.
        made.then(
          ({ client }) => client.destroy(),
          () => {},
        );
      }
    },
  };
}

function sdkClient(library: object, service: ServiceName, options: AwsClientOptions): SdkClient {
  const { client: className, region } = SERVICES[service];
  const client = Reflect.construct(exported(library, className), [
    {
      region: region ?? options.region,
      credentials: options.credentials,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000 },
      // Buckets and account ids must not become part of a host name where the endpoint is given.
      ...(options.endpoint === undefined
        ? {}
        : { endpoint: options.endpoint, disableHostPrefix: true }),
      ...(service === 's3' ? { forcePathStyle: true } : {}),
    },
  ]) as SdkClient;
  client.middlewareStack.add(
    (next, context) => async (args) =>
      checkAnswer(await next(args), context.commandName ?? '', service),
    { step: 'deserialize', priority: 'low', name: 'netpostureCheckAnswer' },
  );
  return client;
}

function exported(library: object, name: string): () => void {
  const found: unknown = Reflect.get(library, name);
  if (typeof found !== 'function') throw new Error(`the AWS SDK has no ${name}`);
  return found as () => void;
}
