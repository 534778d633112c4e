import { undetermined } from '@netposture/network/graph';
import { TransportSet } from '@netposture/network/netset';
import { NARROW_FILTER } from '../catalogue/remediations.ts';
import { admittedBeyond, type BeyondAsk } from '../facts/admitted-beyond.ts';
import { defineRule } from '../rule.ts';
import { admittingServer } from './admitting-server.ts';

const POLICY = `
addressSets:
  vpn: [203.0.112.7]
vpn: [vpn]
zones:
  bastions: { labels: { role: bastion } }
bastions: [bastions]
`;

const ASK: BeyondAsk = {
  transport: TransportSet.all,
  senders: 'internet',
  says: (packets, who) => `admits ${who} to a bastion by ${packets.transports}, beside the VPN`,
};

/** A bastion that admits more than the VPN. */
export const bastionOpenBeyondVpn = defineRule({
  id: 'bastion-open-beyond-vpn',
  title: 'A bastion admits more than the known VPN addresses',
  group: 'administration',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'A bastion is the one door to everything behind it. It must know who stands before it.',
  doesNotSee:
    'Policies that declare no `bastions`; private senders, whose ways the segmentation matrix judges.',
  remediation: NARROW_FILTER,
  references: [
    { title: 'CIS Controls 8.1, 12.8', url: 'https://www.cisecurity.org/controls/v8-1' },
  ],
  controls: [
    { control: 'CIS 12.7', why: 'the bastion is behind the VPN only if it admits nobody else' },
    { control: 'SOC2 CC6.6', why: 'the door to administration is closed to threats from outside' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The bastion admits everybody',
      policy: POLICY,
      graph: admittingServer('tcp/22', '0.0.0.0/0', { role: 'bastion' }),
    },
    {
      expect: 'complies',
      title: 'The bastion admits the VPN',
      policy: POLICY,
      graph: admittingServer('tcp/22', '203.0.112.7', { role: 'bastion' }),
    },
    {
      expect: 'undetermined',
      title: 'The bastion admits a list that could not be read',
      policy: POLICY,
      graph: admittingServer('tcp/22', undetermined('the list could not be read'), {
        role: 'bastion',
      }),
    },
  ],
  *evaluate(context) {
    const { zones, policy } = context;
    for (const card of zones.members(policy.bastions)) {
      yield* admittedBeyond(context, card, ASK);
    }
  },
});
