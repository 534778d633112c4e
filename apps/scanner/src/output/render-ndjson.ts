import { z } from 'zod';
import {
  CoverageJson,
  ExposureJson,
  FindingJson,
  SCHEMA_VERSION,
  type ScanReport,
} from './scan-report.ts';

const schemaVersion = z.literal(SCHEMA_VERSION);

/** One line. */
export const NdjsonLine = z.discriminatedUnion('type', [
  z.strictObject({ schemaVersion, type: z.literal('finding'), finding: FindingJson }),
  z.strictObject({ schemaVersion, type: z.literal('exposure'), exposure: ExposureJson }),
  z.strictObject({ schemaVersion, type: z.literal('coverage'), entry: CoverageJson }),
  z.strictObject({
    schemaVersion,
    type: z.literal('summary'),
    targets: z.int(),
    findings: z.int(),
    exposures: z.int(),
    gaps: z.int(),
  }),
]);

/**
 * The report as one JSON object a line, each with its `type`: `finding`, `exposure`, `coverage`, and one `summary` at the end,
 * by which a reader knows that nothing is missing.
 */
export function renderNdjson(report: ScanReport): string {
  const { findings, exposures, coverage, targets } = report;
  const line = (type: z.infer<typeof NdjsonLine>['type'], value: object): string =>
    JSON.stringify({ schemaVersion: SCHEMA_VERSION, type, ...value });
  return [
    ...findings.map((finding) => line('finding', { finding })),
    ...exposures.map((exposure) => line('exposure', { exposure })),
    ...coverage.map((entry) => line('coverage', { entry })),
    line('summary', {
      targets,
      findings: findings.length,
      exposures: exposures.length,
      gaps: coverage.filter(({ isGap }) => isGap).length,
    }),
    '',
  ].join('\n');
}
