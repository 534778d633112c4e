import { SEVERITIES, type SeverityWord } from '../output/scan-report.ts';
import { terminalText } from '../output/terminal-text.ts';
import type { RecordedFinding } from '../scan/recorded.ts';
import { CommandError, type CommandStreams, ExitCode } from './command-streams.ts';

/** What `findings` and `scan --record` were given where the store is asked. */
export interface RecordedCommandOptions {
  readonly policy?: string;
  readonly dataDir?: string;
  readonly baseline?: string;
  readonly observations?: string;
  readonly strict?: boolean;
  readonly format: string;
  readonly failOn: SeverityWord | 'none';
  readonly rule?: string;
  readonly state?: string;
}

/** Prints the findings that were recorded by the service or by `scan --record`. */
export async function runRecordedFindings(
  options: RecordedCommandOptions,
  streams: CommandStreams,
): Promise<number> {
  checkFormat(options.format);
  const all = await portOf(streams).findings(placeOf(options));
  const findings = all.filter(
    ({ rule, state }) =>
      (options.rule === undefined || rule === options.rule) &&
      (options.state === undefined || state === options.state),
  );
  streams.writeResult(
    options.format === 'json'
      ? `${JSON.stringify({ schemaVersion: 1, findings }, null, 2)}\n`
      : findingsText(findings),
  );
  return exitCodeOf(findings, options.failOn);
}

/** Scans everything that the configuration names, records it, and prints the findings as they stand then. */
export async function runRecordedScan(
  options: RecordedCommandOptions,
  streams: CommandStreams,
): Promise<number> {
  checkFormat(options.format);
  if (options.strict === true && options.observations === undefined)
    throw new CommandError('POSTURE_OPTION_UNFIT', 'Give --strict with --observations.');
  const port = portOf(streams);
  const place = placeOf(options);
  const scan = await port.scan(place, streams.signal ?? new AbortController().signal);
  const findings = await port.findings(place);
  if (options.format === 'json') {
    streams.writeResult(`${JSON.stringify({ schemaVersion: 1, scan, findings }, null, 2)}\n`);
  } else {
    streams.writeMessage(`Scan ${String(scan['id'])} was recorded.\n`);
    streams.writeResult(findingsText(findings));
  }
  const { gaps } = (scan['summary'] ?? {}) as { readonly gaps?: number };
  return (gaps ?? 0) > 0 ? ExitCode.unseen : exitCodeOf(findings, options.failOn);
}

function portOf({ recorded }: CommandStreams): NonNullable<CommandStreams['recorded']> {
  if (recorded !== undefined) return recorded;
  throw new CommandError('POSTURE_NO_STORE', 'This build of the command line has no store.');
}

function placeOf(options: RecordedCommandOptions) {
  const { policy, dataDir, baseline, observations, strict } = options;
  return {
    ...(policy === undefined ? {} : { config: policy }),
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(observations === undefined ? {} : { observations, strict: strict === true }),
  };
}

function checkFormat(format: string): void {
  if (format === 'table' || format === 'json') return;
  throw new CommandError(
    'POSTURE_FORMAT_UNFIT',
    `What was recorded is printed as table or json, not as ${format}. Give --observations for the other formats.`,
  );
}

function findingsText(findings: readonly RecordedFinding[]): string {
  if (findings.length === 0) return 'No findings.\n';
  const lines = findings.map(
    ({ severity, state, inBaseline, rule, title }) =>
      `${String(severity)} (${String(state)}${inBaseline === true ? ', in the baseline' : ''}) ${String(rule)}: ${String(title)}`,
  );
  return `${lines.map(terminalText).join('\n')}\n`;
}

function exitCodeOf(findings: readonly RecordedFinding[], failOn: SeverityWord | 'none'): number {
  const least = failOn === 'none' ? -1 : SEVERITIES.indexOf(failOn);
  const counting = findings.filter(({ severity }) => {
    const place = (SEVERITIES as readonly unknown[]).indexOf(severity);
    return place >= 0 && place <= least;
  });
  if (counting.some(({ state }) => state === 'undetermined')) return ExitCode.unseen;
  return counting.some(({ state, inBaseline }) => state === 'open' && inBaseline !== true)
    ? ExitCode.findings
    : ExitCode.ok;
}
