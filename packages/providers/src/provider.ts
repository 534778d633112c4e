import type { Graph, ProviderId } from '@netposture/network/graph';
import type { z } from 'zod';
import type { Attribution } from './attribution.ts';
import type { CollectContext } from './collect-context.ts';
import type { Observation } from './observation.ts';
import type { Recogniser } from './offline/recogniser.ts';
import type { Operation } from './operation.ts';

/**
 * A cloud, as netposture sees it: what can be asked, how to ask it, and what the answers mean.
 *
 * Collecting is I/O and judges nothing; normalizing is pure and asks nothing. Between the two lie
 * observations, exactly as received, so every scan can be replayed. An adapter says what is there,
 * never whether it is bad. Left out on purpose: rules, storage, schedules, and every call that
 * would write to a provider.
 *
 * `test/conformance` holds what every adapter must do, as checks; `docs/adding-a-cloud.md` is the
 * way in.
 */
export interface Provider<Settings = unknown> {
  readonly id: ProviderId;
  /** The provider's name as it writes itself. */
  readonly title: string;
  /**
   * What a user configures per account entry (token, role, endpoint), secrets already resolved.
   * Refuses unknown keys.
   */
  readonly settings: z.ZodType<Settings>;
  /** Every call that `discover` and `collect` may make, and no other. All of them only read. */
  readonly operations: readonly Operation[];
  /** How to write down the least privilege that the operations need, for `docs/providers/`. */
  readonly permissions: PermissionsDocument;
  /** What of this cloud no verdict takes into account, one sentence each; shown to the user. */
  readonly notModelled: readonly string[];
  /** Knows this provider's answers in files that people already have. */
  readonly recogniser: Recogniser;

  /**
   * Finds what one account entry leads to: accounts, projects, enabled regions. What could not be
   * found is an observation with its outcome, never an exception. Rejects only when aborted.
   */
  discover(settings: Settings, context: CollectContext): Promise<Discovery>;

  /**
   * Asks one target everything, and yields each call's observation when it ends. Every operation
   * of the target that is not per subject yields at least one, also when the credential fails at
   * once or the cap is reached; one failing call ends nothing else. Rejects only when aborted.
   *
   * The same settings object is handed in for all targets of an entry: memoised credentials may be
   * keyed on it (a WeakMap), and nowhere else.
   */
  collect(
    target: CollectTarget,
    settings: Settings,
    context: CollectContext,
  ): AsyncIterable<Observation>;

  /**
   * What the observations mean. Pure and total: any subset of observations, in any order, gives a
   * graph; a fact whose call did not end well, or is not there at all, is absent with the coverage
   * key of that call. Items that the schema refuses become gaps of their object.
   */
  normalize(observations: readonly Observation[]): Graph;

  /** Who changed what, where the provider's own records of it were observed. Pure; newest first. */
  attribute?(observations: readonly Observation[]): readonly Attribution[];
}

/** One account in one location: the unit of collecting, of budgets and of jobs. Plain data. */
export interface CollectTarget {
  readonly account: string;
  /** The provider's own region name, or `global` for what belongs to no region. */
  readonly location: string;
  /** Which operations apply, where an adapter has several kinds of account. */
  readonly family?: string;
}

/** What discovery found, and how its own calls ended. */
export interface Discovery {
  readonly targets: readonly CollectTarget[];
  readonly observations: readonly Observation[];
}

/** A least-privilege document, generated from the declared operations and committed. */
export interface PermissionsDocument {
  /** File name below `docs/providers/`. */
  readonly file: string;
  /** The file's whole text; the order of operations does not matter. */
  readonly render: (operations: readonly Operation[]) => string;
}
