/** What a simulated cloud does wrong when asked. */
export type Fault =
  /** Answers with this status, in the API's own error format unless a body is given. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A 200 whose body is no JSON. */
  | { readonly kind: 'malformed' }
  /** A 200 that announces more than it sends, and hangs up. */
  | { readonly kind: 'truncated' }
  /** Hangs up without an answer. */
  | { readonly kind: 'reset' }
  /** Never answers. */
  | { readonly kind: 'silence' }
  /** A 200 with JSON that holds no list. */
  | { readonly kind: 'empty-object' }
  /** A redirect to this address. */
  | { readonly kind: 'redirect'; readonly to: string };

/** A fault, where it happens and how often. */
export interface PlantedFault {
  readonly fault: Fault;
  /** The request's path below its base (`/servers`); a pattern for several. */
  readonly at: string | RegExp;
  /** Only the page of this number. */
  readonly page?: number;
  /** How many requests meet it; default all. */
  readonly times?: number;
}
