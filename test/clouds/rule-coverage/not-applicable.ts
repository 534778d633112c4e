import type { CloudId } from './clouds-under-rules.ts';

/** A rule that has nothing to judge in a cloud, and why. */
export interface NotApplicable {
  readonly rule: string;
  readonly cloud: CloudId;
  readonly reason: string;
}

const NO_STORES = 'Hetzner offers no managed database, cache or queue.';
const NO_FLOW_LOGS = 'The provider has no flow logs, so that none can be off.';

/** The only cells of the table that may be empty. A cell that fires must not stand here. */
export const NOT_APPLICABLE: readonly NotApplicable[] = [
  { rule: 'no-public-database', cloud: 'hetzner', reason: NO_STORES },
  { rule: 'database-public-switch-on', cloud: 'hetzner', reason: NO_STORES },
  { rule: 'database-reachable-beyond-clients', cloud: 'hetzner', reason: NO_STORES },
  {
    rule: 'database-public-switch-on',
    cloud: 'digitalocean',
    reason:
      'A managed database has no public switch: it always has a public host name, and its trusted sources alone decide.',
  },
  {
    rule: 'public-control-plane',
    cloud: 'hetzner',
    reason: 'Hetzner offers no managed Kubernetes; port 6443 of a server is judged as a port.',
  },
  {
    rule: 'plaintext-over-internet',
    cloud: 'digitalocean',
    reason:
      'No answer of the API says whether a database refuses connections without TLS: the finding is undetermined, never open.',
  },
  {
    rule: 'default-deny-ingress',
    cloud: 'aws',
    reason:
      'Every interface of an instance has a security group, and what no rule of a group admits is denied.',
  },
  {
    rule: 'default-deny-ingress',
    cloud: 'gcp',
    reason:
      'The implied rule that denies ingress stands below every network and cannot be removed.',
  },
  {
    rule: 'filter-not-enforced',
    cloud: 'aws',
    reason: 'The API tells of no state between a security group that is attached and one in force.',
  },
  {
    rule: 'filter-not-enforced',
    cloud: 'gcp',
    reason: 'The API tells of no state between a firewall rule that exists and one in force.',
  },
  {
    rule: 'default-filter-in-use',
    cloud: 'hetzner',
    reason: 'Neither a firewall nor a network exists before somebody makes one.',
  },
  {
    rule: 'dead-rule',
    cloud: 'hetzner',
    reason: 'A rule names addresses and ports alone: no label, group or server that could be gone.',
  },
  { rule: 'flow-logs-off', cloud: 'hetzner', reason: NO_FLOW_LOGS },
  { rule: 'flow-logs-off', cloud: 'digitalocean', reason: NO_FLOW_LOGS },
];
