// biome-ignore lint/correctness/noUndeclaredDependencies: types only, which the root brings.
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { gapText } from './report-text.ts';
import type { FindingJson, ScanReport, SeverityWord } from './scan-report.ts';
import { terminalText } from './terminal-text.ts';

/** What SARIF needs to know of a rule. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly severity: SeverityWord;
  readonly rationale: string;
}

const LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
} as const;

/** GitHub's scale from 0.0 to 10.0: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const SCORES = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', info: '0.0' } as const;

/**
 * The findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). A finding is about a resource and not about
 * a line of a file, so its place is a logical location; the file that every uploader asks for is the resource's id. What
 * could not be seen are notifications of the invocation, and make it unsuccessful.
 */
export function renderSarif(
  report: ScanReport,
  rules: readonly SarifRule[],
  version: string,
): string {
  const gaps = report.coverage.filter(({ isGap }) => isGap);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'netposture',
            version,
            rules: rules.map(descriptorOf),
          },
        },
        invocations: [
          {
            executionSuccessful: gaps.length === 0,
            toolExecutionNotifications: gaps.map((gap) => ({
              level: 'warning',
              message: { text: plainText(gapText(gap)) },
              descriptor: { id: `coverage/${gap.outcome}` },
            })),
          },
        ],
        results: report.findings.map(resultOf),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptorOf({ id, title, severity, rationale }: SarifRule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: rationale },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { 'security-severity': SCORES[severity], tags: ['security', 'network'] },
  };
}

function resultOf(finding: FindingJson): Result {
  const { id, rule, severity, state, subject, message, trace, reasons } = finding;
  const place = subject.ids[0] ?? `${subject.kind}/${subject.name}`;
  return {
    ruleId: rule,
    level: LEVELS[severity],
    kind: state === 'undetermined' ? 'review' : 'fail',
    message: { text: [message, ...trace, ...reasons].map(plainText).join('\n') },
    partialFingerprints: { 'netpostureFinding/v1': id },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: place.split('/').map(encodeURIComponent).join('/') },
        },
        logicalLocations: [{ name: subject.name, fullyQualifiedName: place, kind: 'resource' }],
      },
    ],
    properties: { severity, state, peerClass: finding.peerClass },
    ...(finding.inBaseline === undefined
      ? {}
      : { baselineState: finding.inBaseline ? ('unchanged' as const) : ('new' as const) }),
    ...(state === 'waived' ? { suppressions: [{ kind: 'external', status: 'accepted' }] } : {}),
  };
}

/** Text from a provider that holds no link: in a message of SARIF `[text](address)` is one (section 3.11.6). */
function plainText(text: string): string {
  return terminalText(text).replaceAll('](', '] (');
}
