import { coverageKey } from '../coverage.ts';
import { GLOBAL, type Observation } from '../observation.ts';
import type { Operation } from '../operation.ts';
import type { ReadingProvider } from './recognise.ts';

/** Stands where no file told the account or the location. */
export const UNKNOWN = 'unknown';

/**
 * What the files of one provider leave out, said as observations without items: an essential call
 * is `failed`, an optional one `assumed-absent`, or `failed` when strict. Calls about single objects
 * are left out: which of them there should be is for `normalize` to know. Nothing is said of a
 * family of calls of which an account has no file at all.
 *
 * @param spoiled base names of files that are there and could not be read: what they may have held is never assumed absent.
 * @param recorded accounts whose observations a collector recorded: they say themselves which
 *   locations there are.
 */
export function missingObservations(
  provider: ReadingProvider,
  observations: readonly Observation[],
  recorded: ReadonlySet<string>,
  strict: boolean,
  spoiled: readonly string[] = [],
): readonly Observation[] {
  const isDoubtful = doubtAbout(provider.operations, spoiled);
  const present = new Set(
    observations.map((one) => keyOf(one.account, one.location, one.operation)),
  );
  const byId = new Map(provider.operations.map((operation) => [operation.id, operation]));
  const accounts = Map.groupBy(observations, ({ account }) => account);
  return [...accounts].flatMap(([account, theirs]) => {
    const families = new Set(theirs.map(({ operation }) => byId.get(operation)?.family));
    const collectedAt =
      theirs
        .map((one) => one.collectedAt)
        .sort()
        .at(-1) ?? '';
    const regions = [...new Set(theirs.map(({ location }) => location))].filter(
      (name) => name !== GLOBAL,
    );
    if (regions.length === 0 && !recorded.has(account)) regions.push(UNKNOWN);
    return provider.operations
      .filter((operation) => operation.perSubject === undefined && families.has(operation.family))
      .flatMap((operation) =>
        (operation.scope === 'global' ? [GLOBAL] : regions)
          .filter((location) => !present.has(keyOf(account, location, operation.id)))
          .map((location) => {
            const substitute = operation.satisfiedBy?.find((id) =>
              present.has(keyOf(account, location, id)),
            );
            return absence(provider, {
              account,
              location,
              operation,
              substitute,
              collectedAt,
              strict: strict || isDoubtful(operation),
            });
          }),
      );
  });

  function keyOf(account: string, location: string, operation: string) {
    return coverageKey({ provider: provider.id, account, location, operation });
  }
}

/**
 * Whether an unread file may have been this call's. A file whose name occurs in the names of some calls was one of theirs;
 * a file of any other name may have been any call's.
 */
function doubtAbout(
  operations: readonly Operation[],
  spoiled: readonly string[],
): (operation: Operation) => boolean {
  const named = spoiled.map((file) => {
    const name = file.replace(/\..*$/, '').toLowerCase();
    return operations.filter(({ id }) => name.length > 2 && id.toLowerCase().includes(name));
  });
  return (operation) => named.some((calls) => calls.length === 0 || calls.includes(operation));
}

interface Absence {
  readonly account: string;
  readonly location: string;
  readonly operation: Operation;
  readonly substitute: string | undefined;
  readonly collectedAt: string;
  readonly strict: boolean;
}

function absence(provider: ReadingProvider, absent: Absence): Observation {
  const { account, location, operation, substitute, collectedAt, strict } = absent;
  const isGap = strict || (operation.need === 'essential' && substitute === undefined);
  const consequence = isGap
    ? 'what depends on it is undetermined'
    : substitute === undefined
      ? 'it is taken not to be in use'
      : `what ${substitute} tells is taken for all there is`;
  return {
    format: 1,
    provider: provider.id,
    account,
    location,
    operation: operation.id,
    request: {},
    outcome: isGap ? 'failed' : 'assumed-absent',
    message: `No file holds ${operation.reads} (${operation.id}); ${consequence}.`,
    pages: 0,
    collectedAt,
    items: [],
  };
}
