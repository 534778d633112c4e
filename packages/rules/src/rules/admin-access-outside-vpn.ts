import { allow, undetermined } from '@netposture/network/graph';
import { NARROW_FILTER } from '../catalogue/remediations.ts';
import { servicesIn, transportOfClasses } from '../catalogue/sensitive-services.ts';
import { admittedBeyond, admittedBeyondByAlike, type BeyondAsk } from '../facts/admitted-beyond.ts';
import { defineRule } from '../rule.ts';
import { admittingServer } from './admitting-server.ts';
import { ground } from './ground.ts';

const POLICY = `
addressSets:
  vpn: [203.0.112.7]
vpn: [vpn]
`;

const WITH_BASTIONS = `${POLICY}
zones:
  bastions: { labels: { role: bastion } }
bastions: [bastions]
`;

const ADMINISTRATION = transportOfClasses('administrative');

/** Administration from elsewhere than the VPN or the bastions. */
export const adminAccessOutsideVpn = defineRule({
  id: 'admin-access-outside-vpn',
  title: 'Administrative ports admit something other than the VPN and the bastions',
  group: 'administration',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'Administration through the VPN or a bastion is authenticated twice and recorded. Every other way in is neither.',
  doesNotSee:
    'Policies that declare neither `vpn` nor `bastions`; VPN software that runs on the machine itself.',
  remediation: NARROW_FILTER,
  references: [
    { title: 'CIS Controls 8.1, 12.7', url: 'https://www.cisecurity.org/controls/v8-1' },
  ],
  controls: [
    {
      control: 'CIS 12.7',
      why: 'remote access must go through the VPN, and this rule finds what does not',
    },
    {
      control: 'ISO27001:2022 A.8.20',
      why: 'administration from unknown places is not controlled',
    },
    { control: 'SOC2 CC6.6', why: 'administration is restricted to known ways' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'SSH admits the VPN and one more office',
      policy: POLICY,
      graph: admittingServer('tcp/22', ['203.0.112.7', '203.0.112.9']),
    },
    {
      expect: 'complies',
      title: 'SSH admits the VPN alone',
      policy: POLICY,
      graph: admittingServer('tcp/22', '203.0.112.7'),
    },
    {
      expect: 'complies',
      title: 'The VPN server is one of our own, and SSH admits its address alone',
      policy: WITH_BASTIONS,
      graph: () => {
        const { world } = ground();
        const network = world.publicSpace('internet');
        const filters = [world.filter('web', { ingress: [allow('tcp/22', '203.0.112.7')] })];
        world.server('vpn-1', {
          network,
          inside: '203.0.112.7',
          filters: [world.filter('vpn', { egress: [allow('any', '0.0.0.0/0')] })],
        });
        world.server('web-1', { network, inside: '198.18.0.10', filters });
        return world.graph();
      },
    },
    {
      expect: 'undetermined',
      title: 'SSH admits a list that could not be read',
      policy: POLICY,
      graph: admittingServer('tcp/22', undetermined('the list could not be read')),
    },
  ],
  *evaluate(context) {
    const { policy, zones, linked } = context;
    if (policy.vpn === undefined && policy.bastions.length === 0) return;
    const bastions = new Set(zones.members(policy.bastions).map(({ id }) => id));
    const ask: BeyondAsk = {
      transport: ADMINISTRATION,
      senders: policy.bastions.length === 0 ? 'internet' : 'all',
      says: (packets, who) =>
        `admits ${who} to ${servicesIn(packets.transports, 'administrative').join(', ')}, beside the VPN and the bastions`,
    };
    if (ask.senders === 'internet') {
      yield* admittedBeyondByAlike(context, ask, ({ id }) => !bastions.has(id));
      return;
    }
    for (const card of linked.interfaces) {
      if (bastions.has(card.id) || linked.ownerOf(card)?.kind !== 'workload') continue;
      yield* admittedBeyond(context, card, ask);
    }
  },
});
