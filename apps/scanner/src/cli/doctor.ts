import { systemClock } from '../clock.ts';
import type { CheckResult } from '../doctor/check.ts';
import { examine } from '../doctor/examine.ts';
import { terminalText } from '../output/terminal-text.ts';
import { type CommandStreams, ExitCode } from './command-streams.ts';

/** What `netposture doctor` was given; what is absent comes from the environment. */
export interface DoctorOptions {
  readonly config?: string;
  readonly dataDir?: string;
  readonly skipClouds: boolean;
  readonly format: string;
}

/** Examines the installation, prints a line for each check, and answers the exit code. */
export async function runDoctor(options: DoctorOptions, streams: CommandStreams): Promise<number> {
  const { config, dataDir, skipClouds, format } = options;
  const results = await examine({
    variables: {
      ...streams.environment,
      ...(config === undefined ? {} : { NETPOSTURE_CONFIG: config }),
      ...(dataDir === undefined ? {} : { NETPOSTURE_DATA_DIR: dataDir }),
    },
    skipClouds,
    signal: streams.signal ?? new AbortController().signal,
    clock: systemClock,
  });
  streams.writeResult(
    format === 'json'
      ? `${JSON.stringify({ schemaVersion: 1, checks: results }, null, 2)}\n`
      : results.map(lineOf).join(''),
  );
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return ExitCode.ok;
  const isWritten = failed.some(({ check }) => check === 'configuration' || check === 'schedule');
  return isWritten ? ExitCode.usage : ExitCode.unseen;
}

const MARKS = {
  ok: 'ok      ',
  warning: 'WARNING ',
  failed: 'FAILED  ',
  skipped: 'skipped ',
} as const;

function lineOf({ check, outcome, says, cure }: CheckResult): string {
  const line = `${MARKS[outcome]} ${terminalText(`${check}: ${says}`)}\n`;
  return cure === undefined ? line : `${line}         -> ${terminalText(cure)}\n`;
}
