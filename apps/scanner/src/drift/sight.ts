import { type CoverageEntry, isGap } from '@netposture/network/graph';

/** Somewhere that a scan may or may not have seen. */
export interface Place {
  readonly provider: string;
  readonly account: string;
  readonly location: string;
}

/** Whether a call, had it answered, could have told of something of this kind. */
export type Feeds = (entry: CoverageEntry, kind: string | undefined) => boolean;

/**
 * What a scan saw. "Not found" means "not there" only where every call that could have told of it ended well; a place without
 * any coverage was not looked at.
 */
export class Sight {
  readonly #feeds: Feeds;
  readonly #byAccount: ReadonlyMap<string, readonly CoverageEntry[]>;
  /** Something was looked at, and nothing of it stayed in the dark. */
  readonly isWhole: boolean;

  constructor(coverage: readonly CoverageEntry[], feeds: Feeds) {
    this.#feeds = feeds;
    this.isWhole = coverage.length > 0 && coverage.every(({ outcome }) => !isGap(outcome));
    this.#byAccount = Map.groupBy(coverage, ({ scope }) => accountKey(scope));
  }

  /** Whether everything of this kind (or of every kind) in this place would have been seen. */
  isComplete(place: Place, kind?: string): boolean {
    const entries = this.#byAccount.get(accountKey(place)) ?? [];
    const here = entries.filter(
      ({ scope }) => scope.location === place.location || scope.location === GLOBAL,
    );
    const telling = here.filter((entry) => this.#feeds(entry, kind));
    return telling.length > 0 && telling.every(({ outcome }) => !isGap(outcome));
  }
}

const GLOBAL = 'global';

function accountKey({ provider, account }: Pick<Place, 'provider' | 'account'>): string {
  return JSON.stringify([provider, account]);
}
