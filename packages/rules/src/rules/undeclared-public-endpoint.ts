import { undetermined } from '@netposture/network/graph';
import { TransportSet } from '@netposture/network/netset';
import { NARROW_FILTER } from '../catalogue/remediations.ts';
import { declaredTransport } from '../facts/declared-transport.ts';
import { exposureCohorts } from '../facts/exposure-cohorts.ts';
import { type ExposureAsk, exposureDraftsOf } from '../facts/exposure-drafts.ts';
import { defineRule } from '../rule.ts';
import { admittingServer } from './admitting-server.ts';

const DECLARED = `
publicEndpoints:
  - { names: [web-*], ports: [tcp/443] }
`;

/** ICMP tells that a host is there and how large packets may be; it is no endpoint. */
const NO_ENDPOINT = TransportSet.parse('icmp; icmpv6');

/** Something that is public without being declared. */
export const undeclaredPublicEndpoint = defineRule({
  id: 'undeclared-public-endpoint',
  title: 'Something is reachable from the internet that the policy does not declare public',
  group: 'exposure',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'What is public by intent is watched, patched and load-tested. What is public by accident is not.',
  doesNotSee: 'What answers on a declared port.',
  remediation: NARROW_FILTER,
  references: [
    {
      title: 'CISA: Internet Exposure Reduction Guidance',
      url: 'https://www.cisa.gov/resources-tools/resources/stuff-search',
    },
  ],
  controls: [
    { control: 'ISO27001:2022 A.8.20', why: 'the declared endpoints are the controlled ones' },
    {
      control: 'CyFun PR.AC-5.3',
      why: 'connections from outside are identified and limited to the declared ones',
    },
    {
      control: 'PCI DSS 1.3',
      why: 'ingress is restricted to what is necessary, and the declaration says what that is',
    },
  ],
  parameters: {
    countIcmp: {
      description: 'Whether answering ICMP alone counts as an endpoint.',
      default: false,
    },
  },
  examples: [
    {
      expect: 'violates',
      title: 'A server answers HTTP besides the declared HTTPS',
      policy: DECLARED,
      graph: admittingServer('tcp/80;tcp/443', '0.0.0.0/0'),
    },
    {
      expect: 'violates',
      title: 'Without a policy nothing is declared public',
      graph: admittingServer('tcp/443', '0.0.0.0/0'),
    },
    {
      expect: 'complies',
      title: 'Only the declared port is open',
      policy: DECLARED,
      graph: admittingServer('tcp/443', '0.0.0.0/0'),
    },
    {
      expect: 'undetermined',
      title: 'The rule names a list that could not be read',
      policy: DECLARED,
      graph: admittingServer('tcp/80', undetermined('the list could not be read')),
    },
  ],
  *evaluate(context, { countIcmp }) {
    const asks = new Map<TransportSet, ExposureAsk>();
    const askBeside = (declared: TransportSet): ExposureAsk => ({
      without: countIcmp ? declared : declared.union(NO_ENDPOINT),
      severity: 'high',
      narrowSeverity: 'low',
      ways: 'direct',
      says: (packets, peer) =>
        `is reachable from ${peer} by ${packets.transports}, which is not declared public`,
    });
    for (const cohort of exposureCohorts(context)) {
      for (const [declared, some] of Map.groupBy(cohort, ({ record }) =>
        declaredTransport(context, record.id),
      )) {
        const ask = asks.get(declared) ?? askBeside(declared);
        asks.set(declared, ask);
        const [first, ...others] = some;
        if (first !== undefined) yield* exposureDraftsOf(context, [first, ...others], ask);
      }
    }
  },
});
