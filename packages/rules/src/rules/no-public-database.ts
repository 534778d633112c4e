import { allow, isUnknown, type Service, undetermined } from '@netposture/network/graph';
import { TransportSet } from '@netposture/network/netset';
import { dataStores } from '../facts/data-stores.ts';
import { exposureDraftsAt } from '../facts/exposure-drafts.ts';
import type { FindingDraft } from '../finding.ts';
import { defineRule, type RuleExample } from '../rule.ts';
import type { RuleContext } from '../rule-context.ts';
import { milder, type Severity } from '../severity.ts';
import { ground } from './ground.ts';

/** A data store that is reachable from the internet, by any path. */
export const noPublicDatabase = defineRule({
  id: 'no-public-database',
  title: 'A data store is reachable from the internet',
  group: 'exposure',
  severity: 'critical',
  preset: 'recommended',
  rationale:
    'Whoever reaches a data store needs one leaked password or one unpatched flaw to have the data. Scanners find an open port within minutes.',
  doesNotSee:
    'Whether a password is strong, or what a data store that runs on a plain server is: ports of those are judged by `sensitive-port-public`.',
  remediation: {
    aws: '`aws rds modify-db-instance --db-instance-identifier NAME --no-publicly-accessible`, and remove the rule that admits the internet: `aws ec2 revoke-security-group-ingress --group-id ID --security-group-rule-ids RULE`.',
    hetzner:
      'Bind the database to the private network, and close its port: `hcloud firewall delete-rule NAME --direction in --protocol tcp --port 5432 --source-ips 0.0.0.0/0`.',
    digitalocean:
      'Name the trusted sources: `doctl databases firewalls replace ID --rule droplet:DROPLET`.',
    gcp: '`gcloud sql instances patch NAME --no-assign-ip`, or name the clients with `--authorized-networks`.',
  },
  references: [
    {
      title: 'Hiding a DB instance in a VPC from the internet',
      url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
    },
    {
      title: 'Cloud SQL: authorise with authorised networks',
      url: 'https://cloud.google.com/sql/docs/postgres/authorize-networks',
    },
    {
      title: 'DigitalOcean: secure PostgreSQL clusters',
      url: 'https://docs.digitalocean.com/products/databases/postgresql/how-to/secure/',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.20',
      why: 'a data store that strangers reach is a network that is not secured',
    },
    { control: 'SOC2 CC6.6', why: 'the boundary must keep strangers from the data' },
    { control: 'PCI DSS 1.4', why: 'stored data must not be reachable from untrusted networks' },
  ],
  parameters: {},
  examples: examples(),
  *evaluate(context) {
    for (const store of dataStores(context.linked.graph)) {
      for (const { severity, transport, reasons } of gatesOf(store)) {
        const says = (_packets: unknown, peer: string) => `is reachable from ${peer}`;
        const narrowSeverity = 'medium';
        yield* exposureDraftsAt(context, store, {
          transport,
          severity,
          narrowSeverity,
          ways: 'all',
          says,
          reasons,
        });
        yield* draftsAfterFailover(context, store, { severity, transport, reasons });
      }
    }
  },
});

/** Ports that ask for the same proof of who comes. */
interface Gate {
  readonly transport: TransportSet;
  readonly severity: Severity;
  readonly reasons: readonly string[];
}

/** What stands between a packet and the data: a role of the cloud on some ports, less than that on the others. */
function gatesOf({ endpoints }: Service): readonly Gate[] {
  const [guarded, plain] = [true, false].map((isGuarded) =>
    endpoints.filter(
      ({ interfaces, authentication }) =>
        interfaces.length > 0 && (authentication === 'iam') === isGuarded,
    ),
  );
  const listens = (some: Service['endpoints'] = []) =>
    TransportSet.unionOf(some.map((endpoint) => endpoint.listens));
  const byRole = listens(guarded).subtract(listens(plain));
  const gates: readonly Gate[] = [
    { transport: byRole, severity: 'medium', reasons: gateWords(guarded) },
    { transport: byRole.complement(), severity: 'critical', reasons: gateWords(plain) },
  ];
  return gates.filter(({ transport }) => !transport.isEmpty);
}

function gateWords(endpoints: Service['endpoints'] = []): readonly string[] {
  const known = endpoints.flatMap(({ authentication }) =>
    isUnknown(authentication) ? [] : [authentication],
  );
  return known.length === 0 ? [] : [`authentication: ${[...new Set(known)].join(', ')}`];
}

function* draftsAfterFailover(
  { exposed }: RuleContext,
  store: Service,
  { transport, severity, reasons }: Gate,
): Generator<FindingDraft> {
  const after = exposed.afterFailover(store.id);
  if (after === undefined) return;
  for (const state of ['open', 'undetermined'] as const) {
    const sure = exposed.ways(store.id).map(({ allowed }) => allowed);
    const now = sure.reduce(
      (rest, allowed) => rest.subtract(allowed),
      state === 'open' ? after.allowed : after.undetermined,
    );
    for (const part of exposed.parts(now.restrict({ transport }))) {
      yield {
        subject: { kind: 'records', ids: [store.id] },
        peerClass: part.peerClass,
        state,
        severity: part.isWide ? milder(severity, 'high') : 'medium',
        packets: part.judged.packets,
        message: `${store.name} ${state === 'open' ? 'becomes' : 'perhaps becomes'} reachable from outside after a failover`,
        members: [store.id],
        reasons: [...reasons, 'one of the subnets to which it may fail over leads to the internet'],
      };
    }
  }
}

function examples(): readonly RuleExample[] {
  const withSource = (peer: Parameters<typeof allow>[1]) => () => {
    const { world, publicSubnet } = ground();
    const filters = [
      world.filter('orders-db', {
        ingress: [allow('tcp/5432', peer)],
        egress: [allow('any', '0.0.0.0/0')],
      }),
    ];
    world.database('orders', {
      subnet: publicSubnet,
      inside: '10.0.1.20',
      outside: '198.18.0.20',
      filters,
      listens: 'tcp/5432',
    });
    return world.graph();
  };
  return [
    {
      expect: 'violates',
      title: 'A database with a public address admits every source',
      graph: withSource('0.0.0.0/0'),
    },
    {
      expect: 'violates',
      title: 'Two halves of the address space are the whole of it',
      graph: withSource(['0.0.0.0/1', '128.0.0.0/1']),
    },
    {
      expect: 'complies',
      title: 'The database admits the private network alone',
      graph: withSource('10.0.0.0/16'),
    },
    {
      expect: 'undetermined',
      title: 'The rule names a peer that could not be seen',
      graph: withSource(undetermined('a foreign prefix list')),
    },
  ];
}
