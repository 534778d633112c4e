import { NormalizedSchema } from '@smithy/core/schema';

/** One action of a service as its client library describes it on the wire. */
export interface WireAction {
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method and path template, of REST protocols. */
  readonly http?: readonly [method: string, path: string];
}

/** The wire shapes of an action, read from the client library's own tables. */
export function wireAction(library: object, action: string): WireAction | undefined {
  const operation: unknown = Reflect.get(library, `${action}$`);
  if (!Array.isArray(operation)) return undefined;
  const [, , , traits, input, output] = operation;
  const http = typeof traits === 'object' && traits !== null ? traits.http : undefined;
  return {
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    ...(http === undefined ? {} : { http: [http[0], http[1]] }),
  };
}

/** A world that says what the service cannot say: a defect of the test. */
export class WorldError extends Error {
  override readonly name = 'WorldError';
}

/** Writes a value as XML by its shape. An unknown member or a value of the wrong type is a {@link WorldError}. */
export function toXml(schema: NormalizedSchema, value: unknown, path: string): string {
  if (schema.isStructSchema()) {
    const members = schema.getMemberSchemas();
    return Object.entries(objectAt(value, path))
      .filter(([, held]) => held !== undefined)
      .map(([name, held]) =>
        memberXml(memberOf(members, name, path), held, `${path}.${name}`, name),
      )
      .join('');
  }
  if (schema.isListSchema()) {
    const element = schema.getValueSchema();
    const tag = element.getMergedTraits().xmlName ?? 'member';
    return listAt(value, path)
      .map((item, index) => `<${tag}>${toXml(element, item, `${path}[${index}]`)}</${tag}>`)
      .join('');
  }
  return escapeXml(scalarText(schema, value, path));
}

function memberXml(schema: NormalizedSchema, value: unknown, path: string, name: string): string {
  const traits = schema.getMergedTraits();
  const tag = traits.xmlName ?? name;
  if (schema.isListSchema() && traits.xmlFlattened) {
    return listAt(value, path)
      .map((item) => `<${tag}>${toXml(schema.getValueSchema(), item, path)}</${tag}>`)
      .join('');
  }
  return `<${tag}>${toXml(schema, value, path)}</${tag}>`;
}

/** The value as the JSON protocols write it, checked like {@link toXml}. */
export function toWireJson(schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (schema.isStructSchema()) {
    const members = schema.getMemberSchemas();
    return Object.fromEntries(
      Object.entries(objectAt(value, path))
        .filter(([, held]) => held !== undefined)
        .map(([name, held]) => {
          const member = memberOf(members, name, path);
          const key = member.getMergedTraits().jsonName ?? name;
          return [key, toWireJson(member, held, `${path}.${name}`)];
        }),
    );
  }
  if (schema.isListSchema()) {
    return listAt(value, path).map((item, index) =>
      toWireJson(schema.getValueSchema(), item, `${path}[${index}]`),
    );
  }
  if (schema.isMapSchema()) {
    return Object.fromEntries(
      Object.entries(objectAt(value, path)).map(([key, held]) => [
        key,
        toWireJson(schema.getValueSchema(), held, `${path}.${key}`),
      ]),
    );
  }
  const text = scalarText(schema, value, path);
  if (schema.isTimestampSchema()) return Date.parse(text) / 1000;
  return schema.isNumericSchema() || schema.isBooleanSchema() ? JSON.parse(text) : text;
}

function memberOf(
  members: Record<string, NormalizedSchema>,
  name: string,
  path: string,
): NormalizedSchema {
  const member = members[name];
  if (member === undefined) throw new WorldError(`${path} has no member ${name}`);
  return member;
}

function objectAt(value: unknown, path: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WorldError(`${path} is not an object`);
  }
  return value;
}

function listAt(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new WorldError(`${path} is not a list`);
  return value;
}

function scalarText(schema: NormalizedSchema, value: unknown, path: string): string {
  const fits =
    (schema.isStringSchema() && typeof value === 'string') ||
    (schema.isBooleanSchema() && typeof value === 'boolean') ||
    (schema.isNumericSchema() && typeof value === 'number') ||
    (schema.isTimestampSchema() && typeof value === 'string');
  if (!fits) throw new WorldError(`${path} does not take ${JSON.stringify(value)}`);
  return String(value);
}

/** Escapes text for XML content. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A copy of a value whose members stand in the order in which the client library gives them. */
export function inShapeOrder(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((item) => inShapeOrder(schema.getValueSchema(), item));
  }
  if (!schema.isStructSchema()) return value;
  const ordered: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const held: unknown = Reflect.get(Object(value), name);
    if (held !== undefined) ordered[name] = inShapeOrder(member, held);
  }
  return ordered;
}
