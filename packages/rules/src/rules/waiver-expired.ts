import { undetermined } from '@netposture/network/graph';
import { isExpired, names, standingOf } from '../policy/waivers.ts';
import { defineRule } from '../rule.ts';
import { admittingServer } from './admitting-server.ts';

function policyWith(expires: string, sources: string): string {
  return `
waivers:
  - name: partner-ssh
    rule: admin-port-public
    accepts: [{ sources: [${sources}], ports: [tcp/22] }]
    owner: platform
    reason: the partner moves to the VPN this quarter
    expires: ${expires}
`;
}

const PARTNER = '203.0.112.7';

/** A waiver has run out, or the exposure has outgrown it. */
export const waiverExpired = defineRule({
  id: 'waiver-expired',
  title: 'A waiver has run out, or what it accepted has grown',
  group: 'monitoring',
  severity: 'medium',
  preset: 'recommended',
  rationale: 'A risk was accepted for a time and an extent. Beyond either nobody has accepted it.',
  doesNotSee: 'Whether the reason still holds.',
  remediation: {
    aws: 'Close the finding that the waiver names, or renew the waiver with its owner: `netposture explain FINDING`.',
    hetzner: 'Close the finding that the waiver names, or renew the waiver with its owner.',
    digitalocean: 'Close the finding that the waiver names, or renew the waiver with its owner.',
    gcp: 'Close the finding that the waiver names, or renew the waiver with its owner.',
  },
  references: [{ title: 'ISO 27001:2022, A.8.9', url: 'https://www.iso.org/standard/27001' }],
  controls: [
    {
      control: 'PCI DSS 1.2',
      why: 'exceptions are reviewed, and this rule finds those that are due',
    },
    { control: 'ISO27001:2022 A.8.9', why: 'accepted deviations are monitored and reviewed' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The last day of the waiver is over',
      policy: policyWith('2026-06-30', PARTNER),
      graph: admittingServer('tcp/22', PARTNER),
    },
    {
      expect: 'violates',
      title: 'The exposure has outgrown the waiver',
      policy: policyWith('2027-06-30', PARTNER),
      graph: admittingServer('tcp/22', [PARTNER, '203.0.112.8']),
    },
    {
      expect: 'complies',
      title: 'The waiver holds',
      policy: policyWith('2027-06-30', PARTNER),
      graph: admittingServer('tcp/22', PARTNER),
    },
    {
      expect: 'undetermined',
      title: 'Whether the exposure has grown could not be seen',
      policy: policyWith('2027-06-30', PARTNER),
      graph: admittingServer(
        'tcp/22',
        undetermined('the list could not be read', '203.0.112.0/24'),
      ),
    },
  ],
  *evaluate({ policy, now }) {
    for (const waiver of policy.waivers) {
      if (!isExpired(waiver, now)) continue;
      yield {
        subject: { kind: 'waiver', name: waiver.name },
        peerClass: 'other',
        state: 'open',
        message: `the waiver ${waiver.name} of ${waiver.owner} ran out on ${waiver.expires}`,
        reasons: [waiver.reason],
      };
    }
  },
  *review({ policy, now }, findings) {
    for (const waiver of policy.waivers) {
      if (isExpired(waiver, now)) continue;
      for (const finding of findings.filter((one) => names(waiver, one))) {
        const standing = standingOf(waiver, finding, now);
        if (standing === 'accepts') continue;
        const isSure = standing === 'outgrown';
        yield {
          subject: { kind: 'waiver', name: waiver.name },
          peerClass: 'other',
          state: isSure ? 'open' : 'undetermined',
          message: `${finding.subjectName} ${isSure ? 'has' : 'has perhaps'} outgrown the waiver ${waiver.name} of ${waiver.owner}`,
          reasons: [finding.id],
          members: finding.members,
        };
      }
    }
  },
});
