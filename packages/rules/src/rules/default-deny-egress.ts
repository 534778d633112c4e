import { allow, type Graph, type Interface, type ResourceId } from '@netposture/network/graph';
import {
  AddressSet,
  internet,
  internetIpv4,
  internetIpv6,
  type PacketSet,
  TransportSet,
} from '@netposture/network/netset';
import type { AnswerSets, Question } from '@netposture/network/reachability';
import { attachedFilters } from '../facts/admitting-filters.ts';
import { egressSituation } from '../facts/egress-situation.ts';
import { setsOf } from '../facts/exposure-class.ts';
import type { FindingDraft, RecordsSubject, SpreadPackets } from '../finding.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule-context.ts';
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
  *evaluate(context) {
    const { linked, policy, zones } = context;
    const asked = new FreeEgress(context);
    const groups = new Map<string, SendingAlike>();
    for (const card of zones.members(policy.sensitiveZones)) {
      const { byFilters, byVerdict } = egressSituation(linked, card);
      const group = groups.get(byFilters);
      if (group === undefined) groups.set(byFilters, { card, others: [], byVerdict });
      else group.others.push(card);
    }
    for (const alike of groups.values())
      for (const state of asked.statesOf(alike)) yield new EgressDraft(asked, alike, state);
  },
});

type State = 'open' | 'undetermined';

/** Interfaces that may send to the same strangers by the same filters. */
interface SendingAlike {
  readonly card: Interface;
  readonly others: Interface[];
  /** See `EgressSituation`. */
  readonly byVerdict: string;
}

/** Who may reach every stranger. Interfaces that differ in the names of their filters alone have one verdict. */
class FreeEgress {
  readonly context: RuleContext;
  readonly #own: ReturnType<typeof coarse>;
  readonly #external: AddressSet;
  readonly #verdicts = new Map<string, readonly State[]>();

  constructor(context: RuleContext) {
    const { entries } = context.ownAddresses;
    this.context = context;
    this.#own = coarse(AddressSet.unionOf(entries.map(({ addresses }) => addresses)));
    this.#external = this.#own.isFew ? internet : internet.subtract(this.#own.addresses);
  }

  /** In which ways the egress of an interface is free: surely, perhaps, both by different packets, or not at all. */
  statesOf({ card, byVerdict }: SendingAlike): readonly State[] {
    let states = this.#verdicts.get(byVerdict);
    if (states === undefined) {
      const sets = this.setsOf(card);
      states = (['open', 'undetermined'] as const).filter((state) =>
        this.#isFree(state === 'open' ? sets.allowed : sets.undetermined),
      );
      this.#verdicts.set(byVerdict, states);
    }
    return states;
  }

  setsOf(card: Interface): AnswerSets {
    return setsOf(this.context.reachability.reach(this.questionOf(card)));
  }

  questionOf(card: Interface): Question {
    return {
      from: { interfaces: [card.id] },
      to: { interfaces: [], external: this.#external, throughBalancers: false },
      transport: TransportSet.all,
    };
  }

  #isFree(packets: PacketSet): boolean {
    if (packets.isEmpty) return false;
    const { exposed } = this.context;
    const to = packets.destinations().union(this.#own.addresses);
    return !(
      exposed.isWide(internetIpv4.subtract(to)) && exposed.isWide(internetIpv6.subtract(to))
    );
  }
}

/** An interface, and others in its situation. Its packets are asked for when somebody looks. */
class EgressDraft implements FindingDraft {
  readonly subject: RecordsSubject;
  readonly peerClass = 'internet';
  readonly state: State;
  readonly #asked: FreeEgress;
  readonly #card: Interface;
  readonly #others: readonly Interface[];
  #packets: PacketSet | undefined;

  constructor(asked: FreeEgress, { card, others }: SendingAlike, state: State) {
    const filters = attachedFilters(card);
    this.subject = { kind: 'records', ids: filters.length > 0 ? filters : [card.owner ?? card.id] };
    this.state = state;
    this.#asked = asked;
    this.#card = card;
    this.#others = others;
  }

  get message(): string {
    const name = this.#asked.context.linked.ownerOf(this.#card)?.name ?? this.#card.name;
    return `${name} ${this.state === 'open' ? 'may' : 'perhaps may'} reach every address on the internet`;
  }

  get spread(): SpreadPackets {
    return { judged: this, destinations: undefined };
  }

  get packets(): PacketSet {
    if (this.#packets === undefined) {
      const { allowed, undetermined } = this.#asked.setsOf(this.#card);
      this.#packets = this.state === 'open' ? allowed : undetermined;
    }
    return this.#packets;
  }

  get members(): readonly ResourceId[] {
    return [this.#card, ...this.#others].map(({ owner, id }) => owner ?? id);
  }

  get question(): Question {
    return this.#asked.questionOf(this.#card);
  }
}

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
