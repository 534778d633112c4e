import { SCHEMA_VERSION } from '../output/scan-report.ts';
import type { CommandStreams } from './command-streams.ts';
import { CommandError } from './command-streams.ts';
import { openEstate } from './open-estate.ts';
import { readPolicy } from './read-policy.ts';
import { printReport, type ScanOptions } from './scan.ts';
import { exitCodeOf, scanResult } from './scan-result.ts';

/** What `netposture findings` was given. */
export interface FindingsOptions extends ScanOptions {
  readonly observations: string;
  readonly rule?: string;
  readonly state?: string;
}

/** Prints the findings alone, those of one rule or state where asked for. */
export async function runFindings(
  options: FindingsOptions,
  streams: CommandStreams,
): Promise<number> {
  const policy = await readPolicy(options.policy, streams);
  const { linked } = await openEstate(options.observations, options.strict);
  const { report } = scanResult(linked, policy, streams);
  const findings = report.findings.filter(
    ({ rule, state }) =>
      (options.rule === undefined || rule === options.rule) &&
      (options.state === undefined || state === options.state),
  );
  await printReport({ ...report, findings }, options, streams, true);
  return exitCodeOf({ ...report, findings }, options.failOn);
}

/** What `netposture explain` was given. */
export interface ExplainOptions {
  readonly observations: string;
  readonly strict: boolean;
  readonly policy?: string;
  readonly format: 'table' | 'json';
}

/** Prints everything that is known of one finding, named by its id or by a part of it that no other id has. */
export async function runExplain(
  name: string,
  options: ExplainOptions,
  streams: CommandStreams,
): Promise<number> {
  const policy = await readPolicy(options.policy, streams);
  const { linked } = await openEstate(options.observations, options.strict);
  const { report } = scanResult(linked, policy, streams);
  const exact = report.findings.filter(({ id }) => id === name);
  const found = exact.length > 0 ? exact : report.findings.filter(({ id }) => id.includes(name));
  const [finding] = found;
  if (finding === undefined) {
    throw new CommandError(
      'POSTURE_FINDING_UNKNOWN',
      `No finding is called "${name}". netposture findings lists them.`,
    );
  }
  if (found.length > 1) {
    const ids = found.map(({ id }) => `"${id}"`).join(', ');
    throw new CommandError('POSTURE_FINDING_AMBIGUOUS', `"${name}" may be any of ${ids}.`);
  }
  const { renderFinding } = await import('../output/render-finding.ts');
  const { RULES } = await import('@netposture/rules');
  streams.writeResult(
    options.format === 'json'
      ? `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, finding }, null, 2)}\n`
      : renderFinding(
          finding,
          RULES.find(({ id }) => id === finding.rule),
        ),
  );
  return 0;
}
