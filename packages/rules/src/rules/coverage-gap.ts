import {
  build,
  type CoverageKey,
  type CoverageOutcome,
  coverageKey,
  isGap,
  type ResourceId,
} from '@netposture/network/graph';
import { defineRule, type RuleExample } from '../rule.ts';

function graphWith(outcome: CoverageOutcome): RuleExample['graph'] {
  return () => {
    const world = build('acme');
    world.coverage('DescribeSecurityGroups', outcome, {
      message: 'access denied',
      missingPermission: 'ec2:DescribeSecurityGroups',
    });
    return world.graph();
  };
}

/** Something could not be seen. */
export const coverageGap = defineRule({
  id: 'coverage-gap',
  title: 'Something could not be seen',
  group: 'monitoring',
  severity: 'medium',
  preset: 'recommended',
  rationale:
    'What a scan cannot see it cannot clear. A permission that is missing is a place where anything may be open.',
  doesNotSee: 'Accounts that the configuration does not name.',
  remediation: {
    aws: 'Add the permission that the finding names to the role of the scanner: `aws iam put-role-policy --role-name NAME --policy-name netposture --policy-document file://FILE`.',
    hetzner:
      'Make a read token for the project in the console and set it as the token of the account.',
    digitalocean:
      'Make a token with the scope that the finding names; scopes cannot be added to an old one.',
    gcp: '`gcloud projects add-iam-policy-binding PROJECT --member serviceAccount:NAME --role ROLE`.',
  },
  references: [{ title: 'ISO 27001:2022, A.8.16', url: 'https://www.iso.org/standard/27001' }],
  controls: [
    { control: 'ISO27001:2022 A.8.16', why: 'what is not seen is not monitored' },
    { control: 'NIST CSF DE.CM-01', why: 'the extent of monitoring is known only with its gaps' },
    { control: 'SOC2 CC7.2', why: 'anomalies in what is not read stay unseen' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The permission to read the filters is missing',
      graph: graphWith('forbidden'),
    },
    { expect: 'complies', title: 'Everything was read', graph: graphWith('complete') },
    {
      expect: 'undetermined',
      title: 'The endpoint does not know the operation: perhaps there is nothing to see',
      graph: graphWith('not-implemented'),
    },
  ],
  *evaluate({ linked, coverage }) {
    const gaps = coverage.filter(({ outcome }) => isGap(outcome));
    if (gaps.length === 0) return;
    const leaning = new Map<CoverageKey, ResourceId[]>();
    for (const record of linked.graph.records.values()) {
      for (const key of record.gaps ?? []) {
        const ids = leaning.get(key);
        if (ids === undefined) leaning.set(key, [record.id]);
        else ids.push(record.id);
      }
    }
    for (const { scope, outcome, message, missingPermission } of gaps) {
      const key = coverageKey(scope);
      const members = leaning.get(key) ?? [];
      const where = `${scope.provider} ${scope.account} ${scope.location}`;
      yield {
        subject: { kind: 'coverage', key },
        peerClass: 'other',
        state: outcome === 'not-implemented' ? 'undetermined' : 'open',
        message: `${scope.operation} of ${where} could not be read in full (${outcome})`,
        members,
        reasons: [
          ...(message === undefined ? [] : [message]),
          ...(missingPermission === undefined
            ? []
            : [`the permission ${missingPermission} would cure it`]),
          ...(members.length === 0 ? [] : [`${members.length} records depend on it`]),
        ],
      };
    }
  },
});
