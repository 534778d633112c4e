import type { LinkedGraph } from '@netposture/network/graph';
import { PolicyZones, RULES } from '@netposture/rules';
import { findingJson } from '../output/finding-json.ts';
import { scanJson } from '../output/scan-json.ts';
import { type ScanReport, SEVERITIES, type SeverityWord } from '../output/scan-report.ts';
import { type Judgement, judge } from '../scan/judge.ts';
import { type CommandStreams, ExitCode } from './command-streams.ts';
import { type ReadPolicy, tellProblems } from './read-policy.ts';

/** One estate judged, as data for people and for programs. */
export interface ScanResult {
  readonly report: ScanReport;
  readonly judgement: Judgement;
}

/**
 * Judges an estate by a policy that was read. Rules that failed are told on standard error, and are gaps of the report.
 */
export function scanResult(
  linked: LinkedGraph,
  { policy, text }: ReadPolicy,
  streams: CommandStreams,
): ScanResult {
  if (text !== undefined) tellProblems(new PolicyZones(linked, policy).warnings(), streams);
  const judgement = judge(linked, policy, new Date().toISOString());
  streams.signal?.throwIfAborted();
  const findings = judgement.findings.map((finding) => findingJson(finding, RULES));
  const report = scanJson(judgement.reachability, findings);
  return {
    judgement,
    report: { ...report, coverage: [...report.coverage, ...notEvaluated(judgement)] },
  };
}

/**
 * By what a scan ends: something asked for was not seen, or a rule of the severity could not decide; else findings at or above
 * the severity; else nothing to report.
 */
export function exitCodeOf(report: ScanReport, failOn: SeverityWord | 'none'): number {
  const least = failOn === 'none' ? -1 : SEVERITIES.indexOf(failOn);
  const counting = report.findings.filter(({ severity }) => SEVERITIES.indexOf(severity) <= least);
  const isUnseen =
    report.coverage.some(({ isGap }) => isGap) ||
    counting.some(({ state }) => state === 'undetermined');
  if (isUnseen) return ExitCode.unseen;
  return counting.some(({ state, inBaseline }) => state === 'open' && inBaseline !== true)
    ? ExitCode.findings
    : ExitCode.ok;
}

function notEvaluated(judgement: Judgement): ScanReport['coverage'] {
  return judgement.notEvaluated.map(({ rule, message }) => ({
    scope: { provider: 'rules', account: 'netposture', location: 'global', operation: rule },
    outcome: 'failed',
    isGap: true,
    items: 0,
    message,
  }));
}
