import { unknown } from '@netposture/network/graph';
import { standsInPublicSubnet } from '../facts/public-subnet.ts';
import { defineRule, type RuleExample } from '../rule.ts';
import { type Ground, ground } from './ground.ts';

const POLICY = `
zones:
  apps: { labels: { role: app } }
  edge: { labels: { role: edge } }
tiers: { public: [edge], private: [apps] }
`;

function graphWith(
  subnet: (ground: Ground) => Ground['publicSubnet'],
  role = 'app',
): RuleExample['graph'] {
  return () => {
    const made = ground();
    made.world.server('host-1', { subnet: subnet(made), inside: '10.0.1.10', labels: { role } });
    return made.world.graph();
  };
}

/** A tier stands in a subnet of the wrong kind. */
export const tierInWrongSubnet = defineRule({
  id: 'tier-in-wrong-subnet',
  title: 'A tier stands in a subnet of the wrong kind',
  group: 'segmentation',
  severity: 'medium',
  preset: 'recommended',
  rationale:
    'In a private subnet a wrong filter rule is a mistake; in a public one it is an exposure. The edge stands in public subnets, the rest does not.',
  doesNotSee: 'Clouds without routed subnets, where a public address alone decides.',
  remediation: {
    aws: 'Move it to a subnet without a route to an internet gateway; look at the routes: `aws ec2 describe-route-tables --filters Name=association.subnet-id,Values=SUBNET`.',
    hetzner:
      'Take the public address away, with the server switched off: `hcloud primary-ip unassign PRIMARY_IP`; new servers: `hcloud server create --without-ipv4 --without-ipv6 --network NAME`.',
    digitalocean:
      'A Droplet keeps the public networking that it was created with: create it again with `public_networking` off (`doctl compute droplet create NAME --enable-public-networking=false --vpc-uuid VPC`), and let it out through a NAT gateway.',
    gcp: '`gcloud compute instances delete-access-config NAME`, and Cloud NAT for egress.',
  },
  references: [
    {
      title: 'AWS: VPC with public and private subnets',
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-private-subnets-nat.html',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.22',
      why: 'tiers are segregated by the kind of subnet they stand in',
    },
    {
      control: 'CIS 12.2',
      why: 'the architecture keeps inner tiers without a way from the internet',
    },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'An application stands in a public subnet',
      policy: POLICY,
      graph: graphWith(({ publicSubnet }) => publicSubnet),
    },
    {
      expect: 'violates',
      title: 'The TLS endpoint stands in a private subnet',
      policy: POLICY,
      graph: graphWith(({ privateSubnet }) => privateSubnet, 'edge'),
    },
    {
      expect: 'complies',
      title: 'An application stands in a private subnet',
      policy: POLICY,
      graph: graphWith(({ privateSubnet }) => privateSubnet),
    },
    {
      expect: 'complies',
      title:
        'Every subnet leads to the internet, and the application has no public address to use it',
      policy: POLICY,
      graph: () => {
        const { world, publicSubnet: subnet } = ground();
        const routeTable = subnet.routeTable;
        world.server('host-1', {
          subnet,
          routeTable,
          inside: '10.0.1.10',
          labels: { role: 'app' },
        });
        return world.graph();
      },
    },
    {
      expect: 'complies',
      title: 'The TLS endpoint has one leg in a public subnet and one in a private one',
      policy: POLICY,
      graph: () => {
        const { world, publicSubnet, privateSubnet } = ground();
        const interfaces = [
          { subnet: publicSubnet, inside: '10.0.1.10' },
          { subnet: privateSubnet, inside: '10.0.2.10' },
        ];
        world.server('host-1', { interfaces, labels: { role: 'edge' } });
        return world.graph();
      },
    },
    {
      expect: 'undetermined',
      title: 'The route table of the subnet could not be read',
      policy: POLICY,
      graph: graphWith(({ world, network }) =>
        world.subnet('dark', { network, routeTable: unknown('the route table could not be read') }),
      ),
    },
  ],
  *evaluate({ linked, zones, policy }) {
    for (const [tier, names] of [
      ['private', policy.tiers.private],
      ['public', policy.tiers.public],
    ] as const) {
      for (const name of names) {
        for (const card of zones.members([name])) {
          const isPublic = standsInPublicSubnet(linked, card);
          if (isPublic === (tier === 'public' ? 'yes' : 'no')) continue;
          // A host of the edge has one leg inside as well; one outside is what it needs.
          const legs = card.owner === undefined ? [] : linked.interfacesOf(card.owner);
          if (tier === 'public' && legs.some((leg) => standsInPublicSubnet(linked, leg) === 'yes'))
            continue;
          const member = card.owner ?? card.id;
          const where = card.subnet ?? card.network;
          const owner = linked.graph.records.get(member)?.name ?? member;
          yield {
            subject: { kind: 'records', ids: [where] },
            peerClass: `zone:${name}`,
            state: isPublic === 'unknown' ? 'undetermined' : 'open',
            message:
              isPublic === 'unknown'
                ? `whether ${owner} of ${name} stands in a ${tier} subnet could not be seen`
                : `${owner} of ${name} does not stand in a ${tier} subnet`,
            members: [member],
          };
        }
      }
    }
  },
});
