import { build, isUnknown, type Network, recordsOf, unknown } from '@netposture/network/graph';
import { defineRule, type RuleExample } from '../rule.ts';

function graphWith(flowLog: NonNullable<Network['flowLog']>): RuleExample['graph'] {
  return () => {
    const world = build('acme');
    world.network('vpc', { ranges: '10.0.0.0/16', flowLog });
    return world.graph();
  };
}

/** A network without a working flow log. */
export const flowLogsOff = defineRule({
  id: 'flow-logs-off',
  title: 'A network has no working flow log',
  group: 'monitoring',
  severity: 'medium',
  preset: 'recommended',
  rationale:
    'After a break-in the flow log is what tells where the intruder went. A log that is not delivered is none.',
  doesNotSee:
    'Providers that have no flow logs, of which the graph says nothing; and whether anybody reads the logs.',
  remediation: {
    aws: '`aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL --log-destination-type s3 --log-destination ARN`.',
    hetzner: 'Hetzner has no flow logs; record on the hosts.',
    digitalocean: 'DigitalOcean has no flow logs; record on the Droplets.',
    gcp: '`gcloud compute networks subnets update NAME --region REGION --enable-flow-logs`.',
  },
  references: [
    {
      title: 'AWS: VPC Flow Logs',
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html',
    },
    { title: 'Google Cloud: VPC Flow Logs', url: 'https://cloud.google.com/vpc/docs/flow-logs' },
  ],
  controls: [
    { control: 'CIS 13.6', why: 'flow logs are collected, or this rule says where not' },
    { control: 'ISO27001:2022 A.8.16', why: 'a network without logs is not monitored' },
    { control: 'NIST CSF DE.CM-01', why: 'monitoring needs the record of flows' },
    { control: 'CyFun DE.CM-1.2', why: 'unauthorised connections are found in flow logs' },
    { control: 'SOC2 CC7.2', why: 'anomalies are found in what is recorded' },
  ],
  parameters: {
    acceptPartial: {
      description: 'Whether a log of accepted or of rejected traffic alone will do.',
      default: true,
    },
  },
  examples: [
    {
      expect: 'violates',
      title: 'Nothing is recorded',
      graph: graphWith({ state: 'off', traffic: 'all' }),
    },
    {
      expect: 'violates',
      title: 'The log is on, and nothing is delivered',
      graph: graphWith({ state: 'failing', traffic: 'all' }),
    },
    {
      expect: 'complies',
      title: 'The log is on',
      graph: graphWith({ state: 'on', traffic: 'all' }),
    },
    {
      expect: 'undetermined',
      title: 'Whether there is a log could not be read',
      graph: graphWith(unknown('the flow logs could not be listed')),
    },
  ],
  *evaluate({ linked }, { acceptPartial }) {
    const covered = new Set(
      recordsOf(linked.graph, 'network')
        .filter(
          ({ flowLog }) => flowLog !== undefined && !isUnknown(flowLog) && flowLog.state === 'on',
        )
        .map(({ id }) => id),
    );
    for (const place of [
      ...recordsOf(linked.graph, 'network'),
      ...recordsOf(linked.graph, 'subnet'),
    ]) {
      const { flowLog } = place;
      if (flowLog === undefined || (place.kind === 'subnet' && covered.has(place.network)))
        continue;
      const isSeen = !isUnknown(flowLog);
      const works =
        isSeen && flowLog.state === 'on' && (acceptPartial || flowLog.traffic === 'all');
      if (works) continue;
      const what =
        isSeen && flowLog.state === 'failing'
          ? 'is on, and nothing is delivered'
          : isSeen && flowLog.state === 'on'
            ? `records ${flowLog.traffic} traffic alone`
            : 'is off';
      yield {
        subject: { kind: 'records', ids: [place.id] },
        peerClass: 'other',
        state: isSeen ? 'open' : 'undetermined',
        message: isSeen
          ? `the flow log of ${place.name} ${what}`
          : `whether ${place.name} has a flow log could not be seen`,
        members: [place.id],
        reasons: isUnknown(flowLog)
          ? [flowLog.reason]
          : flowLog.detail === undefined
            ? []
            : [flowLog.detail],
      };
    }
  },
});
