import { allow, listener, membersOf, target, undetermined } from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import { NARROW_FILTER } from '../catalogue/remediations.ts';
import { type ExposureAsk, exposureDraftsAt } from '../facts/exposure-drafts.ts';
import { exposureTargets } from '../facts/exposure-targets.ts';
import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

function graphWith(
  peer: Parameters<typeof allow>[1] | undefined,
  options: { readonly balancerAddresses?: string } = {},
) {
  return () => {
    const { world, publicSubnet: subnet } = ground();
    const edge = world.filter('edge', {
      ingress: [allow('tcp/443', '0.0.0.0/0')],
      egress: [allow('any', '0.0.0.0/0')],
    });
    const direct = peer === undefined ? [] : [allow('tcp/8080', peer)];
    const web = world.filter('web', {
      ingress: [allow('tcp/8080', membersOf(edge)), ...direct],
      egress: [allow('any', '0.0.0.0/0')],
    });
    const server = world.server('web-1', {
      subnet,
      inside: '10.0.1.10',
      outside: '198.18.0.10',
      filters: [web],
    });
    const listeners = [
      listener('tcp/443', {
        application: 'https',
        targets: [target(server, { port: 8080, ...options })],
      }),
    ];
    world.loadBalancer('front', {
      subnet,
      inside: '10.0.1.5',
      outside: '198.18.0.5',
      filters: [edge],
      listeners,
    });
    return world.graph();
  };
}

/** A backend that strangers reach around its balancer. */
export const originBypass = defineRule({
  id: 'origin-bypass',
  title: 'A backend is reachable directly, around its load balancer',
  group: 'exposure',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'Whoever reaches the backend itself goes around TLS, the web filter, rate limits and logs of the balancer.',
  doesNotSee:
    'Balancers and content networks of providers that are not scanned; backends on ports that the balancer does not use.',
  remediation: {
    ...NARROW_FILTER,
    aws: "Admit the balancer's group alone: `aws ec2 authorize-security-group-ingress --group-id ID --source-group LB_SG --protocol tcp --port PORT`, then revoke the wide rule.",
    gcp: 'Admit the balancer and health checks alone: `gcloud compute firewall-rules update NAME --source-ranges 130.211.0.0/22,35.191.0.0/16`.',
  },
  references: [
    {
      title: 'Security groups for an Application Load Balancer',
      url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.21',
      why: 'mechanisms of the balancer protect only traffic that passes it',
    },
    { control: 'PCI DSS 1.4', why: 'ingress must go to the components that serve the public' },
    { control: 'SOC2 CC6.6', why: 'the boundary protection is passed by' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The backend port is open to everybody',
      graph: graphWith('0.0.0.0/0'),
    },
    {
      expect: 'complies',
      title: 'The backend admits the balancer alone',
      graph: graphWith(undefined),
    },
    {
      expect: 'complies',
      title: 'The backend admits the public range from which the balancers of its provider come',
      graph: graphWith('35.190.0.0/15', { balancerAddresses: '35.190.0.0/15' }),
    },
    {
      expect: 'undetermined',
      title: 'The backend admits a list that could not be read',
      graph: graphWith(undetermined('the list could not be read')),
    },
  ],
  *evaluate(context) {
    const { linked } = context;
    for (const { record: workload, ways: open } of exposureTargets(context)) {
      if (workload.kind !== 'workload' || !open.some(({ kind }) => kind === 'direct')) continue;
      const cards = linked.interfacesOf(workload.id);
      if (!cards.some(({ id }) => linked.balancerWaysTo(id).length > 0)) continue;
      const facing = cards
        .flatMap(({ id }) => linked.balancerWaysTo(id))
        .filter(({ balancer }) => balancer.scheme === 'internet-facing');
      if (facing.length === 0) continue;
      const ports = facing.map(({ listener: { listens }, target: { port } }) =>
        port === 'same' ? listens : TransportSet.parse(`tcp ${port}; udp ${port}`),
      );
      const fronts = [...new Set(facing.map(({ balancer }) => balancer.name))].join(', ');
      // Addresses by which a balancer comes may be public ones of its provider: they are no way around it.
      const ofFronts = AddressSet.unionOf(
        facing.flatMap(({ target: { balancerAddresses, undetermined: doubt } }) =>
          balancerAddresses === undefined || doubt !== undefined ? [] : [balancerAddresses],
        ),
      );
      const ask: ExposureAsk = {
        transport: TransportSet.unionOf(ports),
        severity: 'high',
        narrowSeverity: 'low',
        ways: 'direct',
        accept: (judged) => ofFronts.isEmpty || !judged.senders.isSubsetOf(ofFronts),
        says: (_packets, peer) => `admits ${peer} to backends around the balancer ${fronts}`,
      };
      yield* exposureDraftsAt(context, workload, ask);
    }
  },
});
