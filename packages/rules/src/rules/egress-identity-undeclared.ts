import { isUnknown, recordsOf, unknown } from '@netposture/network/graph';
import { defineRule, type RuleExample } from '../rule.ts';
import { ground } from './ground.ts';

const POLICY = `
egressIdentities: [198.18.0.50]
`;

function graphWith(
  egress: Parameters<ReturnType<typeof ground>['world']['natGateway']>[1]['egress'],
): RuleExample['graph'] {
  return () => {
    const { world, publicSubnet: subnet } = ground();
    world.natGateway('nat', { subnet, ...(egress === undefined ? {} : { egress }) });
    return world.graph();
  };
}

/** Traffic leaves through an address that is not declared. */
export const egressIdentityUndeclared = defineRule({
  id: 'egress-identity-undeclared',
  title: 'Traffic leaves through an address that is not a declared egress identity',
  group: 'segmentation',
  severity: 'low',
  preset: 'recommended',
  rationale:
    'Suppliers admit us by our egress addresses, and logs are read by them. Traffic that leaves elsewhere is neither admitted nor found.',
  doesNotSee:
    'Policies without `egressIdentities`; what a proxy of somebody else does with the traffic.',
  remediation: {
    aws: 'Route the subnet through the declared NAT gateway: `aws ec2 replace-route --route-table-id ID --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT`.',
    hetzner:
      'Remove the public address of the server and route through the NAT host: `hcloud network add-route NAME --destination 0.0.0.0/0 --gateway IP`.',
    digitalocean: 'Route the VPC through the NAT gateway: `doctl compute vpc-nat-gateway create`.',
    gcp: '`gcloud compute routers nats update NAT --router ROUTER --nat-external-ip-pool ADDRESS`.',
  },
  references: [
    {
      title: 'AWS: NAT gateways',
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.23',
      why: 'access to the outside is managed at the declared egress points',
    },
    { control: 'CyFun PR.AC-5.3', why: 'connections to the outside are documented' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'A NAT gateway sends with another address',
      policy: POLICY,
      graph: graphWith('198.18.0.51'),
    },
    {
      expect: 'complies',
      title: 'The NAT gateway sends with the declared address',
      policy: POLICY,
      graph: graphWith('198.18.0.50'),
    },
    {
      expect: 'undetermined',
      title: 'The addresses of the NAT gateway could not be read',
      policy: POLICY,
      graph: graphWith(unknown('the addresses could not be read')),
    },
  ],
  *evaluate({ linked, policy, ownAddresses }) {
    const { egressIdentities: declared } = policy;
    if (declared === undefined) return;
    for (const gateway of recordsOf(linked.graph, 'gateway')) {
      const { egressAddresses } = gateway;
      if (!isUnknown(egressAddresses)) continue;
      yield {
        subject: { kind: 'records', ids: [gateway.id] },
        peerClass: 'internet',
        state: 'undetermined',
        message: `with which addresses ${gateway.name} sends could not be seen`,
        reasons: [egressAddresses.reason],
      };
    }
    for (const { addresses, state, isEgressIdentity, attachedTo, record } of ownAddresses.entries) {
      if (state !== 'attached' || isEgressIdentity === false) continue;
      const undeclared = addresses.overlaps(declared) ? addresses.subtract(declared) : addresses;
      if (undeclared.isEmpty) continue;
      const holder = attachedTo ?? record;
      const name = linked.graph.records.get(holder)?.name ?? holder;
      const members = [holder];
      yield {
        subject: { kind: 'records', ids: members },
        subjectName: name,
        peerClass: 'internet',
        state: isUnknown(isEgressIdentity) ? 'undetermined' : 'open',
        get message() {
          return `${name} ${isUnknown(isEgressIdentity) ? 'perhaps sends' : 'sends'} with ${undeclared}, which is not declared`;
        },
        members,
      };
    }
  },
});
