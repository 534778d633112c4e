import {
  type Filter,
  type FilterExemption,
  type FilterLayer,
  type FilterWords,
  type Known,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import type { AccountAnswers } from '../../normalize/account-answers.ts';
import type { RecordSet } from '../../normalize/record-set.ts';
import { ROBOT_FIREWALL } from '../operations.ts';
import type { RobotFirewall } from '../schema/robot.ts';
import type { Names } from './names.ts';
import { WHITELIST_HOS } from './resolvers.ts';
import { robotRule } from './robot-rule.ts';

/**
 * The firewall of a dedicated server as one layer. It stands at the switch port, so packets of a
 * vSwitch meet it as well; it is stateless, and it stays away from IPv6 unless told to look at it.
 */
export function robotFirewallLayer(
  server: number,
  answers: AccountAnswers,
  names: Names,
  records: RecordSet,
): Known<FilterLayer> {
  const answer = answers.to(ROBOT_FIREWALL, String(server));
  const firewall = answer.items[0]?.firewall;
  if (firewall === undefined) {
    return answer.hole ?? unknown(`The firewall of server ${server} was not read.`, answer.key);
  }
  const filter = robotFilter(firewall, names);
  records.add(filter);
  const isAttached = firewall.status !== 'disabled';
  // Both spellings of a change under way are documented: "in process", "in progress".
  const enforcement = firewall.status === 'active' ? 'enforced' : 'pending';
  return {
    kind: 'layer',
    combine: 'sequence',
    attachments: isAttached ? [{ filter: filter.id, enforcement }] : [],
    whenNone: { ingress: 'allow', egress: 'allow' },
    atEnd: { ingress: 'deny', egress: 'deny' },
  };
}

function robotFilter(firewall: RobotFirewall['firewall'], names: Names): Filter {
  const { input, output } = firewall.rules;
  const native = `firewall-${firewall.server_number}`;
  return {
    kind: 'filter',
    id: names.id('filter', native),
    name: `Robot firewall of server ${firewall.server_number}`,
    provenance: names.provenance(ROBOT_FIREWALL, native),
    nativeKind: 'Robot firewall',
    stateful: false,
    planes: ['public', 'private'],
    combination: 'first-match',
    // An active firewall without rules discards everything, in either direction.
    defaults: {
      ingress: { noRule: 'deny', noMatch: 'deny' },
      egress: { noRule: 'deny', noMatch: 'deny' },
    },
    exemptions: exemptionsOf(firewall),
    words: WORDS,
    isDefault: false,
    rules: [
      ...(input ?? []).map((rule, index) => robotRule(rule, 'ingress', index)),
      ...(output ?? []).map((rule, index) => robotRule(rule, 'egress', index)),
    ],
  };
}

/** After https://docs.hetzner.com/robot/dedicated-server/firewall/ (2023-03). */
const WORDS: FilterWords = {
  noRule: {
    ingress: 'an active Robot firewall without rules blocks all incoming packets',
    egress: 'the list of outgoing rules is empty, so no packet leaves, replies included',
  },
  noMatch: {
    ingress: 'no incoming rule matches, so the packet is discarded',
    egress: 'no outgoing rule matches, so the packet is discarded',
  },
};

const DIRECTIONS = ['ingress', 'egress'] as const;

function exemptionsOf({
  filter_ipv6,
  whitelist_hos,
}: RobotFirewall['firewall']): readonly FilterExemption[] {
  const exemptions = DIRECTIONS.map(
    (direction): FilterExemption =>
      filter_ipv6 === true
        ? {
            direction,
            peer: AddressSet.allIpv6,
            transport: TransportSet.icmpv6(),
            verdict: 'allow',
            label: 'ICMPv6 cannot be blocked by the Robot firewall',
          }
        : {
            direction,
            peer: AddressSet.allIpv6,
            transport: TransportSet.all,
            verdict: 'allow',
            label: 'filter_ipv6 is off: the Robot firewall does not filter IPv6 packets',
          },
  );
  return whitelist_hos === true ? [...exemptions, ...WHITELIST_HOS] : exemptions;
}
