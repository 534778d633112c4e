import { z } from 'zod';
import { type DriftItem, driftKinds } from '../drift/drift-item.ts';
import { PacketRowsJson } from './packet-json.ts';
import { FindingJson, SCHEMA_VERSION, SEVERITIES } from './scan-report.ts';

const DriftJson = z.strictObject({
  kind: z.enum(driftKinds),
  subject: z.string().describe('the id of the target'),
  name: z.string().describe('as its owner calls it'),
  text: z.string().describe('what happened, as one sentence'),
  opened: PacketRowsJson.optional().describe('packets that get through now and did not before'),
  closed: PacketRowsJson.optional().describe('packets that got through before and do not any more'),
  isAlert: z.boolean().describe('whether the service tells people at once'),
  severity: z.enum(SEVERITIES).optional(),
});

const FindingChangeJson = z.strictObject({
  kind: z
    .enum(['opened', 'resolved', 'no-longer-seen', 'state-changed'])
    .describe('no-longer-seen: gone where something could not be seen, which is not resolved'),
  finding: FindingJson,
});
/** What differs in one finding. */
export type FindingChangeJson = z.infer<typeof FindingChangeJson>;

/** What `netposture compare` tells. */
export const ComparisonJson = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  exposures: z.array(DriftJson),
  findings: z.array(FindingChangeJson),
});

/** A comparison as text, which {@link ComparisonJson} describes. */
export function comparisonText(
  exposures: readonly DriftItem[],
  findings: readonly FindingChangeJson[],
): string {
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, exposures, findings }, null, 2)}\n`;
}
