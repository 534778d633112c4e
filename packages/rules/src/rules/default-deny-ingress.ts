import {
  allow,
  enforcedAs,
  type Interface,
  isUnknown,
  type LinkedGraph,
  pool,
  recordsOf,
  unknown,
} from '@netposture/network/graph';
import { deniesByDefault } from '../facts/default-deny.ts';
import { hasPublicFace } from '../facts/public-face.ts';
import { defineRule, type RuleExample } from '../rule.ts';
import { ground } from './ground.ts';

/** A workload on the internet without an enforced stateful filter that denies ingress by default. */
export const defaultDenyIngress = defineRule({
  id: 'default-deny-ingress',
  title: 'A workload with a public address does not deny ingress by default',
  group: 'default-deny',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'Without a filter that denies by default, whatever starts to listen on the machine is on the internet the same second.',
  doesNotSee: 'Firewalls inside the operating system: no cloud reports them.',
  remediation: {
    aws: 'Attach a security group: `aws ec2 modify-instance-attribute --instance-id ID --groups SG`.',
    hetzner: '`hcloud firewall apply-to-resource NAME --type server --server SERVER`.',
    digitalocean: '`doctl compute firewall add-droplets FIREWALL --droplet-ids ID`.',
    gcp: 'Remove the rule that allows everything: `gcloud compute firewall-rules delete NAME`; the implied rule denies ingress.',
  },
  references: [
    { title: 'Hetzner Cloud firewalls', url: 'https://docs.hetzner.com/cloud/firewalls/faq/' },
    {
      title: 'DigitalOcean firewall rules',
      url: 'https://docs.digitalocean.com/products/networking/firewalls/how-to/configure-rules/',
    },
  ],
  controls: [
    {
      control: 'CIS 4.4',
      why: 'every server on the internet must stand behind a firewall that denies by default',
    },
    { control: 'CyFun PR.AC-5.1', why: 'the rule finds networks without an effective firewall' },
    {
      control: 'CyFun DE.CM-1.1',
      why: 'a firewall that is pending or failed does not stand at the boundary',
    },
    {
      control: 'PCI DSS 1.3',
      why: 'what is not needed is denied only where denying is the default',
    },
  ],
  parameters: {},
  examples: examples(),
  *evaluate({ linked }) {
    for (const workload of recordsOf(linked.graph, 'workload')) {
      const all = linked.interfacesOf(workload.id);
      const state = stateOf(linked, all);
      if (state === undefined) continue;
      const cards = all.filter(hasPublicFace);
      yield {
        subject: { kind: 'records', ids: [workload.id] },
        peerClass: 'internet',
        state,
        message:
          state === 'open'
            ? `${workload.name} has a public address, and no filter in force denies ingress by default`
            : `whether ${workload.name} denies ingress by default could not be seen`,
        members: [workload.id],
        reasons: cards.flatMap((card) => doubtsOf(card)),
      };
    }
  },
});

/** Whether one of the interfaces with a public address admits, or may admit, what no rule allows. */
function stateOf(
  linked: LinkedGraph,
  cards: readonly Interface[],
): 'open' | 'undetermined' | undefined {
  let state: 'undetermined' | undefined;
  for (const card of cards) {
    if (!hasPublicFace(card)) continue;
    const answer = answerOf(linked, card);
    if (answer === 'no') return 'open';
    if (answer === 'unknown') state = 'undetermined';
  }
  return state;
}

/** Whether some stateful layer in force denies what no rule allows. */
function answerOf(linked: LinkedGraph, card: Interface): 'yes' | 'no' | 'unknown' {
  let answer: 'no' | 'unknown' = 'no';
  for (const layer of card.layers) {
    const one = isUnknown(layer) ? 'unknown' : deniesByDefault(linked, layer);
    if (one === 'yes') return one;
    if (one === 'unknown') answer = one;
  }
  return answer;
}

function doubtsOf(card: Interface): readonly string[] {
  return card.layers.flatMap((layer) => {
    if (isUnknown(layer)) return [layer.reason];
    return layer.attachments
      .filter(({ enforcement }) => enforcement !== 'enforced')
      .map(({ filter, enforcement }) => `${filter} is ${enforcement}`);
  });
}

function examples(): readonly RuleExample[] {
  const withLayers =
    (layers: (world: ReturnType<typeof ground>['world']) => Interface['layers']) => () => {
      const { world, publicSubnet } = ground();
      world.server('web-1', {
        subnet: publicSubnet,
        inside: '10.0.1.10',
        outside: '198.18.0.10',
        layers: layers(world),
      });
      return world.graph();
    };
  const web = (world: ReturnType<typeof ground>['world']) =>
    world.filter('web', { ingress: [allow('tcp/443', '0.0.0.0/0')] });
  return [
    {
      expect: 'violates',
      title: 'Nothing is attached to a server with a public address',
      graph: withLayers(() => []),
    },
    {
      expect: 'violates',
      title: 'A firewall is configured and still pending',
      graph: withLayers((world) => [pool([enforcedAs('pending', web(world))])]),
    },
    {
      expect: 'complies',
      title: 'An enforced firewall admits HTTPS and denies the rest',
      graph: withLayers((world) => [pool([web(world)])]),
    },
    {
      expect: 'undetermined',
      title: 'The attached firewalls could not be read',
      graph: withLayers(() => [unknown('the firewalls could not be read')]),
    },
  ];
}
