/** One request below the base address of a provider. The base itself is the transport's own. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Begins with one slash; already percent-encoded; without query. See {@link path}. */
  readonly path: string;
  /** Sent in the order of the members; a list is sent as a repeated parameter. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text, for the few reads that are a POST. */
  readonly body?: string;
  /** The declared operation on whose behalf it is sent, for the meter. */
  readonly operation: string;
  /** The transport stops reading beyond this and fails. */
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal;
}

/** An answer, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The narrow interface behind which any HTTP library sits (hcloud-js, digitalocean-js,
 * google-auth-library, `fetch`). It sends once, follows no redirect, keeps no token of its own,
 * resolves for every status, and rejects only when there is no answer.
 */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
}

/** One concern around a transport. */
export type Layer = (next: Transport) => Transport;

/** A transport inside its layers; the first layer is the outermost. */
export function layered(transport: Transport, layers: readonly Layer[]): Transport {
  return layers.reduceRight((next, layer) => layer(next), transport);
}

/**
 * A request path with its values percent-encoded, as in path`/databases/${id}/firewall`: ids come
 * from answers, which are untrusted, and must not reach other paths.
 */
export function path(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((text, part, index) => {
    const value = values[index];
    return text + part + (value === undefined ? '' : encodeURIComponent(String(value)));
  }, '');
}
