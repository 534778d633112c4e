import { type Interface, type ResourceId, recordsOf } from '@netposture/network/graph';
import { defineRule, type RuleExample } from '../rule.ts';
import { ground } from './ground.ts';

const POLICY = `
zones:
  production: { labels: { env: production } }
  staging: { labels: { env: staging } }
environments: [production, staging]
`;

function graphWith(env: string): RuleExample['graph'] {
  return () => {
    const { world, privateSubnet: subnet } = ground();
    world.server('prod-1', { subnet, inside: '10.0.2.10', labels: { env: 'production' } });
    world.server('other-1', { subnet, inside: '10.0.2.20', labels: { env } });
    return world.graph();
  };
}

const HALF_SEEN: RuleExample['graph'] = () => {
  const { world, privateSubnet: subnet } = ground();
  world.server('prod-1', { subnet, inside: '10.0.2.10', labels: { env: 'production' } });
  world.interface('stray', {
    subnet,
    inside: '10.0.2.20',
    owner: world.unseen('workload', 'stray-1'),
  });
  return world.graph();
};

/** Workloads of several environments in one account or network. */
export const mixedEnvironments = defineRule({
  id: 'mixed-environments',
  title: 'One account or network holds workloads of more than one environment',
  group: 'segmentation',
  severity: 'medium',
  preset: 'recommended',
  rationale:
    'An account is the strongest wall a cloud has. A test credential must not open production.',
  doesNotSee: 'Workloads that belong to no environment of the policy.',
  remediation: {
    aws: 'One account for each environment: `aws organizations create-account --email EMAIL --account-name NAME`.',
    hetzner:
      'One project for each environment; a server moves by snapshot: `hcloud server create-image SERVER --type snapshot`.',
    digitalocean: 'One team for each environment; inside a team one VPC each: `doctl vpcs create`.',
    gcp: '`gcloud projects create NAME`; one project for each environment.',
  },
  references: [
    {
      title: 'AWS: organising your environment using multiple accounts',
      url: 'https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.22',
      why: 'environments are groups of systems that are kept apart',
    },
    { control: 'SOC2 CC6.1', why: 'one account is one set of permissions' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'Staging stands in the account of production',
      policy: POLICY,
      graph: graphWith('staging'),
    },
    {
      expect: 'complies',
      title: 'The account holds production alone',
      policy: POLICY,
      graph: graphWith('production'),
    },
    {
      expect: 'undetermined',
      title: 'Whose an interface is could not be seen',
      policy: POLICY,
      graph: HALF_SEEN,
    },
  ],
  *evaluate({ linked, zones, policy }) {
    if (policy.environments.length < 2) return;
    const places = new Map<
      ResourceId,
      { readonly sure: Map<string, Interface[]>; readonly maybe: Map<string, Interface[]> }
    >();
    const accounts = new Map(
      recordsOf(linked.graph, 'account').map(
        ({ id, provenance }) => [`${provenance.provider}/${provenance.account}`, id] as const,
      ),
    );
    const note = (card: Interface, environment: string, kind: 'sure' | 'maybe') => {
      const account = accounts.get(`${card.provenance.provider}/${card.provenance.account}`);
      for (const place of account === undefined ? [card.network] : [account, card.network]) {
        const entry = places.get(place) ?? {
          sure: new Map<string, Interface[]>(),
          maybe: new Map<string, Interface[]>(),
        };
        places.set(place, entry);
        const cards = entry[kind].get(environment);
        if (cards === undefined) entry[kind].set(environment, [card]);
        else cards.push(card);
      }
    };
    for (const environment of policy.environments) {
      const zone = zones.zone(environment);
      for (const card of zone?.interfaces ?? []) note(card, environment, 'sure');
      for (const card of zone?.maybe ?? []) note(card, environment, 'maybe');
    }
    for (const [place, { sure, maybe }] of places) {
      const all = new Set([...sure.keys(), ...maybe.keys()]);
      if (all.size < 2) continue;
      const isSure = sure.size > 1;
      const name = linked.graph.records.get(place)?.name ?? place;
      yield {
        subject: { kind: 'records', ids: [place] },
        peerClass: 'other',
        state: isSure ? 'open' : 'undetermined',
        message: `${name} ${isSure ? 'holds' : 'perhaps holds'} workloads of ${[...(isSure ? sure.keys() : all)].sort().join(' and ')}`,
        members: [...sure.values(), ...maybe.values()].flat().map(({ owner, id }) => owner ?? id),
      };
    }
  },
});
