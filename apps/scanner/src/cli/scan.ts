import type { LinkedGraph } from '@netposture/network/graph';
import { RULES } from '@netposture/rules';
import { type ReportFormat, renderReport } from '../output/render-report.ts';
import type { ScanReport, SeverityWord } from '../output/scan-report.ts';
import { type CommandStreams, ExitCode } from './command-streams.ts';
import { openEstate } from './open-estate.ts';
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
  readonly output?: string;
}

/** Reads a folder, or asks the clouds, judges what is there, and prints what was found. */
export async function runScan(options: ScanOptions, streams: CommandStreams): Promise<number> {
  if (options.dryRun === true) {
    const { dryRun } = await import('./live-scan.ts');
    await dryRun(options, streams);
    return ExitCode.ok;
  }
  const linked = await estateOf(options, streams);
  streams.signal?.throwIfAborted();
  const { report } = await scanResult(linked, options.policy, streams);
  await printReport(report, options, streams);
  return exitCodeOf(report, options.failOn);
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
