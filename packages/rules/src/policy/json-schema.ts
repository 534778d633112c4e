import { z } from 'zod';
import { PolicyFile } from './policy-schema.ts';

/** Where the published schema is named; editors read it by the `$schema` key or by a comment. */
const SCHEMA_ID = 'netposture-policy.schema.json';

/** The JSON Schema of the policy file (draft 2020-12), for editors. Checks on addresses and ports are only in the parser. */
export function policyJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(PolicyFile, { io: 'input' });
  return { ...schema, $id: SCHEMA_ID, title: 'netposture policy' };
}
