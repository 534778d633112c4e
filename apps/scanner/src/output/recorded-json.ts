import { z } from 'zod';
import { PacketRowsJson } from './packet-json.ts';
import { SCHEMA_VERSION, SEVERITIES } from './scan-report.ts';

/** A finding as the store keeps it. Instants are ISO 8601 in UTC. */
const RecordedFindingJson = z.strictObject({
  id: z.string().describe('stays the same from scan to scan'),
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  state: z.enum(['open', 'undetermined', 'waived', 'resolved']),
  wasOpen: z.boolean().describe('it was certain once: an undetermined one is last seen open'),
  inBaseline: z
    .boolean()
    .describe(
      'it is no more than the baseline holds: nobody is alerted, and no exit code counts it',
    ),
  title: z.string().describe('what is wrong, as one sentence'),
  packets: PacketRowsJson,
  places: z
    .array(z.record(z.string(), z.string()))
    .describe('all of them must be seen before it can be resolved'),
  detail: z.record(z.string(), z.unknown()).describe('what the rule tells besides'),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
});

const RecordedScanJson = z.strictObject({
  id: z.string(),
  state: z.string(),
  scope: z.unknown().describe('what was asked to be scanned; empty: everything'),
  reason: z.string(),
  plannedTargets: z.int().nullable(),
  collectedTargets: z.int(),
  requestedAt: z.iso.datetime(),
  recordedAt: z.iso.datetime().nullable(),
  error: z.string().nullable(),
  summary: z.looseObject({ gaps: z.int() }).nullable(),
});

/** What `findings --format json` prints of the store, and `scan --record` with its scan. */
export const RecordedJson = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  scan: RecordedScanJson.optional().describe('scan --record only'),
  findings: z.array(RecordedFindingJson).describe('those that are not resolved, in order of id'),
});
