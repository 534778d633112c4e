import { policyRule, WorldBuilder } from '../../test/clouds/gcp/index.ts';
import type { GcpWorld } from '../../test/clouds/gcp/world.ts';
import { ADDRESSES, type CompanyFacts } from './facts.ts';

/** The project of the analytics. */
export const GCP_PROJECT = 'larkfield-analytics';

const EVERYWHERE = ['0.0.0.0/0'];

/** One analytics server with ClickHouse, in a network whose firewall policy is asked before its VPC rules. */
export function gcpWorld(facts: CompanyFacts): GcpWorld {
  const builder = new WorldBuilder();
  const project = builder.project(GCP_PROJECT);
  const network = project.network('analytics', {
    raw: { networkFirewallPolicyEnforcementOrder: 'BEFORE_CLASSIC_FIREWALL' },
  });
  const subnetwork = project.subnetwork('analytics-eu', network, '10.40.0.0/24', {
    raw: { logConfig: { enable: true, flowSampling: 1 } },
  });
  project.instance('clickhouse-1', { subnetwork, ip: '10.40.0.10', natIP: '34.77.40.10' });
  project.firewall('deny-clickhouse', {
    network,
    deny: 'tcp:8123,9000',
    from: EVERYWHERE,
    priority: 100,
  });
  project.firewall('allow-dashboards', {
    network,
    allow: 'tcp:8123',
    from: [`${ADDRESSES.app1}/32`],
    priority: 90,
  });
  project.firewall('allow-rdp-for-vendor', {
    network,
    allow: 'tcp:3389',
    from: EVERYWHERE,
    raw: { disabled: facts.isRdpRuleDisabled },
  });
  project.networkPolicy(
    'partner-access',
    [network],
    [policyRule(1000, facts.clickhouseByPolicy, 'tcp:9000', { from: EVERYWHERE })],
  );
  return builder.world;
}
