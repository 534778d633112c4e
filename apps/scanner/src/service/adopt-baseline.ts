import { Reachability } from '@netposture/network/reachability';
import type { Provider } from '@netposture/providers';
import type { Kysely } from 'kysely';
import { type BaselineEntry, baselineOf } from '../drift/baseline.ts';
import { PostureError } from '../errors.ts';
import { isScanId, readBaselineFile } from '../output/baseline-file.ts';
import { exposureStates } from '../scan/exposures.ts';
import type { EvaluateRules } from '../scan/ports.ts';
import { recordedEstate } from '../scan/recorded-estate.ts';
import type { NewBaseline } from '../store/baselines.ts';
import { readSnapshot } from '../store/snapshot.ts';
import type { Tables } from '../store/tables.ts';

/**
 * The baseline in a file or folder.
 *
 * @throws PostureError where it cannot be used; see {@link readBaselineFile}
 */
export async function fileBaseline(path: string): Promise<NewBaseline> {
  return { source: path, entries: await readBaselineFile(path) };
}

/** What judging a recorded scan again works with. */
export interface JudgePorts {
  readonly database: Kysely<Tables>;
  readonly providers: readonly Provider[];
  readonly evaluateRules: EvaluateRules;
}

/** The baseline that a recorded scan is, by the policy of today. Undefined where there is no such scan, or no answer of it. */
export async function scanBaseline(
  scanId: string,
  ports: JudgePorts,
): Promise<NewBaseline | undefined> {
  const snapshot = await readSnapshot(ports.database, scanId.toLowerCase());
  if (snapshot === undefined || snapshot.observations.length === 0) return undefined;
  return { source: `scan ${snapshot.scanId}`, entries: entriesOf(snapshot, ports) };
}

/**
 * The baseline of that name: a recorded scan by its id, else a file or folder.
 *
 * @throws PostureError where it cannot be used
 */
export async function namedBaseline(name: string, ports: JudgePorts): Promise<NewBaseline> {
  if (!isScanId(name)) return fileBaseline(name);
  const found = await scanBaseline(name, ports);
  if (found !== undefined) return found;
  throw new PostureError(
    'POSTURE_BASELINE_SCAN',
    `There is no recorded scan ${name} whose observations are still kept. Nothing was adopted. A report of netposture scan --format json is a baseline too.`,
  );
}

function entriesOf(
  snapshot: NonNullable<Awaited<ReturnType<typeof readSnapshot>>>,
  { providers, evaluateRules }: JudgePorts,
): readonly BaselineEntry[] {
  const linked = recordedEstate(snapshot, providers);
  const reachability = new Reachability(linked);
  const { findings } = evaluateRules({
    linked,
    reachability,
    earlier: [],
    coverage: linked.graph.coverage,
    now: snapshot.recordedAt,
  });
  return baselineOf(findings, exposureStates(reachability));
}
