import { createSecretFilter } from '../client/secret-filter.ts';
import { coverageKey } from '../coverage.ts';
import { GLOBAL, type Observation, scopeOf } from '../observation.ts';
import { missingObservations, UNKNOWN } from './assume-absent.ts';
import { isEnvelope, observationIn } from './envelope.ts';
import type { FileGap } from './file-gap.ts';
import { providerInFolders, scopeInFolders } from './folder-scope.ts';
import { type LoadedFile, loadFiles } from './load-files.ts';
import { type AnswerPart, mergePages } from './merge-pages.ts';
import { type ReadingProvider, type RecognisedAnswer, recognise } from './recognise.ts';
import type { Located } from './recogniser.ts';

/** How a folder is read. */
export interface ReadOptions {
  /** The adapters whose answers are known. */
  readonly providers: readonly ReadingProvider[];
  /** Makes every optional feature without a file a gap; default false. */
  readonly strict?: boolean;
  /** Larger files are named as gaps; default 384 MiB (the largest text that fits is 512). */
  readonly maxFileBytes?: number;
  /** Files beyond this number are not read, which is a gap; default 200,000. */
  readonly maxFiles?: number;
}

/** What a folder holds. */
export interface OfflineReading {
  /** In the order of their scopes; includes those that say what no file held. */
  readonly observations: readonly Observation[];
  /** What could not be taken in; `coverageOfFileGap` makes coverage of it. */
  readonly gaps: readonly FileGap[];
}

/** A recognised answer and the file that held it. */
interface FoundAnswer {
  readonly file: LoadedFile;
  readonly folders: readonly string[];
  readonly answer: RecognisedAnswer;
}

/**
 * Reads observations from files: our own, as `saveObservations` wrote them, and the answers that
 * people already have (AWS CLI outputs, API list responses, gcloud arrays). Files that cannot be
 * taken in are named, and the rest is read.
 *
 * Account and location come from the folder, else from the answer itself, else from what the other
 * answers of the same folder (then of the whole tree) agree on, else they are `unknown`.
 *
 * @throws Error `POSTURE_OBSERVATIONS_UNREADABLE` when the folder itself cannot be read.
 */
export async function readObservations(
  folder: string,
  options: ReadOptions,
): Promise<OfflineReading> {
  const gaps: FileGap[] = [];
  const own: { readonly path: string; readonly observation: Observation }[] = [];
  const found: FoundAnswer[] = [];
  const limits = {
    maxFileBytes: options.maxFileBytes ?? 384 * 2 ** 20,
    maxFiles: options.maxFiles ?? 200_000,
  };
  for await (const file of loadFiles(folder, limits)) {
    if ('kind' in file) gaps.push(file);
    else if (isEnvelope(file.document)) takeEnvelope(file);
    else takeAnswers(file);
  }
  const recorded = withoutRepeats(own, gaps);
  const read = [...recorded, ...joined(found, recorded, gaps)];
  const missing = options.providers.flatMap((provider) =>
    missingObservations(
      provider,
      read.filter((one) => one.provider === provider.id),
      new Set(recorded.filter((one) => one.provider === provider.id).map((one) => one.account)),
      options.strict ?? false,
      spoiledFiles(gaps),
    ),
  );
  return { observations: inOrder([...read, ...missing]), gaps };

  function takeEnvelope(file: LoadedFile): void {
    const observation = observationIn(file.document);
    if (typeof observation === 'string')
      gaps.push({ kind: 'unrecognised', path: file.path, message: observation });
    else own.push({ path: file.path, observation });
  }

  function takeAnswers(file: LoadedFile): void {
    const folders = file.path.split('/');
    const fileName = folders.pop() ?? '';
    const provider = providerInFolders(folders, options.providers);
    const place = provider === undefined ? { fileName } : { fileName, provider };
    for (const answer of recognise(file.document, place, options.providers)) {
      if ('kind' in answer) gaps.push({ ...answer, path: file.path });
      else found.push({ file, folders, answer });
    }
  }
}

/** Base names of answers that are there and could not be read. */
function spoiledFiles(gaps: readonly FileGap[]): readonly string[] {
  return gaps
    .filter(({ kind, path }) => SPOILED.has(kind) && path.endsWith('.json'))
    .map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
}

const SPOILED: ReadonlySet<FileGap['kind']> = new Set(['truncated', 'unreadable', 'oversized']);

/** The saved observations, the newest where two speak of one call. */
function withoutRepeats(
  own: readonly { readonly path: string; readonly observation: Observation }[],
  gaps: FileGap[],
): readonly Observation[] {
  const kept = new Map<string, { readonly path: string; readonly observation: Observation }>();
  for (const one of own) {
    const key = coverageKey(scopeOf(one.observation));
    const known = kept.get(key);
    const older =
      known !== undefined && known.observation.collectedAt >= one.observation.collectedAt
        ? one
        : known;
    if (older !== undefined) {
      gaps.push({
        kind: 'contradictory',
        path: older.path,
        message: 'Another file holds a newer observation of the same call, which is kept.',
      });
    }
    if (older !== one) kept.set(key, one);
  }
  return [...kept.values()].map(({ observation }) => observation);
}

/** Foreign answers as observations: placed in account and location, pages put together. */
function joined(
  found: readonly FoundAnswer[],
  recorded: readonly Observation[],
  gaps: FileGap[],
): readonly Observation[] {
  const known = new Set<string>(recorded.map((one) => coverageKey(scopeOf(one))));
  const places = placesOf(found);
  const parts = new Map<string, AnswerPart[]>();
  for (const one of found) {
    const part = partOf(one, places);
    const key = coverageKey(scopeOf(part.observation));
    if (known.has(key)) {
      gaps.push({
        kind: 'contradictory',
        path: part.path,
        message: 'A saved observation of the same call is there as well, and is kept.',
      });
      continue;
    }
    parts.set(key, [...(parts.get(key) ?? []), part]);
  }
  tellUnknown(parts.values(), gaps);
  const observations: Observation[] = [];
  for (const [first, ...others] of parts.values()) {
    if (first === undefined) continue;
    const merged = mergePages(first, others);
    observations.push(merged.observation);
    gaps.push(...merged.gaps);
  }
  return observations;
}

/** Gives the place that answers agree on: first those of one folder, then all of a provider. */
type Places = (one: FoundAnswer) => Located;

function placesOf(found: readonly FoundAnswer[]): Places {
  const told = new Map<string, { accounts: Set<string>; locations: Set<string> }>();
  const keysOf = ({ folders, answer }: FoundAnswer) => [
    JSON.stringify([answer.provider.id, ...folders]),
    answer.provider.id as string,
  ];
  for (const one of found) {
    const { account, location } = ownPlaceOf(one);
    for (const key of keysOf(one)) {
      const places = told.get(key) ?? { accounts: new Set(), locations: new Set() };
      told.set(key, places);
      if (account !== undefined) places.accounts.add(account);
      if (location !== undefined && location !== GLOBAL) places.locations.add(location);
    }
  }
  const only = (names: ReadonlySet<string> | undefined) =>
    names?.size === 1 ? [...names][0] : undefined;
  return (one) => {
    const own = ownPlaceOf(one);
    const [near, far] = keysOf(one).map((key) => told.get(key));
    const account = own.account ?? only(near?.accounts) ?? only(far?.accounts);
    const location = own.location ?? only(near?.locations) ?? only(far?.locations);
    return {
      ...(account === undefined ? {} : { account }),
      ...(location === undefined ? {} : { location }),
    };
  };
}

function ownPlaceOf({ folders, answer }: FoundAnswer): Located {
  const place = { ...answer.located, ...scopeInFolders(folders, answer.provider) };
  return answer.operation.scope === 'global' ? { ...place, location: GLOBAL } : place;
}

function partOf(one: FoundAnswer, places: Places): AnswerPart {
  const { file, answer } = one;
  const { provider, operation, subject, continuation } = answer;
  const { account = UNKNOWN, location = UNKNOWN } = places(one);
  const { reduce = (item: unknown) => item, secretPaths } = operation;
  const filter = createSecretFilter(secretPaths);
  const observation: Observation = {
    format: 1,
    provider: provider.id,
    account,
    location,
    operation: operation.id,
    ...(subject === undefined ? {} : { subject }),
    request: {},
    outcome: 'complete',
    pages: 1,
    collectedAt: file.modifiedAt,
    items:
      secretPaths.length === 0 ? answer.items : answer.items.map((item) => filter(reduce(item))),
  };
  return { path: file.path, observation, operation, continuation };
}

/** One gap per provider for all files whose account or location nobody tells. */
function tellUnknown(parts: Iterable<readonly AnswerPart[]>, gaps: FileGap[]): void {
  const silent = Map.groupBy([...parts].flat(), ({ observation }) =>
    observation.account === UNKNOWN || observation.location === UNKNOWN
      ? observation.provider
      : undefined,
  );
  for (const [provider, theirs] of silent) {
    const [first, ...others] = theirs;
    if (provider === undefined || first === undefined) continue;
    const count = others.length === 0 ? '' : ` (and of ${others.length} more files)`;
    const message = `Nothing tells the account or the location of this file${count}. Put such files into ${provider}/<account>/<location>/.`;
    gaps.push({ kind: 'unknown-scope', path: first.path, message });
  }
}

function inOrder(observations: readonly Observation[]): readonly Observation[] {
  const keyed = observations.map((one) => ({ one, key: coverageKey(scopeOf(one)) as string }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ one }) => one);
}
