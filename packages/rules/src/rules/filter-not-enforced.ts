import {
  allow,
  enforcedAs,
  type Interface,
  isUnknown,
  pool,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import { defineRule } from '../rule.ts';
import { type Ground, ground } from './ground.ts';

function graphWith(layer: (world: Ground['world']) => Interface['layers'][number]) {
  return () => {
    const { world, publicSubnet } = ground();
    world.server('web-1', {
      subnet: publicSubnet,
      inside: '10.0.1.10',
      outside: '198.18.0.10',
      layers: [layer(world)],
    });
    return world.graph();
  };
}

const web = (world: Ground['world']) =>
  world.filter('web', { ingress: [allow('tcp/443', '0.0.0.0/0')] });

/** A filter that is configured and not in force. */
export const filterNotEnforced = defineRule({
  id: 'filter-not-enforced',
  title: 'A filter is configured but not in force',
  group: 'default-deny',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'A firewall that is pending, failed or points at nothing protects nobody, and looks in the console as if it did.',
  doesNotSee: 'Filters of which the provider reports no state; those are taken to be in force.',
  remediation: {
    aws: 'AWS applies groups at once; look at the rules whose targets match nothing.',
    hetzner:
      '`hcloud firewall describe NAME`, then apply it again: `hcloud firewall apply-to-resource NAME --type server --server SERVER`.',
    digitalocean:
      '`doctl compute firewall get ID` until `pending_changes` is empty; then add the Droplets again.',
    gcp: '`gcloud compute firewall-rules describe NAME`: correct the target tags or the service account, or enable the rule.',
  },
  references: [
    {
      title: 'Hetzner Cloud API: firewall applied to resources',
      url: 'https://docs.hetzner.cloud/reference/cloud#firewalls',
    },
  ],
  controls: [
    { control: 'CIS 4.4', why: 'a firewall that is not in force does not protect the server' },
    { control: 'CyFun DE.CM-1.1', why: 'firewalls must work, not only exist' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The firewall could not be applied',
      graph: graphWith((world) => pool([enforcedAs('failed', web(world))])),
    },
    {
      expect: 'violates',
      title: 'The firewall is still pending',
      graph: graphWith((world) => pool([enforcedAs('pending', web(world))])),
    },
    {
      expect: 'complies',
      title: 'The firewall is in force',
      graph: graphWith((world) => pool([web(world)])),
    },
    {
      expect: 'undetermined',
      title: 'The attached firewalls could not be read',
      graph: graphWith(() => unknown('the firewalls could not be read')),
    },
  ],
  *evaluate({ linked }) {
    const byFilter = new Map<
      ResourceId,
      { readonly members: ResourceId[]; readonly states: Set<string> }
    >();
    for (const card of linked.interfaces) {
      const member = card.owner ?? card.id;
      for (const layer of card.layers) {
        if (isUnknown(layer)) {
          yield {
            subject: { kind: 'records', ids: [member] },
            peerClass: 'other',
            state: 'undetermined',
            message: `whether the filters of ${linked.graph.records.get(member)?.name ?? member} are in force could not be seen`,
            members: [member],
            reasons: [layer.reason],
          };
          continue;
        }
        for (const { filter, enforcement } of layer.attachments) {
          if (enforcement === 'enforced' || enforcement === 'removing') continue;
          const entry = byFilter.get(filter) ?? { members: [], states: new Set<string>() };
          byFilter.set(filter, entry);
          entry.members.push(member);
          entry.states.add(enforcement);
        }
      }
    }
    for (const [id, { members, states }] of byFilter) {
      const name = linked.graph.records.get(id)?.name ?? id;
      const count = new Set(members).size;
      yield {
        subject: { kind: 'records', ids: [id] },
        peerClass: 'other',
        state: 'open',
        message: `${name} is ${[...states].sort().join(' and ')} on ${count} of its members`,
        members,
      };
    }
  },
});
