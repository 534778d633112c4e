import { z } from 'zod';
import { PacketJson, PacketRowsJson } from './packet-json.ts';

/** Version of the shapes below; raised when a field changes its meaning or goes. */
export const SCHEMA_VERSION = 1;

/** Severities, the worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** How bad a finding is. */
export type SeverityWord = (typeof SEVERITIES)[number];

/** What can be told of a set of packets: some certainly, some perhaps. */
const SetsJson = z.strictObject({
  allowed: PacketRowsJson,
  undetermined: PacketRowsJson,
});

const AnswerJson = z.strictObject({
  delivered: SetsJson.describe('the first packet arrives'),
  conversable: SetsJson.describe('and a reply comes back'),
});

/** What a thing is and where it stands, in its provider's terms. */
export const ResourceJson = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  provider: z.string(),
  account: z.string(),
  location: z.string(),
  nativeId: z.string(),
});
export type ResourceJson = z.infer<typeof ResourceJson>;

/** How outsiders get to one thing of ours. */
export const ExposureJson = z.strictObject({
  target: ResourceJson,
  ...AnswerJson.shape,
  ways: z.array(
    z.strictObject({
      kind: z.enum(['direct', 'balancer']),
      through: z.string(),
      ...AnswerJson.shape,
    }),
  ),
  afterFailover: AnswerJson.nullable(),
  notModelled: z.string().nullable(),
});
export type ExposureJson = z.infer<typeof ExposureJson>;

/** How reading one scope ended. */
export const CoverageJson = z.strictObject({
  scope: z.strictObject({
    provider: z.string(),
    account: z.string(),
    location: z.string(),
    operation: z.string(),
    subject: z.string().optional(),
  }),
  outcome: z.enum([
    'complete',
    'partial',
    'forbidden',
    'throttled',
    'failed',
    'not-implemented',
    'assumed-absent',
  ]),
  isGap: z.boolean().describe('whether dependent answers are undetermined'),
  items: z.int(),
  message: z.string().optional(),
  missingPermission: z.string().optional(),
});
export type CoverageJson = z.infer<typeof CoverageJson>;

/** One rule broken, or perhaps broken, by one subject towards one class of peers. */
export const FindingJson = z.strictObject({
  id: z.string().describe('stays the same from scan to scan'),
  rule: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  state: z.enum(['open', 'undetermined', 'waived', 'resolved']),
  subject: z
    .strictObject({
      kind: z.enum(['records', 'zone', 'coverage', 'waiver']),
      name: z.string().describe('as its owner calls it'),
      ids: z.array(z.string()).describe('the records, where the subject is records'),
    })
    .describe('what an owner would fix'),
  peerClass: z
    .string()
    .describe('who is on the other side: internet, zone:NAME, …; other where it is nobody'),
  message: z.string(),
  packets: PacketRowsJson.describe('those that break the rule'),
  undetermined: PacketRowsJson.describe('those that perhaps break it'),
  witness: PacketJson.nullable().describe('one packet that proves it'),
  trace: z.array(z.string()).describe('the way of the witness, one hop a line'),
  members: z.array(z.string()).describe('ids of records that share the fault'),
  reasons: z.array(z.string()),
  waiver: z.string().nullable(),
  remediation: z.string().describe('what to do, for the cloud of the subject'),
  inBaseline: z
    .boolean()
    .optional()
    .describe(
      'with --baseline: it is open and no more than the baseline holds; no exit code counts it',
    ),
});
export type FindingJson = z.infer<typeof FindingJson>;

/** What `netposture explain` tells of one finding. */
export const ExplanationJson = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  finding: FindingJson,
});

/** The result of one scan. */
export const ScanReport = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  findings: z.array(FindingJson).describe('the worst first'),
  targets: z.int().describe('how many workloads, services and balancers were asked about'),
  exposures: z.array(ExposureJson).describe('those that outsiders reach, or may reach'),
  coverage: z.array(CoverageJson),
});
export type ScanReport = z.infer<typeof ScanReport>;
