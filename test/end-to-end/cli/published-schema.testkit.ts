import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** The validator of a schema in `docs/schemas`, by the name of its file. */
export function publishedSchema(name: string): ValidateFunction {
  const text = readFileSync(new URL(`../../../docs/schemas/${name}`, import.meta.url), 'utf8');
  const ajv = new Ajv2020();
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(text));
}

/** What a published schema has against a document; null where it fits. */
export function complaintsOf(name: string, document: unknown): ValidateFunction['errors'] {
  const valid = publishedSchema(name);
  return valid(document) ? null : (valid.errors ?? []);
}
