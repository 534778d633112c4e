import type { ResourceId } from '@netposture/network/graph';
import type { Subject } from './finding.ts';
import type { Rule } from './rule.ts';

/**
 * What to do in the clouds of a finding's subject, else of its members: a line for each cloud. Empty where no record is named.
 * A record's id begins with its cloud.
 */
export function remediationFor(
  { remediation }: Pick<Rule, 'remediation'>,
  finding: { readonly subject: Subject; readonly members: readonly ResourceId[] },
): string {
  const { subject, members } = finding;
  const ids = subject.kind === 'records' ? subject.ids : members;
  const clouds = new Set(ids.map((id) => id.split('/', 1)[0] ?? ''));
  return Object.entries(remediation)
    .filter(([cloud]) => clouds.has(cloud))
    .map(([, text]) => text)
    .join('\n');
}
