import { undetermined } from '@netposture/network/graph';
import { NARROW_FILTER } from '../catalogue/remediations.ts';
import { servicesIn, transportOfClasses } from '../catalogue/sensitive-services.ts';
import { type ExposureAsk, exposureDrafts } from '../facts/exposure-drafts.ts';
import { defineRule } from '../rule.ts';
import { admittingServer } from './admitting-server.ts';

const ADMINISTRATION = transportOfClasses('administrative');

const ASK: ExposureAsk = {
  transport: ADMINISTRATION,
  severity: 'critical',
  narrowSeverity: 'medium',
  ways: 'all',
  says: (packets, peer) => {
    const services = servicesIn(packets.transports, 'administrative');
    return `admits ${peer} to ${services.length === 0 ? 'administration' : services.join(', ')}`;
  },
};
const AT_BALANCER: ExposureAsk = { ...ASK, ways: 'direct' };

/** An administrative service that strangers reach. */
export const adminPortPublic = defineRule({
  id: 'admin-port-public',
  title: 'An administrative service is reachable from the internet',
  group: 'exposure',
  severity: 'critical',
  preset: 'recommended',
  rationale:
    'SSH, RDP and their kin give the whole machine to whoever guesses a password or knows the latest flaw, and are tried within minutes.',
  doesNotSee:
    'Administration on unusual ports, and Kubernetes control planes, which `public-control-plane` judges.',
  remediation: NARROW_FILTER,
  references: [
    {
      title: 'AWS Foundational Security Best Practices, EC2 controls',
      url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
    },
    {
      title: 'NSA and CISA: top misconfigurations',
      url: 'https://www.cisa.gov/news-events/cybersecurity-advisories/aa23-278a',
    },
  ],
  controls: [
    { control: 'ISO27001:2022 A.8.20', why: 'administration open to strangers is not controlled' },
    { control: 'CIS 12.7', why: 'remote administration that needs no VPN is open to everybody' },
    {
      control: 'SOC2 CC6.6',
      why: 'administration is the first thing that threats from outside try',
    },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'SSH is open to everybody',
      graph: admittingServer('tcp/22', '0.0.0.0/0'),
    },
    {
      expect: 'violates',
      title: 'A wide port range hides RDP',
      graph: admittingServer('tcp/3000-4000', '0.0.0.0/0'),
    },
    {
      expect: 'complies',
      title: 'Only HTTPS is open',
      graph: admittingServer('tcp/443', '0.0.0.0/0'),
    },
    {
      expect: 'undetermined',
      title: 'The rule for SSH names a list that could not be read',
      graph: admittingServer('tcp/22', undetermined('the list could not be read')),
    },
  ],
  *evaluate(context) {
    yield* exposureDrafts(context, (record) => {
      if (record.kind === 'service' && record.serviceKind === 'control-plane') return undefined;
      return record.kind === 'load-balancer' ? AT_BALANCER : ASK;
    });
  },
});
