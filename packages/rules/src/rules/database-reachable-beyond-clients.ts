import { allow, type ResourceId, undetermined } from '@netposture/network/graph';
import { NARROW_ADMISSION } from '../catalogue/remediations.ts';
import { asSenders } from '../facts/as-senders.ts';
import { dataStores } from '../facts/data-stores.ts';
import { setsOf } from '../facts/exposure-class.ts';
import { sendersByPeer } from '../facts/senders-by-peer.ts';
import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

const POLICY = `
zones:
  apps: { labels: { role: app } }
databaseClients:
  - { clients: [apps] }
`;

function graphWith(peer: Parameters<typeof allow>[1]) {
  return () => {
    const { world, privateSubnet: subnet } = ground();
    world.server('app-1', { subnet, inside: '10.0.2.10', labels: { role: 'app' } });
    world.server('batch-1', { subnet, inside: '10.0.2.30', labels: { role: 'batch' } });
    const filters = [world.filter('orders-db', { ingress: [allow('tcp/5432', peer)] })];
    world.database('orders', { subnet, inside: '10.0.2.20', filters, listens: 'tcp/5432' });
    return world.graph();
  };
}

/** A data store that others than its clients reach. */
export const databaseReachableBeyondClients = defineRule({
  id: 'database-reachable-beyond-clients',
  title: 'A data store is reachable from others than its declared clients',
  group: 'data-tier',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'Each machine that reaches the data is a machine whose break-in is a break-in into the data.',
  doesNotSee:
    'Policies without `databaseClients`; strangers on the internet, whom `no-public-database` judges; what a managed data store sends by itself, where its provider tells a host name only.',
  remediation: NARROW_ADMISSION,
  references: [
    {
      title: 'AWS: controlling access with security groups (RDS)',
      url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.22',
      why: 'the data tier is segregated only where its declared clients alone reach it',
    },
    { control: 'PCI DSS 1.3', why: 'traffic to the data is restricted to what is necessary' },
    {
      control: 'NIST CSF PR.IR-01',
      why: 'access to the data over the network is limited to who is authorised',
    },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The database admits the whole network, batch hosts included',
      policy: POLICY,
      graph: graphWith('10.0.0.0/16'),
    },
    {
      expect: 'complies',
      title: 'The database admits the application host',
      policy: POLICY,
      graph: graphWith('10.0.2.10'),
    },
    {
      expect: 'undetermined',
      title: 'The database admits a list that could not be read',
      policy: POLICY,
      graph: graphWith(undetermined('the list could not be read')),
    },
  ],
  *evaluate(context) {
    const { linked, reachability, zones, policy } = context;
    for (const { stores, clients } of policy.databaseClients) {
      const inZone =
        stores === undefined ? undefined : new Set(zones.members([stores]).map(({ id }) => id));
      const allowed = new Set(zones.members(clients).map(({ id }) => id));
      const doubtful = new Set(zones.possibleMembers(clients).map(({ id }) => id));
      const strangers = linked.interfaces.filter(({ id }) => !allowed.has(id));
      const byPeer = sendersByPeer(context, strangers);
      for (const store of dataStores(linked.graph)) {
        const interfaces = linked.interfacesOf(store.id).map(({ id }) => id);
        if (
          interfaces.length === 0 ||
          (inZone !== undefined && !interfaces.some((id) => inZone.has(id)))
        )
          continue;
        const own = new Set<ResourceId>(interfaces);
        for (const [peerClass, cards] of byPeer) {
          const others = cards.filter((id) => !own.has(id));
          for (const from of asSenders(linked, others)) {
            const question = { from, to: { interfaces, throughBalancers: true } };
            const sets = setsOf(reachability.reach(question));
            for (const [state, packets] of [
              ['open', sets.allowed],
              ['undetermined', sets.undetermined],
            ] as const) {
              if (packets.isEmpty) continue;
              const sources = packets.sources();
              const members = from.isExact
                ? linked
                    .insideHolders(sources)
                    .map((holder) => holder.interface.id)
                    .filter((id) => others.includes(id))
                : from.interfaces;
              const isDoubtful =
                (members.length > 0 && members.every((id) => doubtful.has(id))) ||
                from.sources?.isSubsetOf(sources) === false;
              yield {
                subject: { kind: 'records', ids: [store.id] },
                peerClass,
                state: isDoubtful ? 'undetermined' : state,
                packets,
                message: `${store.name} is ${state === 'open' && !isDoubtful ? '' : 'perhaps '}reachable from ${sources.toString()}, which is no declared client`,
                members: [store.id, ...members],
                question,
              };
            }
          }
        }
      }
    }
  },
});
