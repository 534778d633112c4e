import { allow, type FilterOptions, recordsOf, unknown } from '@netposture/network/graph';
import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

function graphWith(options: FilterOptions) {
  return () => {
    const { world } = ground();
    world.filter('default', { isDefault: true, ...options });
    return world.graph();
  };
}

/** The provider's default filter or network is in use. */
export const defaultFilterInUse = defineRule({
  id: 'default-filter-in-use',
  title: 'A default filter admits traffic or is attached, or a default network is in use',
  group: 'default-deny',
  severity: 'medium',
  preset: 'recommended',
  rationale:
    'Defaults are attached to whatever nobody thought about. Left empty and unused they admit nothing by accident.',
  doesNotSee:
    'Filters that people made and then use for everything; default lists that keep no state, which admit everything by design and leave the filtering to the others.',
  remediation: {
    aws: 'Give the default group no rules: `aws ec2 revoke-security-group-ingress --group-id ID --security-group-rule-ids RULE`, and attach groups of your own.',
    hetzner: 'Hetzner has no default firewall.',
    digitalocean:
      'Make a VPC of your own: `doctl vpcs create --name NAME --region REGION --ip-range CIDR`.',
    gcp: '`gcloud compute firewall-rules delete default-allow-ssh default-allow-rdp default-allow-icmp default-allow-internal`, then `gcloud compute networks delete default`.',
  },
  references: [
    {
      title: 'AWS: default security groups',
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
    },
  ],
  controls: [
    { control: 'CIS 4.4', why: 'a default that admits traffic is not a default deny' },
    {
      control: 'ISO27001:2022 A.8.9',
      why: 'defaults in use are configurations that nobody established',
    },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The default group has a rule',
      graph: graphWith({ ingress: [allow('any', '10.0.0.0/8')] }),
    },
    {
      expect: 'complies',
      title: 'The default group is empty and attached to nothing',
      graph: graphWith({}),
    },
    {
      expect: 'complies',
      title: 'The default list of a subnet keeps no state and admits everything, as it comes',
      graph: graphWith({ stateful: false, ingress: [allow('any', '0.0.0.0/0')] }),
    },
    {
      expect: 'complies',
      title: 'A server stands on the internet without any network of its own',
      graph: () => {
        const { world } = ground();
        const network = world.publicSpace('internet', { isDefault: true });
        world.server('web-1', { network, inside: '198.18.0.10' });
        return world.graph();
      },
    },
    {
      expect: 'undetermined',
      title: 'The rules of the default group could not be read',
      graph: graphWith({ incomplete: unknown('the rules could not be read') }),
    },
  ],
  *evaluate({ linked }) {
    for (const filter of recordsOf(linked.graph, 'filter')) {
      if (!filter.isDefault || !filter.stateful) continue;
      const carriers = linked.carriersOf(filter.id);
      const admits = filter.rules.some(
        ({ direction, action, disabled }) =>
          direction === 'ingress' && action === 'allow' && disabled !== true,
      );
      const isOpen = admits || carriers.length > 0;
      if (!isOpen && filter.incomplete === undefined) continue;
      yield {
        subject: { kind: 'records', ids: [filter.id] },
        peerClass: 'other',
        state: isOpen ? 'open' : 'undetermined',
        message:
          carriers.length > 0
            ? `the default ${filter.nativeKind} ${filter.name} is attached to ${carriers.length} interfaces`
            : admits
              ? `the default ${filter.nativeKind} ${filter.name} admits traffic`
              : `whether the default ${filter.nativeKind} ${filter.name} admits traffic could not be seen`,
        members: carriers.map(({ owner, id }) => owner ?? id),
        reasons: filter.incomplete === undefined ? [] : [filter.incomplete.reason],
      };
    }
    for (const network of recordsOf(linked.graph, 'network')) {
      const isLeft = network.isDefault && !network.isPublicSpace;
      const members = isLeft ? linked.interfacesInNetwork(network.id) : [];
      if (members.length === 0) continue;
      yield {
        subject: { kind: 'records', ids: [network.id] },
        peerClass: 'other',
        state: 'open',
        message: `the default network ${network.name} holds ${members.length} interfaces`,
        members: members.map(({ owner, id }) => owner ?? id),
      };
    }
  },
});
