import { allow, type Graph } from '@netposture/network/graph';
import {
  AddressSet,
  internet,
  internetIpv4,
  internetIpv6,
  TransportSet,
} from '@netposture/network/netset';
import { attachedFilters } from '../facts/admitting-filters.ts';
import { egressSituation } from '../facts/egress-situation.ts';
import { setsOf } from '../facts/exposure-class.ts';
import { defineRule } from '../rule.ts';
import { admittingServerLayers } from './admitting-server-layers.ts';
import { ground } from './ground.ts';

const POLICY = `
zones:
  payments: { labels: { zone: payments } }
sensitiveZones: [payments]
`;

const graphWith = (destination: string | undefined): (() => Graph) =>
  admittingServerLayers(
    { zone: 'payments' },
    destination === undefined ? undefined : { egress: [allow('tcp/443', destination)] },
  );

/** A workload of a sensitive zone that may reach anywhere. */
export const defaultDenyEgress = defineRule({
  id: 'default-deny-egress',
  title: 'A workload of a sensitive zone may reach anywhere',
  group: 'default-deny',
  severity: 'low',
  preset: 'recommended',
  rationale: 'Free egress is how stolen data leaves, and how malware calls home.',
  doesNotSee:
    'Zones that the policy does not list under `sensitiveZones`, and proxies that look into the traffic.',
  remediation: {
    aws: '`aws ec2 revoke-security-group-egress --group-id ID --security-group-rule-ids RULE`, then allow the destinations that are needed.',
    hetzner:
      'Add a first egress rule, which closes the rest: `hcloud firewall add-rule NAME --direction out --protocol tcp --port 443 --destination-ips CIDR`.',
    digitalocean:
      'Add what is needed, then take the wide rule away: `doctl compute firewall add-rules ID --outbound-rules "protocol:tcp,ports:443,address:CIDR"`, `doctl compute firewall remove-rules ID --outbound-rules RULE`. Do not use `update`: it forgets every rule and Droplet that is not named again.',
    gcp: '`gcloud compute firewall-rules create deny-egress --direction EGRESS --action DENY --rules all --priority 65000`.',
  },
  references: [
    {
      title: 'PCI DSS 4, requirement 1.3.2',
      url: 'https://www.pcisecuritystandards.org/document_library/',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.23',
      why: 'access to outside sites is managed only where egress is restricted',
    },
    {
      control: 'PCI DSS 1.3',
      why: 'egress from the card environment must be limited to what is necessary',
    },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'Egress is open to everywhere',
      policy: POLICY,
      graph: graphWith('0.0.0.0/0'),
    },
    {
      expect: 'violates',
      title: 'Egress is open to everywhere but one address, which is that of an own server',
      policy: POLICY,
      graph: () => {
        const { world, publicSubnet: subnet } = ground();
        const filters = [world.filter('app', { egress: [allow('tcp/443', '0.0.0.0/0')] })];
        const labels = { zone: 'payments' };
        world.server('app-1', {
          subnet,
          inside: '10.0.1.10',
          outside: '198.18.0.10',
          filters,
          labels,
        });
        const closed = [world.filter('closed', {})];
        world.server('web-1', {
          subnet,
          inside: '10.0.1.11',
          outside: '203.0.112.11',
          filters: closed,
        });
        return world.graph();
      },
    },
    {
      expect: 'complies',
      title: 'Egress goes to one supplier',
      policy: POLICY,
      graph: graphWith('203.0.112.0/24'),
    },
    {
      expect: 'undetermined',
      title: 'The filters could not be read',
      policy: POLICY,
      graph: graphWith(undefined),
    },
  ],
  *evaluate({ linked, reachability, policy, zones, exposed, ownAddresses }) {
    const own = coarse(AddressSet.unionOf(ownAddresses.entries.map(({ addresses }) => addresses)));
    const external = own.isFew ? internet : internet.subtract(own.addresses);
    const classes = new Map<string, ReturnType<typeof zones.members>[number][]>();
    for (const card of zones.members(policy.sensitiveZones)) {
      const key = egressSituation(linked, card);
      const group = classes.get(key);
      if (group === undefined) classes.set(key, [card]);
      else group.push(card);
    }
    for (const group of classes.values()) {
      const [card] = group;
      if (card === undefined) continue;
      const question = {
        from: { interfaces: [card.id] },
        to: { interfaces: [], external, throughBalancers: false },
        transport: TransportSet.all,
      };
      const sets = setsOf(reachability.reach(question));
      const filters = attachedFilters(card);
      for (const [state, packets] of [
        ['open', sets.allowed],
        ['undetermined', sets.undetermined],
      ] as const) {
        // Own addresses are no strangers' and are another question; a few that are left out do not make a restriction.
        const to = packets.destinations().union(own.addresses);
        if (exposed.isWide(internetIpv4.subtract(to)) && exposed.isWide(internetIpv6.subtract(to)))
          continue;
        yield {
          subject: { kind: 'records', ids: filters.length > 0 ? filters : [card.owner ?? card.id] },
          peerClass: 'internet',
          state,
          message: `${linked.ownerOf(card)?.name ?? card.name} ${state === 'open' ? 'may' : 'perhaps may'} reach every address on the internet`,
          packets,
          members: group.map(({ owner, id }) => owner ?? id),
          question,
        };
      }
    }
  },
});

/** More than so many own prefixes are asked about by the block: sets with a hole for each would cost more than they tell. */
const FEW = 256;

/** Own addresses, or the blocks around them where there are many. */
function coarse(own: AddressSet): { readonly isFew: boolean; readonly addresses: AddressSet } {
  const cidrs = own.cidrs();
  if (cidrs.length <= FEW) return { isFew: true, addresses: own };
  const blocks = cidrs.map((cidr) => {
    const [address = '', length = ''] = cidr.split('/');
    return `${address}/${Math.min(Number(length), address.includes(':') ? 32 : 16)}`;
  });
  return { isFew: false, addresses: AddressSet.from(new Set(blocks)) };
}
