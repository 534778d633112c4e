import { readFileSync } from 'node:fs';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** What is read of an OpenAPI description. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, { readonly get?: DescribedCall }>>;
}

interface DescribedCall {
  readonly parameters?: readonly JsonObject[];
  readonly responses: Readonly<Record<string, JsonObject>>;
}

/** The description in a file. */
export function readOpenApi(file: string): OpenApi {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The names of the parameters that a call takes. */
export function parametersOf(api: OpenApi, path: string): readonly string[] {
  const parameters = api.paths[path]?.get?.parameters ?? [];
  return parameters.map((one) => String((dereferenced(one, api) as JsonObject)['name']));
}

/**
 * A validator for what a call answers with a status. Objects take no members but their own.
 *
 * @param adjust sets oddities of a description right, schema by schema: changes the one that it is handed.
 */
export function validatorOf(
  api: OpenApi,
  path: string,
  status: string,
  adjust: (schema: JsonObject) => void = () => {},
): ValidateFunction {
  const described = api.paths[path]?.get?.responses[status];
  const response = described && (dereferenced(described, api) as JsonObject);
  const content = response?.['content'] as { 'application/json': { schema: Json } } | undefined;
  if (content === undefined) throw new Error(`${path} ${status} is not described`);
  const ajv = new Ajv2019({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat('decimal', /^\d+(\.\d+)?$/);
  addFormats.default(ajv);
  const schema = resolved(content['application/json'].schema, api);
  return ajv.compile(asJsonSchema(schema, adjust) as JsonObject);
}

/** What a reference leads to, its own references left as they are. */
function dereferenced(value: Json, api: OpenApi): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { $ref } = value;
  if (typeof $ref !== 'string') return value;
  let target: unknown = api;
  for (const name of $ref.split('/').slice(1)) {
    target = (target as JsonObject)[name.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return dereferenced(target as Json, api);
}

/** A schema with its references written out; where they go round in circles anything is taken. */
function resolved(schema: Json, api: OpenApi, within: readonly string[] = []): Json {
  if (Array.isArray(schema)) return schema.map((one) => resolved(one, api, within));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    if (within.includes($ref)) return {};
    return resolved(dereferenced(schema, api), api, [...within, $ref]);
  }
  return Object.fromEntries(
    Object.entries(schema).map(([name, member]) => [name, resolved(member, api, within)]),
  );
}

/** OpenAPI 3.0 as JSON Schema: `nullable` becomes a type, and objects take no members but their own. */
function asJsonSchema(schema: Json, adjust: (schema: JsonObject) => void, isPart = false): Json {
  if (Array.isArray(schema)) return schema.map((one) => asJsonSchema(one, adjust, isPart));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, example: _example, examples: _examples, ...rest } = schema;
  const read: JsonObject = {};
  for (const [name, member] of Object.entries(rest)) {
    read[name] =
      name === 'properties'
        ? Object.fromEntries(
            Object.entries(member as JsonObject).map(([key, one]) => [
              key,
              asJsonSchema(one, adjust),
            ]),
          )
        : asJsonSchema(member, adjust, ['allOf', 'anyOf', 'oneOf'].includes(name));
  }
  adjust(read);
  const isClosed = read['additionalProperties'] === undefined && !isPart;
  if (isClosed && (read['properties'] ?? read['allOf']) !== undefined) {
    read['unevaluatedProperties'] = false;
  }
  return nullable === true ? { anyOf: [read, { type: 'null' }] } : read;
}
