import type { Operation, Provider } from '@netposture/providers';

/** How a simulated cloud misbehaves on request. Its error texts quote the credential they were sent. */
export type CloudFault =
  | 'unauthenticated'
  | 'forbidden'
  | 'throttled'
  | 'unavailable'
  | 'malformed'
  | 'truncated'
  | 'reset';

/** One request that reached the cloud. */
export interface CloudCall {
  /** The id of the declared operation; the path where it is none. */
  readonly operation: string;
}

/** A file as people save it, with its path `<provider>/<account>/[<location>/]<name>`. */
export interface SavedAnswer {
  readonly path: string;
  readonly text: string;
}

/** A simulated provider over a small world that uses every declared operation. */
export interface SimulatedCloud {
  /** What a user would configure to reach it, before `provider.settings` reads it. */
  readonly settings: unknown;
  /** Every request so far, in order, repeated ones included. */
  readonly calls: readonly CloudCall[];
  /** Secrets in its answers and the credential itself. At least one of each. */
  readonly secrets: readonly string[];
  /** Makes an operation, or with `*` every one, misbehave until `heal`. */
  fail(operation: string, fault: CloudFault): void;
  heal(): void;
  /** The same world as answers in files, secrets included. */
  savedAnswers(): readonly SavedAnswer[];
  close(): Promise<void>;
}

/** What the suite is run on: a provider and its simulated cloud. */
export interface Subject {
  readonly provider: Provider;
  readonly startCloud: () => Promise<SimulatedCloud>;
  /** The kind of account that the cloud simulates, where a provider has several. */
  readonly family?: string;
  /**
   * Nothing more is asked once a credential was refused, because the provider locks out who tries
   * again; default false: every call is tried by itself.
   */
  readonly stopsWhenUnauthenticated?: boolean;
}

/** The operations that a subject's cloud is asked: all of them, or those of its family. */
export function operationsOf({ provider, family }: Subject): readonly Operation[] {
  return provider.operations.filter((one) => family === undefined || one.family === family);
}
