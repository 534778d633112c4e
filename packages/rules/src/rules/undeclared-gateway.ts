import { build, isUnknown, recordsOf, unknown } from '@netposture/network/graph';
import { matches } from '../policy/waivers.ts';
import { defineRule, type RuleExample } from '../rule.ts';

const POLICY = `
gateways: { names: [main-*], maximum: 1 }
`;

function graphWith(
  name: string,
  state: Parameters<ReturnType<typeof build>['internetGateway']>[1]['state'] = 'active',
): RuleExample['graph'] {
  return () => {
    const world = build('acme');
    const network = world.network('vpc', { ranges: '10.0.0.0/16' });
    world.internetGateway(name, { networks: [network], state });
    return world.graph();
  };
}

const GATES: ReadonlySet<string> = new Set(['internet', 'nat', 'egress-only']);

/** A gateway to the internet that the policy does not list. */
export const undeclaredGateway = defineRule({
  id: 'undeclared-gateway',
  title: 'A gateway to the internet is not declared, or there are more than declared',
  group: 'segmentation',
  severity: 'medium',
  preset: 'recommended',
  rationale:
    'Few gateways can be watched. One that nobody declared is a way in or out that nobody watches.',
  doesNotSee:
    'Policies without `gateways`; clouds in which every host stands on the internet without a gateway.',
  remediation: {
    aws: '`aws ec2 detach-internet-gateway --internet-gateway-id ID --vpc-id VPC`, or declare it.',
    hetzner:
      'A server that translates for a network is the gateway: remove its route with `hcloud network delete-route NAME --destination 0.0.0.0/0 --gateway IP`.',
    digitalocean:
      'Delete the NAT gateway in the VPC, or declare it: `doctl compute vpc-nat-gateway delete ID`.',
    gcp: '`gcloud compute routers nats delete NAT --router ROUTER`, or remove the default route: `gcloud compute routes delete NAME`.',
  },
  references: [
    {
      title: 'AWS: internet gateways',
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
    },
  ],
  controls: [
    {
      control: 'CyFun PR.AC-5.3',
      why: 'connections to the outside are identified, documented and limited',
    },
    { control: 'CIS 12.2', why: 'the number of ways to the internet is part of the architecture' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'A gateway carries another name than the declared ones',
      policy: POLICY,
      graph: graphWith('test-igw'),
    },
    {
      expect: 'complies',
      title: 'The one gateway is declared',
      policy: POLICY,
      graph: graphWith('main-igw'),
    },
    {
      expect: 'undetermined',
      title: 'Whether an undeclared gateway is attached could not be read',
      policy: POLICY,
      graph: graphWith('test-igw', unknown('the attachment could not be read')),
    },
  ],
  *evaluate({ linked, policy }) {
    const { gateways: declared } = policy;
    if (declared === undefined) return;
    const gates = recordsOf(linked.graph, 'gateway').filter(
      ({ gatewayKind, state }) => GATES.has(gatewayKind) && state !== 'inactive',
    );
    for (const gateway of gates) {
      const texts = [gateway.name, gateway.provenance.nativeId];
      if (declared.names.some((pattern) => texts.some((text) => matches(pattern, text)))) continue;
      const isSure = !isUnknown(gateway.state);
      yield {
        subject: { kind: 'records', ids: [gateway.id] },
        peerClass: 'internet',
        state: isSure ? 'open' : 'undetermined',
        message: `the ${gateway.gatewayKind} gateway ${gateway.name} is not declared`,
        members: [...gateway.networks],
        reasons: isUnknown(gateway.state) ? [gateway.state.reason] : [],
      };
    }
    const { maximum } = declared;
    const byAccount = Map.groupBy(gates, ({ provenance }) => provenance.account);
    for (const [account, own] of byAccount) {
      if (maximum === undefined || own.length <= maximum) continue;
      const sure = own.filter(({ state }) => !isUnknown(state));
      yield {
        subject: { kind: 'zone', name: `account ${account}` },
        peerClass: 'internet',
        state: sure.length > maximum ? 'open' : 'undetermined',
        message: `${account} has ${own.length} gateways to the internet, and ${maximum} are declared`,
        members: own.map(({ id }) => id),
      };
    }
  },
});
