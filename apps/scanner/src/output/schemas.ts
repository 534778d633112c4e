import { z } from 'zod';
import { DoctorJson, TokensJson } from './administration-json.ts';
import { ComparisonJson } from './comparison-json.ts';
import { ReachAnswerJson, ReachErrorJson } from './reach-json.ts';
import { RecordedJson } from './recorded-json.ts';
import { NdjsonLine } from './render-ndjson.ts';
import { RulesJson } from './rules-json.ts';
import { ExplanationJson, ScanReport } from './scan-report.ts';

/** What a published JSON schema describes, by the name of its file in `docs/schemas`. */
const SCHEMAS = {
  'scan.schema.json': {
    schema: ScanReport,
    title: 'netposture scan --format json, and findings of a folder',
  },
  'scan-line.schema.json': {
    schema: NdjsonLine,
    title: 'One line of netposture scan --format ndjson, and of findings',
  },
  'reach-answer.schema.json': {
    schema: z.union([ReachAnswerJson, ReachErrorJson]),
    title: 'netposture reach --format json, and one line of netposture reach --queries',
  },
  'explanation.schema.json': { schema: ExplanationJson, title: 'netposture explain --format json' },
  'rules.schema.json': { schema: RulesJson, title: 'netposture rules --format json' },
  'comparison.schema.json': { schema: ComparisonJson, title: 'netposture compare --format json' },
  'recorded.schema.json': {
    schema: RecordedJson,
    title:
      'netposture findings --format json of what was recorded, and scan --record --format json',
  },
  'doctor.schema.json': { schema: DoctorJson, title: 'netposture doctor --format json' },
  'tokens.schema.json': { schema: TokensJson, title: 'netposture token list --format json' },
} as const;

/** The published schemas as text, by file name. */
export function publishedSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(SCHEMAS).map(([file, { schema, title }]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema);
      return [file, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`];
    }),
  );
}
