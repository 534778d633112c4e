import type { LinkedGraph } from '@netposture/network/graph';
import { compareExposures } from '../drift/compare-exposures.ts';
import type { DriftItem, DriftKind } from '../drift/drift-item.ts';
import { Sight } from '../drift/sight.ts';
import { isScanId } from '../output/baseline-file.ts';
import { comparisonText, type FindingChangeJson } from '../output/comparison-json.ts';
import { packetsText } from '../output/report-text.ts';
import type { FindingJson } from '../output/scan-report.ts';
import { terminalText } from '../output/terminal-text.ts';
import { exposureStates } from '../scan/exposures.ts';
import { CommandError, type CommandStreams, ExitCode } from './command-streams.ts';
import { openEstate } from './open-estate.ts';
import { readPolicy } from './read-policy.ts';
import { scanResult } from './scan-result.ts';

/** What `netposture compare` was given. */
export interface CompareOptions {
  readonly strict: boolean;
  readonly policy?: string;
  readonly dataDir?: string;
  readonly format: 'table' | 'json';
}

const WORSE: ReadonlySet<DriftKind> = new Set(['exposure-opened', 'exposure-widened']);

/** Prints what opened and closed between two folders or recorded scans. Exit codes: 1 something opened; 3 something could not be seen. */
export async function runCompare(
  before: string,
  after: string,
  options: CompareOptions,
  streams: CommandStreams,
): Promise<number> {
  const policy = await readPolicy(options.policy, streams);
  const old = await estateOf(before, options, streams);
  const now = await estateOf(after, options, streams);
  const was = scanResult(old, policy, streams);
  const is = scanResult(now, policy, streams);
  const { drift } = compareExposures(
    exposureStates(was.judgement.reachability),
    exposureStates(is.judgement.reachability),
    // Any gap of a place counts: what is gone there may only be out of sight.
    new Sight(now.graph.coverage, () => true),
  );
  const hasGaps = is.report.coverage.some(({ isGap }) => isGap);
  const changes = findingChanges(was.report.findings, is.report.findings, hasGaps);
  streams.writeResult(
    options.format === 'json' ? comparisonText(drift, changes) : text(drift, changes),
  );
  if (hasGaps || gapsIn(old)) return ExitCode.unseen;
  const isWorse =
    drift.some(({ kind }) => WORSE.has(kind)) || changes.some(({ kind }) => kind === 'opened');
  return isWorse ? ExitCode.findings : ExitCode.ok;
}

/** A recorded scan by its id, else a folder. */
async function estateOf(
  name: string,
  { strict, dataDir }: CompareOptions,
  { recorded }: CommandStreams,
): Promise<LinkedGraph> {
  if (!isScanId(name)) return (await openEstate(name, strict)).linked;
  if (recorded === undefined)
    throw new CommandError('POSTURE_NO_STORE', 'This build of the command line has no store.');
  return recorded.estate(dataDir === undefined ? {} : { dataDir }, name);
}

function gapsIn({ graph }: LinkedGraph): boolean {
  return graph.coverage.some(
    ({ outcome }) => outcome !== 'complete' && outcome !== 'assumed-absent',
  );
}

function findingChanges(
  before: readonly FindingJson[],
  after: readonly FindingJson[],
  hasGaps: boolean,
): readonly FindingChangeJson[] {
  const old = new Map(before.map((finding) => [finding.id, finding]));
  const changes: FindingChangeJson[] = [];
  for (const finding of after) {
    const was = old.get(finding.id);
    old.delete(finding.id);
    if (was === undefined) changes.push({ kind: 'opened', finding });
    else if (was.state !== finding.state) changes.push({ kind: 'state-changed', finding });
  }
  // A scan with gaps resolves nothing.
  const kind = hasGaps ? 'no-longer-seen' : 'resolved';
  return [...changes, ...[...old.values()].map((finding) => ({ kind, finding }) as const)];
}

function text(drift: readonly DriftItem[], changes: readonly FindingChangeJson[]): string {
  if (drift.length === 0 && changes.length === 0) return 'No difference in meaning.\n';
  const lines = [
    ...drift.flatMap(({ text: sentence, opened, closed }) => [
      sentence,
      ...(opened === undefined || opened.length === 0 ? [] : [`  + ${packetsText(opened)}`]),
      ...(closed === undefined || closed.length === 0 ? [] : [`  - ${packetsText(closed)}`]),
    ]),
    ...changes.map(
      ({ kind, finding }) =>
        `finding ${kind}: ${finding.severity} (${finding.state}) ${finding.rule}: ${finding.message}`,
    ),
  ];
  return `${lines.map(terminalText).join('\n')}\n`;
}
