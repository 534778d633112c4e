import { allow, type GraphBuilder, type Interface, unknown } from '@netposture/network/graph';
import { NARROW_FILTER } from '../catalogue/remediations.ts';
import { declaredTransport } from '../facts/declared-transport.ts';
import { setsOf } from '../facts/exposure-class.ts';
import { defineRule, type RuleExample } from '../rule.ts';
import { ground } from './ground.ts';

const POLICY = `
isolation:
  - { label: customer }
`;

function graphWith(
  layer: (world: GraphBuilder) => Interface['layers'][number],
): RuleExample['graph'] {
  return () => {
    const { world, privateSubnet: subnet } = ground();
    world.server('red-1', { subnet, inside: '10.0.2.10', labels: { customer: 'red' } });
    world.server('blue-1', {
      subnet,
      inside: '10.0.2.20',
      labels: { customer: 'blue' },
      layers: [layer(world)],
    });
    return world.graph();
  };
}

const SAME: RuleExample['graph'] = () => {
  const { world, privateSubnet: subnet } = ground();
  for (const [name, inside, customer] of [
    ['red-1', '10.0.2.10', 'red'],
    ['blue-1', '10.0.2.20', 'blue'],
  ] as const) {
    const own = world.filter(customer, {
      ingress: [allow('any', inside)],
      egress: [allow('any', inside)],
    });
    world.server(name, { subnet, inside, labels: { customer }, filters: [own] });
  }
  return world.graph();
};

const OPEN: RuleExample['graph'] = () => {
  const { world, privateSubnet: subnet } = ground();
  for (const [name, inside, customer] of [
    ['red-1', '10.0.2.10', 'red'],
    ['blue-1', '10.0.2.20', 'blue'],
  ] as const) {
    const shared = world.filter(customer, {
      ingress: [allow('any', '10.0.0.0/16')],
      egress: [allow('any', '0.0.0.0/0')],
    });
    world.server(name, { subnet, inside, labels: { customer }, filters: [shared] });
  }
  return world.graph();
};

/** Two tenants reach each other. */
export const tenantIsolation = defineRule({
  id: 'tenant-isolation',
  title: 'Members of different tenants reach each other',
  group: 'segmentation',
  severity: 'high',
  preset: 'recommended',
  rationale: "One customer's break-in must not become another's, and contracts often promise so.",
  doesNotSee:
    'Tenants that share one process; ports that the policy declares public, which everybody may use.',
  remediation: NARROW_FILTER,
  references: [
    {
      title: 'AWS SaaS tenant isolation strategies',
      url: 'https://docs.aws.amazon.com/whitepapers/latest/saas-tenant-isolation-strategies/saas-tenant-isolation-strategies.html',
    },
  ],
  controls: [
    { control: 'ISO27001:2022 A.8.22', why: 'tenants are groups that must be kept apart' },
    { control: 'SOC2 CC6.1', why: 'a tenant has no logical access to another' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'Both customers share a network, and the filters admit all of it',
      policy: POLICY,
      graph: OPEN,
    },
    { expect: 'complies', title: 'Each customer admits itself alone', policy: POLICY, graph: SAME },
    {
      expect: 'undetermined',
      title: 'The filters of one customer could not be read',
      policy: POLICY,
      graph: graphWith(() => unknown('the filters could not be read')),
    },
  ],
  *evaluate(context) {
    const { linked, reachability, policy } = context;
    for (const label of policy.isolation) {
      const tenants = new Map<string, Interface[]>();
      for (const card of linked.interfaces) {
        const owner = linked.ownerOf(card);
        const value = card.labels?.[label] ?? owner?.labels?.[label];
        if (value === undefined) continue;
        const group = tenants.get(value);
        if (group === undefined) tenants.set(value, [card]);
        else group.push(card);
      }
      const all = [...tenants.values()].flat();
      for (const [value, cards] of tenants) {
        const own = new Set(cards);
        const interfaces = all.filter((card) => !own.has(card)).map(({ id }) => id);
        for (const card of cards) {
          const declared = declaredTransport(context, card.owner ?? card.id);
          const question = {
            from: { interfaces },
            to: { interfaces: [card.id], throughBalancers: true },
            transport: declared.complement(),
          };
          const sets = setsOf(reachability.reach(question));
          for (const [state, packets] of [
            ['open', sets.allowed],
            ['undetermined', sets.undetermined],
          ] as const) {
            if (packets.isEmpty) continue;
            const others = linked
              .insideHolders(packets.sources())
              .map((holder) => holder.interface);
            const names = [
              ...new Set(
                others.map(
                  (other) => other.labels?.[label] ?? linked.ownerOf(other)?.labels?.[label],
                ),
              ),
            ].filter((one) => one !== undefined && one !== value);
            for (const name of names.length === 0 ? ['another'] : names) {
              yield {
                subject: { kind: 'zone', name: `${label}=${value}` },
                peerClass: `zone:${label}=${name}`,
                state,
                packets,
                message: `${label} ${name} ${state === 'open' ? 'reaches' : 'perhaps reaches'} ${label} ${value}`,
                members: [card.owner ?? card.id],
                question,
              };
            }
          }
        }
      }
    }
  },
});
