import type { z } from 'zod';
import type { GcpOperation } from '../../packages/providers/src/gcp/operation.ts';

/** A schema of a discovery document (JSON Schema draft 3, the part that Google uses). */
export interface DiscoverySchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, DiscoverySchema>>;
  readonly additionalProperties?: DiscoverySchema;
  readonly items?: DiscoverySchema;
  readonly enum?: readonly string[];
}

interface RawMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly flatPath?: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly response?: { readonly $ref: string };
}

interface RawResource {
  readonly methods?: Readonly<Record<string, RawMethod>>;
  readonly resources?: Readonly<Record<string, RawResource>>;
}

/** What is used of a discovery document. */
export interface DiscoveryDocument extends RawResource {
  readonly servicePath: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly schemas: Readonly<Record<string, DiscoverySchema>>;
}

/** A method with its full paths. */
export interface MethodDescription {
  readonly id: string;
  readonly httpMethod: string;
  readonly paths: readonly string[];
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly response: string;
}

/** Every method of a document. */
export function methodsOf(document: DiscoveryDocument): readonly MethodDescription[] {
  const found: MethodDescription[] = [];
  const open: RawResource[] = [document];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const method of Object.values(next.methods ?? {})) {
      const paths = [method.path, method.flatPath ?? method.path].map(
        (path) => `/${document.servicePath}${path}`,
      );
      found.push({
        id: method.id,
        httpMethod: method.httpMethod,
        paths,
        description: method.description ?? '',
        parameters: { ...document.parameters, ...method.parameters },
        response: method.response?.$ref ?? '',
      });
    }
    open.push(...Object.values(next.resources ?? {}));
  }
  return found;
}

/** What of a value is not as the schema says, each with its place. */
export function violations(
  value: unknown,
  schema: DiscoverySchema,
  document: DiscoveryDocument,
  at = '',
): readonly string[] {
  if (schema.$ref !== undefined) {
    const named = document.schemas[schema.$ref];
    return named === undefined
      ? [`${at}: no schema ${schema.$ref}`]
      : violations(value, named, document, at);
  }
  switch (schema.type) {
    case 'string':
      if (typeof value !== 'string') return [`${at}: not a string`];
      return schema.enum !== undefined && !schema.enum.includes(value)
        ? [`${at}: ${value} is no value of it`]
        : [];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at}: not an integer`];
    case 'number':
      return typeof value === 'number' ? [] : [`${at}: not a number`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${at}: not a boolean`];
    case 'array':
      if (!Array.isArray(value)) return [`${at}: not a list`];
      return value.flatMap((one, index) =>
        violations(one, schema.items ?? {}, document, `${at}[${index}]`),
      );
    case 'object':
      return objectViolations(value, schema, document, at);
    default:
      return [];
  }
}

function objectViolations(
  value: unknown,
  schema: DiscoverySchema,
  document: DiscoveryDocument,
  at: string,
): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${at}: not an object`];
  return Object.entries(value).flatMap(([name, member]) => {
    const property = schema.properties?.[name] ?? schema.additionalProperties;
    if (member === undefined) return [];
    return property === undefined
      ? [`${at}.${name}: not described`]
      : violations(member, property, document, `${at}.${name}`);
  });
}

/** Fields that the wire schema of an operation reads and that its description lacks. */
export function fieldsNotIn(
  operation: GcpOperation,
  response: string,
  document: DiscoveryDocument,
): readonly string[] {
  const answer = document.schemas[response];
  const item = answer && itemOf(answer, operation, document);
  return item === undefined ? ['no item'] : missingFields(operation.item, item, document, '');
}

function itemOf(
  answer: DiscoverySchema,
  { answer: outline }: GcpOperation,
  document: DiscoveryDocument,
): DiscoverySchema | undefined {
  switch (outline.kind) {
    case 'object':
      return answer;
    case 'list':
      return answer.properties?.[outline.key]?.items;
    case 'aggregated': {
      const scope = resolved(answer.properties?.['items']?.additionalProperties, document);
      return scope?.properties?.[outline.key]?.items;
    }
  }
}

function resolved(
  schema: DiscoverySchema | undefined,
  document: DiscoveryDocument,
): DiscoverySchema | undefined {
  return schema?.$ref === undefined ? schema : document.schemas[schema.$ref];
}

interface ZodShape {
  readonly def: {
    readonly type: string;
    readonly innerType?: ZodShape;
    readonly element?: ZodShape;
    readonly shape?: Readonly<Record<string, ZodShape>>;
  };
}

function missingFields(
  zod: z.ZodType | ZodShape,
  schema: DiscoverySchema,
  document: DiscoveryDocument,
  at: string,
): readonly string[] {
  const { def } = zod as ZodShape;
  const described = resolved(schema, document) ?? {};
  if (def.innerType !== undefined) return missingFields(def.innerType, described, document, at);
  if (def.element !== undefined)
    return missingFields(def.element, described.items ?? {}, document, `${at}[]`);
  return Object.entries(def.shape ?? {}).flatMap(([name, member]) => {
    const property = described.properties?.[name];
    return property === undefined
      ? [`${at}.${name}`]
      : missingFields(member, property, document, `${at}.${name}`);
  });
}
