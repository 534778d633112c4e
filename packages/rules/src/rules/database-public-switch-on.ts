import { allow, isUnknown, unknown } from '@netposture/network/graph';
import { dataStores } from '../facts/data-stores.ts';
import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

function graphWith(
  publicSwitch: Parameters<ReturnType<typeof ground>['world']['database']>[1],
  admitted = '10.0.0.0/16',
) {
  return () => {
    const { world, publicSubnet } = ground();
    const elsewhere = world.publicSpace('elsewhere');
    world.server('app-1', { network: elsewhere, inside: '203.0.112.10' });
    const filters = [
      world.filter('orders-db', {
        ingress: [allow('tcp/5432', admitted)],
        egress: [allow('any', '0.0.0.0/0')],
      }),
    ];
    world.database('orders', {
      subnet: publicSubnet,
      inside: '10.0.1.20',
      outside: '198.18.0.20',
      filters,
      listens: 'tcp/5432',
      ...publicSwitch,
    });
    return world.graph();
  };
}

/** The public switch of a data store is on although nothing reaches it today. */
export const databasePublicSwitchOn = defineRule({
  id: 'database-public-switch-on',
  title: 'A data store asks for a public address that nothing uses today',
  group: 'exposure',
  severity: 'medium',
  preset: 'recommended',
  rationale:
    'One careless rule is all that is left between the data and the internet: the switch belongs off where nobody needs it.',
  doesNotSee:
    'Data stores that are reachable now: `no-public-database` reports those that strangers reach, and an own address that is admitted uses the switch.',
  remediation: {
    aws: '`aws rds modify-db-instance --db-instance-identifier NAME --no-publicly-accessible`.',
    hetzner: 'Hetzner has no managed data stores.',
    digitalocean:
      'Every cluster has a public host name; restrict it: `doctl databases firewalls replace ID --rule droplet:DROPLET`.',
    gcp: '`gcloud sql instances patch NAME --no-assign-ip`.',
  },
  references: [
    {
      title: 'Amazon RDS: public accessibility',
      url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.20',
      why: 'a public address that nobody needs is not a secured network',
    },
    {
      control: 'PCI DSS 1.4',
      why: 'stored data should have no way from untrusted networks at all',
    },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The switch is on, and the filter admits private sources alone',
      graph: graphWith({ publicSwitch: true }),
    },
    { expect: 'complies', title: 'The switch is off', graph: graphWith({ publicSwitch: false }) },
    {
      expect: 'complies',
      title: 'An own server in another cloud is admitted, and uses the public address',
      graph: graphWith({ publicSwitch: true }, '203.0.112.10/32'),
    },
    {
      expect: 'undetermined',
      title: 'The switch could not be read',
      graph: graphWith({ publicSwitch: unknown('the instance could not be described') }),
    },
  ],
  *evaluate({ linked, exposed }) {
    for (const store of dataStores(linked.graph)) {
      const { publicSwitch } = store;
      if (publicSwitch === undefined || publicSwitch === false) continue;
      // Strangers are another rule's business; an own server elsewhere that is let in needs the switch.
      if (exposed.ways(store.id).some(({ allowed }) => !allowed.isEmpty)) continue;
      const isOn = !isUnknown(publicSwitch);
      yield {
        subject: { kind: 'records', ids: [store.id] },
        peerClass: 'internet',
        state: isOn ? 'open' : 'undetermined',
        message: isOn
          ? `the public switch of ${store.name} is on although nothing reaches it from the internet`
          : `whether the public switch of ${store.name} is on could not be seen`,
        members: [store.id],
        reasons: isUnknown(publicSwitch) ? [publicSwitch.reason] : [],
      };
    }
  },
});
