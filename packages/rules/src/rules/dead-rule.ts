import {
  allow,
  type Filter,
  type FilterRule,
  type Graph,
  type LinkedGraph,
  labelled,
  membersOf,
  type Peer,
  recordsOf,
} from '@netposture/network/graph';
import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

function graphWith(
  peer: (world: ReturnType<typeof ground>['world']) => Parameters<typeof allow>[1],
): () => Graph {
  return () => {
    const { world, privateSubnet: subnet } = ground();
    const filters = [world.filter('orders-db', { ingress: [allow('tcp/5432', peer(world))] })];
    world.server('app-1', { subnet, inside: '10.0.2.10', labels: { role: 'app' }, filters });
    return world.graph();
  };
}

/** A rule that can match nothing. */
export const deadRule = defineRule({
  id: 'dead-rule',
  title: 'A rule can match nothing',
  group: 'hygiene',
  severity: 'low',
  preset: 'recommended',
  rationale:
    'A rule that matches nothing today may match the wrong thing tomorrow, when somebody gives the tag or the group away again.',
  doesNotSee: 'Rules that other rules decide first, and ranges in which nobody stands yet.',
  remediation: {
    aws: '`aws ec2 revoke-security-group-ingress --group-id ID --security-group-rule-ids RULE`; stale references: `aws ec2 describe-stale-security-groups --vpc-id VPC`.',
    hetzner:
      '`hcloud firewall delete-rule NAME ...`, or label the servers that it was meant for: `hcloud server add-label SERVER KEY=VALUE`.',
    digitalocean:
      '`doctl compute firewall remove-rules ID --inbound-rules RULE`, or tag the Droplets.',
    gcp: '`gcloud compute firewall-rules delete NAME`, or set the tag: `gcloud compute instances add-tags NAME --tags TAG`.',
  },
  references: [
    {
      title: 'AWS: stale security group rules',
      url: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html',
    },
  ],
  controls: [
    { control: 'PCI DSS 1.2', why: 'a review of the rule set removes what has no use' },
    { control: 'ISO27001:2022 A.8.9', why: 'configurations are reviewed, and dead ones are found' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'A rule admits a label that nothing carries',
      graph: graphWith(() => labelled({ role: 'retired' })),
    },
    {
      expect: 'complies',
      title: 'A rule admits a label that a server carries',
      graph: graphWith(() => labelled({ role: 'app' })),
    },
    {
      expect: 'undetermined',
      title: 'A rule admits a group of a foreign account',
      graph: graphWith((world) => membersOf(world.unseen('filter', 'foreign-group'))),
    },
  ],
  *evaluate({ linked }) {
    for (const filter of recordsOf(linked.graph, 'filter')) {
      const dead = deadRulesOf(linked, filter);
      if (dead.length === 0) continue;
      const subject = { kind: 'records', ids: [filter.id] } as const;
      for (const { isSure, reasons } of dead) {
        yield {
          subject,
          subjectName: filter.name,
          peerClass: 'other',
          state: isSure ? 'open' : 'undetermined',
          message: `rules of ${filter.name} ${isSure ? 'can' : 'perhaps can'} match nothing`,
          reasons,
        };
      }
    }
  },
});

/** Rules that follow each other and are equally dead. */
interface DeadRules {
  readonly isSure: boolean;
  /** Of each rule, in order. */
  readonly reasons: string[];
}

const NONE: readonly DeadRules[] = [];

function deadRulesOf(linked: LinkedGraph, filter: Filter): readonly DeadRules[] {
  let dead: DeadRules[] | undefined;
  for (const rule of filter.rules) {
    const cause = rule.disabled === true ? undefined : deathOf(linked, filter, rule);
    if (cause === undefined) continue;
    const { isSure, text } = cause;
    const reason = `rule "${rule.label}": ${text}`;
    const last = dead?.at(-1);
    if (last?.isSure === isSure) last.reasons.push(reason);
    else {
      dead ??= [];
      dead.push({ isSure, reasons: [reason] });
    }
  }
  return dead ?? NONE;
}

interface Death {
  readonly isSure: boolean;
  readonly text: string;
}

function deathOf(linked: LinkedGraph, filter: Filter, rule: FilterRule): Death | undefined {
  if (rule.transport.isEmpty) return { isSure: true, text: 'it names no protocol or port' };
  if (rule.own?.isEmpty === true) return { isSure: true, text: 'it names no own address' };
  if (rule.targets !== undefined) {
    const { yes, maybe, incomplete } = linked.select(rule.targets);
    if (yes.length === 0) {
      if (maybe.length === 0 && incomplete === undefined)
        return { isSure: true, text: 'its targets name nothing' };
      return {
        isSure: false,
        text: incomplete?.reason ?? 'whom its targets name could not be seen',
      };
    }
  }
  return hasSelector(rule.peer) || isEmptyList(rule.peer)
    ? peerDeath(linked, filter, rule.peer)
    : undefined;
}

function hasSelector(peer: Peer): boolean {
  return peer.kind === 'selector' || (peer.kind === 'any-of' && peer.peers.every(hasSelector));
}

function isEmptyList(peer: Peer): boolean {
  return peer.kind === 'addresses' && peer.set.isEmpty;
}

function peerDeath(linked: LinkedGraph, filter: Filter, peer: Peer): Death | undefined {
  const { certain, possible, cause } = linked.resolvePeer(peer, filter.network);
  if (!certain.isEmpty) return undefined;
  if (possible.isEmpty) return { isSure: true, text: 'its other end names nothing that exists' };
  return { isSure: false, text: cause?.reason ?? 'whom its other end names could not be seen' };
}
