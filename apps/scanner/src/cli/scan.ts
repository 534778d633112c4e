import type { LinkedGraph } from '@netposture/network/graph';
import { RULES } from '@netposture/rules';
import { type BaselineEntry, isWithin } from '../drift/baseline.ts';
import { type ReportFormat, renderReport } from '../output/render-report.ts';
import type { ScanReport, SeverityWord } from '../output/scan-report.ts';
import { CommandError, type CommandStreams, ExitCode } from './command-streams.ts';
import { openEstate } from './open-estate.ts';
import { readPolicy } from './read-policy.ts';
import { exitCodeOf, scanResult } from './scan-result.ts';
import { scannerVersion } from './scanner-version.ts';
import { writeOutput } from './write-output.ts';

/** What `netposture scan` was given. */
export interface ScanOptions {
  /** Absent: the clouds themselves are asked. */
  readonly observations?: string;
  readonly dryRun?: boolean;
  readonly save?: string;
  readonly maxRequests?: number;
  readonly strict: boolean;
  readonly format: ReportFormat;
  readonly failOn: SeverityWord | 'none';
  readonly policy?: string;
  readonly baseline?: string;
  readonly output?: string;
}

/** Reads a folder, or asks the clouds, judges what is there, and prints what was found. */
export async function runScan(options: ScanOptions, streams: CommandStreams): Promise<number> {
  // Read before anything is asked: a policy that is refused must not cost a scan.
  const policy = await readPolicy(options.policy, streams);
  if (options.dryRun === true) {
    const { dryRun } = await import('./live-scan.ts');
    await dryRun(options, streams);
    return ExitCode.ok;
  }
  const accepted = await acceptedBy(options.baseline);
  const linked = await estateOf(options, streams);
  streams.signal?.throwIfAborted();
  const result = scanResult(linked, policy, streams);
  const report = accepted === undefined ? result.report : heldToReport(result.report, accepted);
  await printReport(report, options, streams);
  return exitCodeOf(report, options.failOn);
}

/** Read before anything is asked: a file that is no baseline must not cost a scan. */
async function acceptedBy(
  baseline: string | undefined,
): Promise<readonly BaselineEntry[] | undefined> {
  if (baseline === undefined) return undefined;
  const { isScanId, readBaselineFile } = await import('../output/baseline-file.ts');
  if (isScanId(baseline)) {
    throw new CommandError(
      'POSTURE_BASELINE_SCAN',
      'Recorded scans are a baseline for recorded scans only. Add --record, or name a report of netposture scan --format json.',
    );
  }
  return readBaselineFile(baseline);
}

/** The report with each finding marked by whether the baseline holds it. What is not certain is held by none. */
function heldToReport(report: ScanReport, accepted: readonly BaselineEntry[]): ScanReport {
  const known = new Map(
    accepted.filter(({ kind }) => kind === 'finding').map((entry) => [entry.id, entry]),
  );
  const findings = report.findings.map((finding) => {
    const entry = finding.state === 'open' ? known.get(finding.id) : undefined;
    return { ...finding, inBaseline: entry !== undefined && isWithin(entry, finding.packets) };
  });
  return { ...report, findings };
}

async function estateOf(options: ScanOptions, streams: CommandStreams): Promise<LinkedGraph> {
  if (options.observations !== undefined)
    return (await openEstate(options.observations, options.strict)).linked;
  const { liveEstate } = await import('./live-scan.ts');
  return liveEstate(options, streams);
}

/** Prints a report in the asked format, to the asked place. */
export async function printReport(
  report: ScanReport,
  options: Pick<ScanOptions, 'format' | 'output'>,
  streams: CommandStreams,
  isFindingsOnly = false,
): Promise<void> {
  const text = renderReport(report, options.format, {
    isFindingsOnly,
    hasColor: options.output === undefined && streams.hasColor === true,
    rules: RULES,
    version: scannerVersion(),
  });
  await writeOutput(text, options.output, streams);
}
