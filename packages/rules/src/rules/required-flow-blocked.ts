import { allow, type GraphBuilder, pool, unknown } from '@netposture/network/graph';
import { AddressSet, type TransportSet } from '@netposture/network/netset';
import { renderExplanation, transportOfPacket } from '@netposture/network/reachability';
import { setsOf } from '../facts/exposure-class.ts';
import type { FindingDraft } from '../finding.ts';
import type { MatrixEntry } from '../policy/policy.ts';
import { sendersOf } from '../policy/policy-zones.ts';
import { defineRule, type RuleExample } from '../rule.ts';
import type { RuleContext } from '../rule-context.ts';
import { ground } from './ground.ts';

const POLICY = `
zones:
  apps: { labels: { role: app } }
  databases: { kinds: [database] }
segmentation:
  - { from: apps, to: databases, require: [tcp/5432] }
`;

function graphWith(
  layer: (world: GraphBuilder) => ReturnType<typeof pool> | ReturnType<typeof unknown>,
): RuleExample['graph'] {
  return () => {
    const { world, privateSubnet: subnet } = ground();
    world.server('app-1', { subnet, inside: '10.0.2.10', labels: { role: 'app' } });
    world.database('orders', {
      subnet,
      inside: '10.0.2.20',
      listens: 'tcp/5432',
      layers: [layer(world)],
    });
    return world.graph();
  };
}

const admitting = (peer: string) => (world: GraphBuilder) =>
  pool([world.filter('orders-db', { ingress: [allow('tcp/5432', peer)] })]);

/** A flow that the policy requires is refused. */
export const requiredFlowBlocked = defineRule({
  id: 'required-flow-blocked',
  title: 'A flow that the policy requires is refused',
  group: 'segmentation',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'A filter that was closed too far is an outage, and the hasty repair of an outage is how filters are opened too far.',
  doesNotSee: 'Whether the service answers; only whether packets get there and back.',
  remediation: {
    aws: 'Admit the sender at the hop that refuses: `aws ec2 authorize-security-group-ingress --group-id ID --protocol tcp --port PORT --source-group SG`.',
    hetzner:
      '`hcloud firewall add-rule NAME --direction in --protocol tcp --port PORT --source-ips CIDR`.',
    digitalocean:
      '`doctl compute firewall add-rules ID --inbound-rules "protocol:tcp,ports:PORT,address:CIDR"`.',
    gcp: '`gcloud compute firewall-rules create NAME --allow tcp:PORT --source-tags TAG --target-tags TAG`.',
  },
  references: [
    {
      title: 'NIST SP 800-41, guidelines on firewalls',
      url: 'https://csrc.nist.gov/pubs/sp/800/41/r1/final',
    },
  ],
  controls: [
    {
      control: 'PCI DSS 1.2',
      why: 'the rule set permits what the business needs, and the declaration says what that is',
    },
    {
      control: 'ISO27001:2022 A.8.20',
      why: 'a controlled network passes the flows that it is declared to pass',
    },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The database admits another address',
      policy: POLICY,
      graph: graphWith(admitting('10.0.2.99')),
    },
    {
      expect: 'complies',
      title: 'The database admits the application',
      policy: POLICY,
      graph: graphWith(admitting('10.0.2.10')),
    },
    {
      expect: 'undetermined',
      title: 'The filters of the database could not be read',
      policy: POLICY,
      graph: graphWith(() => unknown('the filters could not be read')),
    },
  ],
  *evaluate(context) {
    for (const entry of context.policy.matrix)
      for (const transport of entry.require) yield* blocked(context, entry, transport);
  },
});

/** Each sender must reach each target by some address of the two. */
function* blocked(
  context: RuleContext,
  entry: MatrixEntry,
  transport: TransportSet,
): Generator<FindingDraft> {
  const { reachability, linked, zones } = context;
  const from = zones.end(entry.from);
  const to = zones.end(entry.to);
  const targets =
    to.interfaces.length > 0 ? to.interfaces : to.external === undefined ? [] : [undefined];
  for (const target of targets) {
    const others = from.interfaces.filter((id) => id !== target);
    const question = {
      from: sendersOf({ ...from, interfaces: others }),
      to: {
        interfaces: target === undefined ? [] : [target],
        throughBalancers: true,
        ...(to.external === undefined ? {} : { external: to.external }),
      },
      transport,
    };
    const sets = setsOf(reachability.reach(question));
    const sources = { allowed: sets.allowed.sources(), undetermined: sets.undetermined.sources() };
    const external = from.external ?? AddressSet.empty;
    const denied = others.filter((id) => {
      const inside =
        linked.record('interface', id)?.addresses.map((address) => address.inside) ?? [];
      return !inside.some((set) => set.overlaps(sources.allowed));
    });
    const refusesStrangers =
      !external.isEmpty && others.length === 0 && !external.overlaps(sources.allowed);
    if (denied.length === 0 && !refusesStrangers) continue;
    const isDoubtful = refusesStrangers
      ? external.overlaps(sources.undetermined)
      : denied.every((id) =>
          linked
            .record('interface', id)
            ?.addresses.some(({ inside }) => inside.overlaps(sources.undetermined)),
        );
    const asked = reachability.askedPackets({
      ...question,
      from: refusesStrangers ? question.from : { interfaces: denied },
    });
    const packet = asked.witness();
    const explanation =
      packet === undefined
        ? undefined
        : reachability.explain({ ...question, transport: transportOfPacket(packet), packet }, true);
    const name =
      target === undefined ? entry.to : (linked.graph.records.get(target)?.name ?? target);
    yield {
      subject: { kind: 'zone', name: entry.to },
      peerClass: entry.from === 'internet' ? 'internet' : `zone:${entry.from}`,
      state: isDoubtful ? 'undetermined' : 'open',
      message: `${entry.from} ${isDoubtful ? 'perhaps does not reach' : 'does not reach'} ${name} by ${transport}, which the policy requires`,
      members: [...denied, ...(target === undefined ? [] : [target])],
      reasons:
        explanation === undefined ? ['no way leads there'] : renderExplanation(linked, explanation),
    };
  }
}
