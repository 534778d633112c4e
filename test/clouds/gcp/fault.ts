/** What the simulated cloud does wrong when asked. Its error texts quote the credential they were sent. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly reason?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A 200 whose body is an HTML page. */
  | { readonly kind: 'malformed' }
  /** A 200 with half a document. */
  | { readonly kind: 'truncated' }
  /** Hangs up without an answer. */
  | { readonly kind: 'reset' };

/** A fault, where it happens and how often. */
export interface PlantedFault {
  readonly fault: Fault;
  /** The method's id; `*` for every one. */
  readonly method: string;
  /** Only in this project. */
  readonly project?: string;
  /** Only the page of this number, from 1. */
  readonly page?: number;
  /** How many requests meet it; default all. */
  times?: number;
}
