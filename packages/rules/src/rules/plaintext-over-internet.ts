import {
  allow,
  isUnknown,
  type OwnAddress,
  type OwnAddressIndex,
  recordsOf,
  type TlsRequirement,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

function graphWith(tls: TlsRequirement | Unknown) {
  return () => {
    const { world, publicSubnet: subnet } = ground();
    const app = world.filter('app', { egress: [allow('any', '0.0.0.0/0')] });
    world.server('app-1', { subnet, inside: '10.0.1.10', outside: '203.0.112.10', filters: [app] });
    const network = world.publicSpace('endpoints');
    const admission = world.filter('trusted sources', { ingress: [allow('any', '203.0.112.10')] });
    world.service('cache', {
      network,
      inside: '198.19.0.30',
      serviceKind: 'cache',
      engine: 'redis',
      listens: 'tcp/6379',
      admission,
      tls,
    });
    return world.graph();
  };
}

/** A permitted flow between own resources that crosses the internet without enforced TLS. */
export const plaintextOverInternet = defineRule({
  id: 'plaintext-over-internet',
  title: 'A flow between own resources crosses the internet to a service that does not enforce TLS',
  group: 'data-tier',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'Between two clouds the packets pass networks of strangers. Where TLS is optional, one careless client sends passwords in the clear.',
  doesNotSee:
    'Whether clients use TLS although the service does not demand it; services that run on plain servers.',
  remediation: {
    aws: 'Set `rds.force_ssl=1` in the parameter group (`aws rds modify-db-parameter-group`), or enable in-transit encryption of the cache.',
    hetzner:
      'Hetzner has no managed data stores; use the private network or a VPN between the hosts.',
    digitalocean: 'Managed databases demand TLS; for Droplets use the VPC: `doctl vpcs create`.',
    gcp: '`gcloud sql instances patch NAME --ssl-mode=ENCRYPTED_ONLY`.',
  },
  references: [
    {
      title: 'Cloud SQL: configure SSL/TLS',
      url: 'https://cloud.google.com/sql/docs/postgres/configure-ssl-instance',
    },
  ],
  controls: [
    { control: 'SOC2 CC6.7', why: 'information that moves over the internet must be protected' },
    {
      control: 'ISO27001:2022 A.8.21',
      why: 'encryption is the mechanism that the service needs there',
    },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'An own server reaches a cache in another cloud, and TLS is optional',
      graph: graphWith('optional'),
    },
    { expect: 'complies', title: 'The cache demands TLS', graph: graphWith('required') },
    {
      expect: 'undetermined',
      title: 'Whether the cache demands TLS could not be read',
      graph: graphWith(unknown('the settings could not be read')),
    },
  ],
  *evaluate({ linked, exposed, ownAddresses }) {
    const sendersAmong = ownSenders(ownAddresses);
    for (const service of recordsOf(linked.graph, 'service')) {
      // One service may have a plain end and another that demands TLS, on ports of their own.
      const plain = service.endpoints.filter(({ tls }) => tls !== undefined && tls !== 'required');
      if (plain.length === 0) continue;
      const isKnown = plain.some(({ tls }) => !isUnknown(tls));
      const transport = TransportSet.unionOf(plain.map(({ listens }) => listens));
      for (const way of exposed.ways(service.id)) {
        for (const [sure, found] of [
          [true, way.allowed],
          [false, way.undetermined],
        ] as const) {
          const sources = found.restrict({ transport }).sources();
          const { own, source } = sendersAmong(sources);
          if (source.isEmpty) continue;
          const state = sure && isKnown ? 'open' : 'undetermined';
          yield {
            subject: { kind: 'records', ids: [service.id] },
            peerClass: 'other',
            state,
            get packets() {
              return found.restrict({ source, transport });
            },
            message: `${reaching(own.length, sure)} ${service.name} over the internet, ${isKnown ? 'and TLS is not enforced' : 'and whether TLS is enforced could not be seen'}`,
            get members() {
              return [service.id, ...own.flatMap(({ attachedTo }) => attachedTo ?? [])];
            },
            question: {
              from: { interfaces: [], external: source },
              to: {
                interfaces: linked.interfacesOf(service.id).map(({ id }) => id),
                throughBalancers: way.kind === 'balancer',
              },
            },
          };
        }
      }
    }
  },
});

function reaching(count: number, isSure: boolean): string {
  const perhaps = isSure ? '' : 'perhaps ';
  return count === 1 ? `1 own address ${perhaps}reaches` : `${count} own addresses ${perhaps}reach`;
}

/** Own addresses that may send, and who has them. */
interface OwnSenders {
  readonly own: readonly OwnAddress[];
  readonly source: AddressSet;
}

/** Finds own senders among some sources. Who admits everybody admits all of them, and they may be many: those are gathered once. */
function ownSenders(ownAddresses: OwnAddressIndex): (sources: AddressSet) => OwnSenders {
  const maySend = ({ state, isEgressIdentity }: OwnAddress) =>
    state === 'attached' && isEgressIdentity !== false;
  const all = ownAddresses.entries.filter(maySend);
  const whole = (['ipv4', 'ipv6'] as const).map((family) => {
    const own = all.filter(({ addresses }) => !addresses[family].isEmpty);
    return { own, source: AddressSet.unionOf(own.map(({ addresses }) => addresses[family])) };
  });
  return (sources) => {
    const asked = [sources.ipv4, sources.ipv6].map((some, family): OwnSenders => {
      const known = whole[family];
      if (known === undefined || some.isEmpty) return { own: [], source: AddressSet.empty };
      if (known.source.isSubsetOf(some)) return known;
      const own = ownAddresses.at(some).filter(maySend);
      const source = AddressSet.unionOf(own.map(({ addresses }) => addresses)).intersect(some);
      return { own, source };
    });
    const [first, second] = asked;
    if (first === undefined || second === undefined || second.own.length === 0)
      return first ?? { own: [], source: AddressSet.empty };
    if (first.own.length === 0) return second;
    return {
      own: [...new Set([...first.own, ...second.own])],
      source: first.source.union(second.source),
    };
  };
}
