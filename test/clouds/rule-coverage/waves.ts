/**
 * The plants that go into one estate together: those that do not speak of the same packets. What a rule says of its plant is
 * what it says where the plant stands alone.
 */
export const WAVES: readonly (readonly string[])[] = [
  // What cannot be seen makes others undetermined.
  ['coverage-gap'],
  [
    'dangling-allow-list-address',
    'database-public-switch-on',
    'dead-rule',
    'default-deny-egress',
    'default-filter-in-use',
    'egress-identity-undeclared',
    'flow-logs-off',
    'mixed-environments',
    'required-flow-blocked',
    'segmentation-violation',
    'tenant-isolation',
    'undeclared-gateway',
    'undeclared-public-endpoint',
  ],
  [
    'admin-access-outside-vpn',
    'admission-list-open',
    'default-deny-ingress',
    'ipv6-parity',
    'over-broad-allow-list',
    'waiver-expired',
  ],
  [
    'admin-port-public',
    'database-reachable-beyond-clients',
    'filter-not-enforced',
    'origin-bypass',
    'public-control-plane',
    'sensitive-port-public',
    'tier-in-wrong-subnet',
  ],
  ['any-any-ingress', 'bastion-open-beyond-vpn', 'no-public-database', 'plaintext-over-internet'],
];
