import { RULES } from '@netposture/rules';
import type { Finding } from '../service.ts';
import type { Paint, Style } from './paint.ts';
import { REMARKS } from './remarks.ts';
import { STATEMENTS } from './statements.ts';
import { wrap } from './wrap.ts';

const SEVERITIES: readonly string[] = ['critical', 'high', 'medium', 'low', 'info'];

const CLOUD_IDS = ['aws', 'digitalocean', 'gcp', 'hetzner'] as const;
const CLOUD_NAMES = {
  aws: 'AWS',
  digitalocean: 'DigitalOcean',
  gcp: 'Google Cloud',
  hetzner: 'Hetzner',
} as const;

/** Where the text of a finding begins. */
const MARGIN = ' '.repeat(10);

/** The findings for somebody who sees them for the first time: one block for each thing to mend, the worst first. */
export function findingsText(findings: readonly Finding[], paint: Paint): readonly string[] {
  const blocks = [...Map.groupBy(findings, placeOf).values()].map((about) =>
    about.toSorted(byWeight),
  );
  return blocks
    .toSorted(([a], [b]) => (a === undefined || b === undefined ? 0 : byWeight(a, b)))
    .flatMap((about) => blockText(about, paint));
}

function byWeight(a: Finding, b: Finding): number {
  const weight = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return weight === 0 ? (a.id < b.id ? -1 : 1) : weight;
}

/** `invoices in AWS`: the subject, and the cloud of what it concerns. */
function placeOf(finding: Finding): string {
  const cloud = cloudOf(finding);
  return cloud === undefined
    ? finding.detail.subject
    : `${finding.detail.subject} in ${CLOUD_NAMES[cloud]}`;
}

function cloudOf({ detail }: Finding): (typeof CLOUD_IDS)[number] | undefined {
  return CLOUD_IDS.find((id) => detail.members[0]?.startsWith(`${id}/`));
}

function blockText([worst, ...others]: readonly Finding[], paint: Paint): readonly string[] {
  if (worst === undefined) return [];
  const { severity, rule, title } = worst;
  const statement = STATEMENTS.get(rule);
  const remark = REMARKS.get(worst.detail.subject);
  const fix = fixOf(worst);
  return [
    `${paint(styleOf(severity), severity.toUpperCase().padEnd(MARGIN.length))}${paint('title', title)}`,
    `${MARGIN}${paint('dim', `${placeOf(worst)}, rule ${rule}`)}`,
    ...(remark === undefined ? [] : wrap(remark, MARGIN, MARGIN)),
    ...wayText(worst).map((line) => paint('dim', line)),
    ...(statement === undefined ? [] : labelled('breaks', `“${statement}”`)),
    ...(fix === undefined ? [] : labelled('fix', fix)),
    ...others.flatMap((other) => labelled('also', `${other.title} (${other.severity})`)),
    '',
  ];
}

function labelled(label: string, text: string): readonly string[] {
  return wrap(text, `${MARGIN}${label.padEnd(8)}`, `${MARGIN}${' '.repeat(8)}`);
}

function styleOf(severity: string): Style {
  return severity === 'critical' || severity === 'high' || severity === 'medium' ? severity : 'low';
}

/** Hop by hop; where nothing travels, what the finding rests on. */
function wayText({ detail }: Finding): readonly string[] {
  const hops = detail.trace.filter((line) => !line.startsWith('=>')).map(hopText);
  const lines = hops.length > 0 ? hops : detail.reasons;
  return lines.flatMap((line, index) =>
    wrap(
      line,
      `${MARGIN}${index === lines.length - 1 ? '└ ' : '│ '}`,
      `${MARGIN}${index === lines.length - 1 ? '  ' : '│ '}`,
    ),
  );
}

/** A hop without its number, without ids of interfaces, and without the packet that all hops repeat. */
function hopText(line: string): string {
  return line
    .replace(/^\d+\. [+?x-] /, '')
    .replaceAll(/ \(\S+\)/g, '')
    .replace(/(, which)? admits (tcp|udp) \S+ -> \S+$/, '')
    .replace(/ refuses (tcp|udp) \S+ -> \S+$/, ' refuses it');
}

/** Where a rule says what to do in several places, the words by which the one of the finding is known. */
const PLACES = [
  ['/load-balancer/', 'of a load balancer'],
  ['/firewallPolicies/', 'of a firewall policy'],
] as const;

/** The first thing that the rule says to do in this cloud, at the place of the finding. */
function fixOf(finding: Finding): string | undefined {
  const cloud = cloudOf(finding);
  const rule = RULES.find(({ id }) => id === finding.rule);
  if (cloud === undefined || rule === undefined) return undefined;
  const parts = rule.remediation[cloud].split('; ');
  const words = PLACES.find(([mark]) => finding.id.includes(mark))?.[1];
  const part = parts.find((one) => words !== undefined && one.startsWith(words)) ?? parts[0];
  return part?.replace(/^of a [^:]+: /, '').split(/(?<=`), |[.](?:\n|$)/, 1)[0];
}
