import { allow, recordsOf, undetermined } from '@netposture/network/graph';
import { type ExposureAsk, exposureDraftsAt } from '../facts/exposure-drafts.ts';
import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

function graphWith(peer: Parameters<typeof allow>[1]) {
  return () => {
    const { world } = ground();
    const network = world.publicSpace('endpoints');
    const admission = world.filter('authorised networks', { ingress: [allow('tcp/443', peer)] });
    world.service('cluster', {
      network,
      inside: '198.18.0.30',
      serviceKind: 'control-plane',
      engine: 'kubernetes',
      listens: 'tcp/443',
      admission,
      authentication: 'certificate',
    });
    return world.graph();
  };
}

const ASK: ExposureAsk = {
  severity: 'high',
  narrowSeverity: 'low',
  ways: 'all',
  says: (_packets, peer) => `admits ${peer} to the control plane`,
};

/** A Kubernetes control plane on the internet. */
export const publicControlPlane = defineRule({
  id: 'public-control-plane',
  title: 'A Kubernetes control plane is open to the internet',
  group: 'exposure',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'The control plane owns every workload of the cluster. Open to everybody it is one leaked credential or one flaw away from them.',
  doesNotSee:
    'What a caller may do after authentication; clusters that people run on plain servers, whose port 6443 `admin-port-public` judges.',
  remediation: {
    aws: '`aws eks update-cluster-config --name NAME --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true`, or set `publicAccessCidrs`.',
    hetzner:
      'Hetzner has no managed control plane; close 6443 of the server: `hcloud firewall delete-rule NAME ...`.',
    digitalocean:
      '`doctl kubernetes cluster update NAME --enable-control-plane-firewall --control-plane-firewall-allowed-addresses CIDR`.',
    gcp: '`gcloud container clusters update NAME --enable-master-authorized-networks --master-authorized-networks CIDR`; switch the DNS endpoint off too.',
  },
  references: [
    {
      title: 'Amazon EKS cluster endpoint access',
      url: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    },
    {
      title: 'GKE control plane network isolation',
      url: 'https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.21',
      why: 'the control plane is a network service whose access must be restricted',
    },
    { control: 'SOC2 CC6.6', why: 'threats from outside reach the control plane directly' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'The endpoint admits every address',
      graph: graphWith('0.0.0.0/0'),
    },
    {
      expect: 'complies',
      title: 'The endpoint admits private addresses alone',
      graph: graphWith('10.0.0.0/8'),
    },
    {
      expect: 'undetermined',
      title: 'The authorised networks could not be read',
      graph: graphWith(undetermined('the list could not be read')),
    },
  ],
  *evaluate(context) {
    for (const service of recordsOf(context.linked.graph, 'service')) {
      if (service.serviceKind !== 'control-plane') continue;
      yield* exposureDraftsAt(context, service, ASK);
    }
  },
});
