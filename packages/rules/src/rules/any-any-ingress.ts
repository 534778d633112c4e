import { undetermined } from '@netposture/network/graph';
import { TransportSet } from '@netposture/network/netset';
import { NARROW_FILTER } from '../catalogue/remediations.ts';
import { type ExposureAsk, exposureDrafts } from '../facts/exposure-drafts.ts';
import { defineRule } from '../rule.ts';
import { admittingServer } from './admitting-server.ts';

/** Nothing listens on port 0, and some providers block a port or two whatever the rules say. */
const FEW_PORTS = 16;
const PORTS = 65_536;

const ASK: ExposureAsk = {
  severity: 'critical',
  narrowSeverity: 'medium',
  ways: 'direct',
  accept: (packets) => {
    if (PORTS - packets.portsAtMost > FEW_PORTS) return false;
    const transport = packets.transports;
    return [transport.tcpPorts(), transport.udpPorts()].some(
      (ports) => PORTS - Number(ports.size()) <= FEW_PORTS,
    );
  },
  says: (packets, peer) =>
    `admits ${peer} to ${TransportSet.all.equals(packets.transports) ? 'all protocols and ports' : 'all ports of a protocol'}`,
};

/** All ports or all protocols are open. */
export const anyAnyIngress = defineRule({
  id: 'any-any-ingress',
  title: 'All ports or all protocols are reachable from the internet',
  group: 'exposure',
  severity: 'critical',
  preset: 'recommended',
  rationale:
    'A rule for everything is no rule: every service that starts on the machine is public at once.',
  doesNotSee: 'Ranges that leave out more than 16 ports; the exposure rules judge what those hold.',
  remediation: NARROW_FILTER,
  references: [
    {
      title: 'AWS Foundational Security Best Practices, EC2.18',
      url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18',
    },
  ],
  controls: [
    { control: 'CIS 4.4', why: 'a firewall that admits everything does not deny by default' },
    {
      control: 'PCI DSS 1.2',
      why: 'only approved ports may be allowed, and all ports are not approved',
    },
    { control: 'ISO27001:2022 A.8.20', why: 'a network that admits everything is not secured' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'Every protocol is admitted from everywhere',
      graph: admittingServer('any', '0.0.0.0/0'),
    },
    {
      expect: 'violates',
      title: 'Two rules that touch admit all TCP ports',
      graph: admittingServer('tcp/0-30000;tcp/30001-65535', '0.0.0.0/0'),
    },
    {
      expect: 'violates',
      title: 'All TCP ports are admitted but for port 0 and one that the provider blocks',
      graph: admittingServer('tcp/1-11210;tcp/11212-65535', '0.0.0.0/0'),
    },
    {
      expect: 'complies',
      title: 'Only HTTPS is admitted',
      graph: admittingServer('tcp/443', '0.0.0.0/0'),
    },
    {
      expect: 'undetermined',
      title: 'Everything is admitted from a list that could not be read',
      graph: admittingServer('any', undetermined('the list could not be read')),
    },
  ],
  *evaluate(context) {
    yield* exposureDrafts(context, ({ kind }) => (kind === 'workload' ? ASK : undefined));
  },
});
