import type { Rule } from './rule.ts';
import { adminAccessOutsideVpn } from './rules/admin-access-outside-vpn.ts';
import { adminPortPublic } from './rules/admin-port-public.ts';
import { admissionListOpen } from './rules/admission-list-open.ts';
import { anyAnyIngress } from './rules/any-any-ingress.ts';
import { bastionOpenBeyondVpn } from './rules/bastion-open-beyond-vpn.ts';
import { coverageGap } from './rules/coverage-gap.ts';
import { danglingAllowListAddress } from './rules/dangling-allow-list-address.ts';
import { databasePublicSwitchOn } from './rules/database-public-switch-on.ts';
import { databaseReachableBeyondClients } from './rules/database-reachable-beyond-clients.ts';
import { deadRule } from './rules/dead-rule.ts';
import { defaultDenyEgress } from './rules/default-deny-egress.ts';
import { defaultDenyIngress } from './rules/default-deny-ingress.ts';
import { defaultFilterInUse } from './rules/default-filter-in-use.ts';
import { egressIdentityUndeclared } from './rules/egress-identity-undeclared.ts';
import { filterNotEnforced } from './rules/filter-not-enforced.ts';
import { flowLogsOff } from './rules/flow-logs-off.ts';
import { ipv6Parity } from './rules/ipv6-parity.ts';
import { mixedEnvironments } from './rules/mixed-environments.ts';
import { noPublicDatabase } from './rules/no-public-database.ts';
import { originBypass } from './rules/origin-bypass.ts';
import { overBroadAllowList } from './rules/over-broad-allow-list.ts';
import { plaintextOverInternet } from './rules/plaintext-over-internet.ts';
import { publicControlPlane } from './rules/public-control-plane.ts';
import { requiredFlowBlocked } from './rules/required-flow-blocked.ts';
import { segmentationViolation } from './rules/segmentation-violation.ts';
import { sensitivePortPublic } from './rules/sensitive-port-public.ts';
import { tenantIsolation } from './rules/tenant-isolation.ts';
import { tierInWrongSubnet } from './rules/tier-in-wrong-subnet.ts';
import { undeclaredGateway } from './rules/undeclared-gateway.ts';
import { undeclaredPublicEndpoint } from './rules/undeclared-public-endpoint.ts';
import { waiverExpired } from './rules/waiver-expired.ts';

/** Every rule, in alphabetical order of id. The list is written by hand; a test compares it with the folder `rules`. */
export const RULES: readonly Rule[] = [
  adminAccessOutsideVpn,
  adminPortPublic,
  admissionListOpen,
  anyAnyIngress,
  bastionOpenBeyondVpn,
  coverageGap,
  danglingAllowListAddress,
  databasePublicSwitchOn,
  databaseReachableBeyondClients,
  deadRule,
  defaultDenyEgress,
  defaultDenyIngress,
  defaultFilterInUse,
  egressIdentityUndeclared,
  filterNotEnforced,
  flowLogsOff,
  ipv6Parity,
  mixedEnvironments,
  noPublicDatabase,
  originBypass,
  overBroadAllowList,
  plaintextOverInternet,
  publicControlPlane,
  requiredFlowBlocked,
  segmentationViolation,
  sensitivePortPublic,
  tenantIsolation,
  tierInWrongSubnet,
  undeclaredGateway,
  undeclaredPublicEndpoint,
  waiverExpired,
];
