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

/** One thing that a rule says about one subject. */
export const FindingJson = z.strictObject({
  id: z.string().describe('stays the same from scan to scan'),
  rule: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  state: z.enum(['open', 'undetermined', 'waived']),
  subject: ResourceJson.describe('what an owner would fix'),
  peerClass: z
    .string()
    .describe('who can reach it: internet, zone:NAME, …; empty where it is about nobody'),
  message: z.string(),
  members: z.array(z.string()).describe('ids of what is concerned'),
  packets: PacketRowsJson,
  undetermined: PacketRowsJson,
  witness: PacketJson.nullable().describe('one packet that proves it'),
  reasons: z.array(z.string()).describe('why, hop by hop'),
  remediation: z.string(),
});
export type FindingJson = z.infer<typeof FindingJson>;

/** The result of one scan. */
export const ScanReport = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  findings: z.array(FindingJson).describe('the worst first'),
  targets: z.int().describe('how many workloads, services and balancers were asked about'),
  exposures: z.array(ExposureJson).describe('those that outsiders reach, or may reach'),
  coverage: z.array(CoverageJson),
});
export type ScanReport = z.infer<typeof ScanReport>;
