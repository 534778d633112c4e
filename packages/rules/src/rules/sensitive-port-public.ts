import { undetermined } from '@netposture/network/graph';
import { NARROW_FILTER } from '../catalogue/remediations.ts';
import { servicesIn, transportOfClasses } from '../catalogue/sensitive-services.ts';
import { type ExposureAsk, exposureDrafts } from '../facts/exposure-drafts.ts';
import { defineRule } from '../rule.ts';
import { admittingServer } from './admitting-server.ts';

const SENSITIVE = transportOfClasses('data', 'infrastructure').subtract(
  transportOfClasses('administrative', 'web'),
);

const ASK: ExposureAsk = {
  transport: SENSITIVE,
  severity: 'high',
  narrowSeverity: 'low',
  ways: 'all',
  says: (packets, peer) => {
    const services = servicesIn(packets.transports, 'data', 'infrastructure');
    const named = services.slice(0, 5).join(', ');
    const more = services.length > 5 ? ` and ${services.length - 5} more` : '';
    return `admits ${peer} to ${services.length === 0 ? 'a sensitive service' : named + more}`;
  },
};
const AT_BALANCER: ExposureAsk = { ...ASK, ways: 'direct' };

/** A data or infrastructure service that strangers reach. */
export const sensitivePortPublic = defineRule({
  id: 'sensitive-port-public',
  title: 'A service that never belongs on the internet is reachable from it',
  group: 'exposure',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'Data stores, file shares and internal consoles were made for private networks; many trust whoever can connect.',
  doesNotSee: 'Services on unusual ports. Managed data stores are judged by `no-public-database`.',
  remediation: NARROW_FILTER,
  references: [
    {
      title: 'Service names and port numbers',
      url: 'https://www.iana.org/assignments/service-names-port-numbers/',
    },
  ],
  controls: [
    {
      control: 'ISO27001:2022 A.8.20',
      why: 'internal services open to strangers are not controlled',
    },
    { control: 'PCI DSS 1.4', why: 'only components that serve the public may admit it' },
    { control: 'SOC2 CC6.6', why: 'the boundary must keep strangers from internal services' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'Redis on a server is open to everybody',
      graph: admittingServer('tcp/6379', '0.0.0.0/0'),
    },
    {
      expect: 'complies',
      title: 'Only HTTPS is open',
      graph: admittingServer('tcp/443', '0.0.0.0/0'),
    },
    {
      expect: 'undetermined',
      title: 'The rule for Redis names a list that could not be read',
      graph: admittingServer('tcp/6379', undetermined('the list could not be read')),
    },
  ],
  *evaluate(context) {
    yield* exposureDrafts(context, ({ kind }) => {
      if (kind === 'service') return undefined;
      return kind === 'load-balancer' ? AT_BALANCER : ASK;
    });
  },
});
