import { address, allow, type Interface, undetermined } from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import type { Question } from '@netposture/network/reachability';
import { NARROW_FILTER } from '../catalogue/remediations.ts';
import { namesOf } from '../facts/admitting-filters.ts';
import type { ExposureClass } from '../facts/exposure-class.ts';
import { type ExposureCohort, exposureCohorts, someOf } from '../facts/exposure-cohorts.ts';
import { questionOf, subjectOf } from '../facts/exposure-drafts.ts';
import type { ExposedPart } from '../facts/exposure-parts.ts';
import type { OpenWay } from '../facts/open-way.ts';
import { SpreadDraft } from '../facts/spread-draft.ts';
import { defineRule, type RuleExample } from '../rule.ts';
import type { RuleContext } from '../rule-context.ts';
import { ground } from './ground.ts';

function graphWith(ipv6: Parameters<typeof allow>[1]): RuleExample['graph'] {
  return () => {
    const { world, publicSubnet: subnet } = ground();
    const ingress = [allow('tcp/443', ['0.0.0.0/0', '::/0']), allow('tcp/22', ipv6)];
    const filters = [
      world.filter('web', { ingress, egress: [allow('any', ['0.0.0.0/0', '::/0'])] }),
    ];
    const addresses = [address('10.0.1.10', { outside: '198.18.0.10' }), address('2600:1f18::10')];
    world.server('web-1', { subnet, addresses, filters });
    return world.graph();
  };
}

const PORTS = TransportSet.parse('tcp; udp');

/** IPv6 admits what IPv4 refuses. */
export const ipv6Parity = defineRule({
  id: 'ipv6-parity',
  title: 'IPv6 admits from the internet what IPv4 refuses on the same interface',
  group: 'hygiene',
  severity: 'medium',
  preset: 'recommended',
  rationale: 'Who closes a port for IPv4 and forgets IPv6 has not closed it.',
  doesNotSee: 'ICMP, which the two families use differently; interfaces that have one family only.',
  remediation: {
    ...NARROW_FILTER,
    hetzner:
      '`hcloud firewall delete-rule NAME --direction in --protocol tcp --port PORT --source-ips ::/0`.',
  },
  references: [
    {
      title: 'RFC 7123, security implications of IPv6 on IPv4 networks',
      url: 'https://www.rfc-editor.org/rfc/rfc7123',
    },
  ],
  controls: [
    {
      control: 'CIS 4.4',
      why: 'a firewall denies by default only if it does so for both families',
    },
    { control: 'PCI DSS 1.2', why: 'the rule set must mean what its owner reviewed' },
  ],
  parameters: {},
  examples: [
    { expect: 'violates', title: 'SSH is open over IPv6 alone', graph: graphWith('::/0') },
    {
      expect: 'complies',
      title: 'SSH is open to private addresses alone',
      graph: graphWith('10.0.0.0/8'),
    },
    {
      expect: 'undetermined',
      title: 'The rule for SSH names an IPv6 list that could not be read',
      graph: graphWith(undetermined('the list could not be read', '::/0')),
    },
  ],
  *evaluate(context) {
    const wider = new Map<ExposureClass, readonly WiderPart[]>();
    for (const cohort of exposureCohorts(context)) {
      const [{ record, way }] = cohort;
      if (record.kind !== 'workload' || !admitsIpv6(way.class)) continue;
      const alike = someOf(
        cohort,
        ({ way: { card } }) => card !== undefined && hasBothFamilies(card),
      );
      if (alike === undefined) continue;
      const parts = wider.get(way.class) ?? widerParts(context, way.class);
      wider.set(way.class, parts);
      for (const part of parts) yield new ParityDraft(context, alike, part);
    }
  },
});

interface WiderPart extends ExposedPart {
  readonly state: 'open' | 'undetermined';
}

class ParityDraft extends SpreadDraft {
  readonly #context: RuleContext;
  readonly #way: OpenWay;

  constructor(context: RuleContext, alike: ExposureCohort, part: WiderPart) {
    const { peerClass, state, judged } = part;
    const [first] = alike;
    super({
      subject: subjectOf(context, first, judged),
      peerClass,
      state,
      judged,
      destinations: first.way.destinations,
      alike,
    });
    this.#context = context;
    this.#way = first.way;
  }

  get question(): Question {
    return questionOf(this.#context, this.#way);
  }

  get message(): string {
    const admits = this.state === 'open' ? 'admits' : 'perhaps admits';
    const names = namesOf(this.#context.linked, this.subject.ids);
    return `${names} ${admits} over IPv6 what it refuses over IPv4: ${this.judged.transports}`;
  }
}

function admitsIpv6({ allowed, undetermined }: ExposureClass): boolean {
  return allowed.hasFamily('ipv6') || undetermined.hasFamily('ipv6');
}

/** What arrives over IPv6 by transports that perhaps nobody uses over IPv4. */
function widerParts({ exposed }: RuleContext, of: ExposureClass): readonly WiderPart[] {
  const ipv4 = [of.allowed, of.undetermined].map(
    (packets) => exposed.judged(packets, undefined, 'ipv4').transports,
  );
  const transport = PORTS.subtract(TransportSet.unionOf(ipv4));
  return (['open', 'undetermined'] as const).flatMap((state) => {
    const found = state === 'open' ? of.allowed : of.undetermined;
    return exposed.parts(found, transport, 'ipv6').map((part) => ({ ...part, state }));
  });
}

function hasBothFamilies({ addresses }: Interface): boolean {
  const isOf = (family: AddressSet) =>
    addresses.some(({ inside, outside }) => (outside ?? inside).overlaps(family));
  return isOf(AddressSet.allIpv6) && isOf(AddressSet.allIpv4);
}
