import { z } from 'zod';
import { ReachAnswerJson, ReachErrorJson } from './reach-json.ts';
import { NdjsonLine } from './render-ndjson.ts';
import { ScanReport } from './scan-report.ts';

/** What a published JSON schema describes, by the name of its file in `docs/schemas`. */
const SCHEMAS = {
  'scan.schema.json': { schema: ScanReport, title: 'netposture scan --format json' },
  'scan-line.schema.json': {
    schema: NdjsonLine,
    title: 'One line of netposture scan --format ndjson',
  },
  'reach-answer.schema.json': {
    schema: z.union([ReachAnswerJson, ReachErrorJson]),
    title: 'netposture reach --format json, and one line of netposture reach --queries',
  },
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
