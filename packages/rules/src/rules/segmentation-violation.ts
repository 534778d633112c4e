import { allow, type GraphBuilder, pool, unknown } from '@netposture/network/graph';
import { PacketSet, type TransportSet } from '@netposture/network/netset';
import { setsOf } from '../facts/exposure-class.ts';
import type { FindingDraft, PeerClass } from '../finding.ts';
import type { MatrixEntry } from '../policy/policy.ts';
import { type MatrixEnd, sendersOf } from '../policy/policy-zones.ts';
import { defineRule, type RuleExample } from '../rule.ts';
import type { RuleContext } from '../rule-context.ts';
import { ground } from './ground.ts';

const POLICY = `
zones:
  staging: { labels: { env: staging } }
  production: { labels: { env: production } }
segmentation:
  - { from: staging, to: production, allow: [tcp/443] }
`;

/** A flow that the matrix does not allow. */
export const segmentationViolation = defineRule({
  id: 'segmentation-violation',
  title: 'A flow exists that the policy does not allow',
  group: 'segmentation',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'Zones are kept apart so that a break-in in one stays there. A flow that nobody allowed is the way out of it.',
  doesNotSee: 'Flows between zones about which the matrix says nothing.',
  remediation: {
    aws: 'Remove the admitting rule: `aws ec2 revoke-security-group-ingress --group-id ID --security-group-rule-ids RULE`, or the peering route: `aws ec2 delete-route --route-table-id ID --destination-cidr-block CIDR`.',
    hetzner:
      'A Hetzner Network has no filter: move one side to another network (`hcloud server detach-from-network`), or filter on the host.',
    digitalocean:
      '`doctl compute firewall remove-rules ID --inbound-rules RULE`, or move one side to another VPC.',
    gcp: '`gcloud compute firewall-rules update NAME --source-ranges RANGES`, or remove the peering.',
  },
  references: [
    {
      title: 'NIST SP 800-207, zero trust architecture',
      url: 'https://csrc.nist.gov/pubs/sp/800/207/final',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.22',
      why: 'the matrix is the declared segregation, and this rule proves or refutes it',
    },
    {
      control: 'NIST CSF PR.IR-01',
      why: 'segmentation protects the network only where it holds for real flows',
    },
    { control: 'CIS 13.4', why: 'traffic between segments must be filtered' },
    {
      control: 'CyFun PR.AC-5.2',
      why: 'critical systems are segmented only where no other flow exists',
    },
    { control: 'SOC2 CC6.1', why: 'flows that are not allowed give access that nobody granted' },
  ],
  parameters: {},
  examples: examples(),
  *evaluate(context) {
    for (const entry of context.policy.matrix)
      if (entry.allow !== undefined) yield* violations(context, entry, entry.allow);
  },
});

function* violations(
  context: RuleContext,
  entry: MatrixEntry,
  allowed: TransportSet,
): Generator<FindingDraft> {
  const from = context.zones.end(entry.from);
  const to = context.zones.end(entry.to);
  const forbidden = allowed.complement();
  if (forbidden.isEmpty) return;
  const about = {
    subject: { kind: 'zone', name: entry.to },
    peerClass: peerClassOf(entry.from),
  } as const;
  // "From the internet" means exposed: own and trusted senders do not count (they are ends of their own).
  const counted = (packets: PacketSet) =>
    entry.from === 'internet'
      ? PacketSet.unionOf(context.exposed.parts(packets).map(({ judged }) => judged.packets))
      : packets;
  const own = new Set(to.interfaces);
  const senders = { ...from, interfaces: from.interfaces.filter((id) => !own.has(id)) };
  const ask = (some: MatrixEnd, targets: MatrixEnd['interfaces']) => {
    const question = {
      from: sendersOf(some),
      to: {
        interfaces: targets,
        throughBalancers: true,
        ...(to.external === undefined ? {} : { external: to.external }),
      },
      transport: forbidden,
    };
    const { allowed, undetermined } = setsOf(context.reachability.reach(question));
    return { question, allowed: counted(allowed), undetermined: counted(undetermined) };
  };
  const sure = ask(senders, to.interfaces);
  if (!sure.allowed.isEmpty) {
    const message = `${entry.from} reaches ${entry.to} by ${sure.allowed.transports()}, which the policy does not allow`;
    yield {
      ...about,
      state: 'open',
      message,
      packets: sure.allowed,
      members: to.interfaces,
      question: sure.question,
    };
  }
  if (!sure.undetermined.isEmpty) {
    const message = `${entry.from} perhaps reaches ${entry.to} by ${sure.undetermined.transports()}, which the policy does not allow`;
    yield {
      ...about,
      state: 'undetermined',
      message,
      packets: sure.undetermined,
      members: to.interfaces,
      question: sure.question,
    };
  }
  if (from.maybe.length > 0 || to.maybe.length > 0) {
    const wide = ask({ ...senders, interfaces: [...senders.interfaces, ...from.maybe] }, [
      ...to.interfaces,
      ...to.maybe,
    ]);
    const more = wide.allowed
      .union(wide.undetermined)
      .subtract(sure.allowed)
      .subtract(sure.undetermined);
    if (!more.isEmpty) {
      const message = `${entry.from} perhaps reaches ${entry.to}: what belongs to them could not all be seen`;
      yield { ...about, state: 'undetermined', message, packets: more, question: wide.question };
    }
  }
  for (const { name, incomplete } of [from, to]) {
    if (incomplete === undefined) continue;
    const message = `what belongs to ${name} could not all be seen`;
    yield { ...about, state: 'undetermined', message, reasons: [incomplete.reason] };
  }
}

function peerClassOf(name: string): PeerClass {
  return name === 'internet' ? 'internet' : `zone:${name}`;
}

function examples(): readonly RuleExample[] {
  const withLayer =
    (layer: (world: GraphBuilder) => ReturnType<typeof pool> | ReturnType<typeof unknown>) =>
    () => {
      const { world, privateSubnet: subnet } = ground();
      world.server('stage-1', { subnet, inside: '10.0.2.10', labels: { env: 'staging' } });
      world.server('prod-1', {
        subnet,
        inside: '10.0.2.20',
        labels: { env: 'production' },
        layers: [layer(world)],
      });
      return world.graph();
    };
  const admitting = (ports: string) => (world: GraphBuilder) =>
    pool([
      world.filter('prod', {
        ingress: [allow(ports, '10.0.0.0/16')],
        egress: [allow('any', '0.0.0.0/0')],
      }),
    ]);
  return [
    {
      expect: 'violates',
      title: 'Staging reaches SSH of production',
      policy: POLICY,
      graph: withLayer(admitting('tcp/22')),
    },
    {
      expect: 'complies',
      title: 'Staging reaches HTTPS, which is allowed',
      policy: POLICY,
      graph: withLayer(admitting('tcp/443')),
    },
    {
      expect: 'undetermined',
      title: 'The filters of production could not be read',
      policy: POLICY,
      graph: withLayer(() => unknown('the firewalls could not be read')),
    },
  ];
}
