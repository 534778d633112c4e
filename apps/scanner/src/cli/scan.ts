import { Reachability } from '@netposture/network/reachability';
import { type ReportFormat, renderReport } from '../output/render-report.ts';
import { scanJson } from '../output/scan-json.ts';
import type { ScanReport } from '../output/scan-report.ts';
import { type CommandStreams, ExitCode } from './command-streams.ts';
import { openEstate } from './open-estate.ts';
import { scannerVersion } from './scanner-version.ts';
import { writeOutput } from './write-output.ts';

/** What `netposture scan` was given. */
export interface ScanOptions {
  readonly observations: string;
  readonly strict: boolean;
  readonly format: ReportFormat;
  readonly output?: string;
}

/** Reads a folder and prints what was found. Exit codes: 0 everything was seen; 3 something could not be. */
export async function runScan(options: ScanOptions, streams: CommandStreams): Promise<number> {
  const { linked } = await openEstate(options.observations, options.strict);
  streams.signal?.throwIfAborted();
  const report = scanJson(new Reachability(linked), []);
  const text = renderReport(report, options.format, {
    hasColor: options.output === undefined && streams.hasColor === true,
    rules: [],
    version: scannerVersion(),
  });
  await writeOutput(text, options.output, streams);
  return exitCodeOf(report);
}

function exitCodeOf(report: ScanReport): number {
  if (report.coverage.some(({ isGap }) => isGap)) return ExitCode.unseen;
  return ExitCode.ok;
}
