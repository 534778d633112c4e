import { type Finding, type Rule, remediationFor } from '@netposture/rules';
import { packetJson } from './reach-json.ts';
import type { FindingJson } from './scan-report.ts';

/** A finding as plain JSON, with what its rule says to do in the cloud of the subject. */
export function findingJson(finding: Finding, rules: readonly Rule[]): FindingJson {
  const { subject, witness } = finding;
  const ids = subject.kind === 'records' ? [...subject.ids] : [];
  const rule = rules.find(({ id }) => id === finding.rule);
  return {
    id: finding.id,
    rule: finding.rule,
    title: finding.title,
    severity: finding.severity,
    state: finding.state,
    subject: { kind: subject.kind, name: finding.subjectName, ids },
    peerClass: finding.peerClass,
    message: finding.message,
    packets: finding.packets.toJSON(),
    undetermined: finding.undeterminedPackets.toJSON(),
    witness: witness === undefined ? null : packetJson(witness),
    trace: [...finding.trace],
    members: [...finding.members],
    reasons: [...finding.reasons],
    waiver: finding.waiver ?? null,
    remediation: rule === undefined ? '' : remediationFor(rule, finding),
  };
}
