/** What no verdict takes into account, for the user. */
export const NOT_MODELLED: readonly string[] = [
  'Traffic over Cloud VPN, Cloud Interconnect and Network Connectivity Center is undetermined.',
  'Policy-based routes are not followed: where a network has one, its routing is undetermined.',
  'Rules by domain name, region or threat list match an unknown set of addresses, so what they decide is undetermined.',
  'Intrusion prevention by a security profile group may drop more than the rule that names it says.',
  'NAT64, Private Service Connect endpoints and published services are listed, and verdicts about them are undetermined.',
  'Balancers send to all their backends whatever their health, and URL maps are taken to reach every backend service they name.',
  'Traffic Director meshes, Serverless VPC Access and Direct VPC egress are not modelled.',
  'Identity-Aware Proxy TCP forwarding counts as the address range that it sends from.',
  'VPC Service Controls and organisation policies are not read.',
];
