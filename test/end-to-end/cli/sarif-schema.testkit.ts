import sarifSchema from '@microsoft/sarif-matcher-utils/lib/schemas/sarif-2.1.0-rtm.5.json' with {
  type: 'json',
};
import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';

/**
 * What is wrong with a log by the JSON schema of SARIF 2.1.0, as OASIS publishes it; nothing where it is valid. The schema is
 * of draft 4, and uses nothing that later drafts read otherwise but `id` at its root
 * and patterns that are no Unicode expressions.
 */
export function sarifErrors(log: unknown): readonly ErrorObject[] {
  const { $schema, id, ...schema } = sarifSchema;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  ajv.validate(schema, log);
  return ajv.errors ?? [];
}
