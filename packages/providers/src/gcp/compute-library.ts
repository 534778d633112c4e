import { createRequire } from 'node:module';
import { CallFailure } from '../client/call-failure.ts';
import type { RestClient } from '../client/rest-client.ts';
import type { JsonValue } from '../json.ts';
import { firewalls } from './operations/compute.ts';

/** What the library's client needs of a credential: it sends by `fetch` and asks for nothing else. */
interface SendingClient {
  getRequestHeaders(): Promise<Headers>;
  fetch(url: string | URL): Promise<Response>;
}

/** The one client of `@google-cloud/compute` that is used, in the words that are used of it. */
interface ComputeLibrary {
  readonly FirewallsClient: new (options: {
    readonly fallback: 'rest';
    readonly authClient: SendingClient;
    readonly apiEndpoint: string;
  }) => {
    list(
      request: {
        readonly project: string;
        readonly maxResults: number;
        readonly pageToken?: string;
      },
      options: { readonly autoPaginate: false; readonly maxRetries: 0 },
    ): Promise<unknown>;
  };
}

/** A list of VPC firewall rules, page by page, read by the vendor's own client library. */
export interface LibraryList {
  /** One page as it came over the wire. @throws CallFailure */
  readonly page: (token: string | undefined) => Promise<JsonValue>;
}

/**
 * The vendor's `FirewallsClient` with our chain underneath: it makes the request, the chain sends it (credential,
 * budget, retries, meter), and the page that is kept is the one that was received. What the library makes of the answer
 * is thrown away: it drops fields that it does not know, turns 64-bit numbers into objects, and lists no scopes that
 * did not answer. See docs/adr for the numbers that decided which lists are read this way.
 */
export async function listFirewallsByLibrary(
  client: RestClient,
  project: string,
  pageSize: number,
): Promise<LibraryList> {
  // Deep and late: the package's index loads 31 MB of definitions, and who reads files offline needs none of it.
  // Without its types, which are 33 MB of text to every type check.
  const compute = createRequire(import.meta.url)(
    '@google-cloud/compute/build/src/v1/firewalls_client.js',
  ) as ComputeLibrary;
  const wire = new Wire(client);
  const library = new compute.FirewallsClient({
    fallback: 'rest',
    authClient: wire,
    apiEndpoint: 'compute.googleapis.com',
  });
  return {
    async page(token) {
      wire.begin();
      const request = {
        project,
        maxResults: pageSize,
        ...(token === undefined ? {} : { pageToken: token }),
      };
      try {
        await library.list(request, { autoPaginate: false, maxRetries: 0 });
      } catch (error) {
        // An answer that the library cannot decode is an answer all the same.
        if (wire.received === undefined) throw wire.failure ?? error;
      }
      if (wire.received === undefined)
        throw new CallFailure('malformed', 'The client library sent no request.');
      return wire.received;
    },
  };
}

/** Takes the place of the library's network: one request goes out by our chain, and its answer is kept. */
class Wire implements SendingClient {
  received: JsonValue | undefined;
  failure: CallFailure | undefined;
  readonly #client: RestClient;

  constructor(client: RestClient) {
    this.#client = client;
  }

  begin(): void {
    this.received = undefined;
    this.failure = undefined;
  }

  /** The chain adds the credential itself. */
  async getRequestHeaders(): Promise<Headers> {
    return new Headers();
  }

  async fetch(input: string | URL): Promise<Response> {
    // A second request would be a retry of the library's own, and retrying is our chain's matter.
    if (this.failure !== undefined) throw this.failure;
    const url = new URL(String(input));
    const query = Object.fromEntries(url.searchParams);
    try {
      this.received = await this.#client.getJson(firewalls.id, url.pathname, query);
    } catch (error) {
      if (error instanceof CallFailure) this.failure = error;
      throw error;
    }
    return new Response(JSON.stringify(this.received), { status: 200 });
  }
}
