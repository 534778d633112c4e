import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOUD_OPERATIONS, OPERATIONS } from '../../packages/providers/src/hetzner/operations.ts';
import { FULL_PROJECT } from '../clouds/hetzner/full-worlds.ts';
import { type SimulatedHetzner, serveHetzner } from '../clouds/hetzner/serve.ts';
import type { HetznerWorld } from '../clouds/hetzner/world.ts';
import unchecked from './unchecked.json' with { type: 'json' };

/**
 * The simulated Hetzner answers as the official description says. `cloud.spec.json` is of 2026-05 and
 * knows no Storage Boxes; those are held to the unofficial description beside it.
 */
const SPECS = join(import.meta.dirname, '../../../shared/specs/hetzner');
const isThere = existsSync(SPECS);
if (!isThere && env['CI'] === 'true') throw new Error(`There are no API descriptions at ${SPECS}.`);
if (!isThere) process.stdout.write('contract (hetzner): no API descriptions beside the checkout\n');

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly get?: {
          readonly parameters?: readonly {
            readonly name: string;
            readonly schema?: { readonly items?: { readonly enum?: readonly string[] } };
          }[];
          readonly responses: Readonly<Record<string, JsonObject>>;
        };
      }
    >
  >;
}

/** Where each checked call of the adapter is described. */
const DESCRIBED: Readonly<Record<string, string>> = Object.fromEntries(
  CLOUD_OPERATIONS.map(({ id }) => [
    id,
    id === 'storage_box_subaccounts'
      ? '/storage_boxes/{id}/subaccounts'
      : `/${id.replace('-actions', '/actions')}`,
  ]),
);

const isBox = (operation: string) => operation.startsWith('storage_box');

it('names every call either here or among the unchecked ones', () => {
  const elsewhere = new Set(Object.keys(unchecked.hetzner));
  const missing = OPERATIONS.filter(({ id }) => !(id in DESCRIBED) && !elsewhere.has(id));

  expect(missing.map(({ id }) => id)).toEqual([]);
  expect([...elsewhere].filter((id) => id in DESCRIBED)).toEqual([]);
});

describe.runIf(isThere)('the simulated Hetzner Cloud', () => {
  let simulation: SimulatedHetzner;
  let official: OpenApi;
  let unofficial: OpenApi;
  beforeAll(async () => {
    simulation = await serveHetzner(withoutPlantedSecrets(FULL_PROJECT));
    official = read('cloud.spec.json');
    unofficial = read('hcloud-unofficial.json');
  });
  afterAll(() => simulation.close());

  const ask = (operation: string, token = FULL_PROJECT.projects?.[0]?.token ?? '') => {
    const base = isBox(operation) ? simulation.hetznerUrl : simulation.cloudUrl;
    const path = DESCRIBED[operation]?.replace('{id}', '3') ?? '';
    return fetch(base + path, { headers: { authorization: `Bearer ${token}` } });
  };
  const validatorOf = (operation: string, status: string) =>
    validator(isBox(operation) ? unofficial : official, DESCRIBED[operation] ?? '', status);

  it.each(Object.keys(DESCRIBED))('answers %s as described', async (operation) => {
    const validate = validatorOf(operation, '200');
    const document: unknown = await (await ask(operation)).json();

    validate(document);

    expect(validate.errors ?? []).toEqual([]);
    expect(JSON.stringify(document).length).toBeGreaterThan(100);
  });

  it('refuses as described', async () => {
    const answer = await ask('servers', 'wrong-token');
    const validate = validatorOf('servers', '4xx');

    validate(await answer.json());

    expect(answer.status).toBe(401);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(Object.keys(DESCRIBED))('is asked with parameters that %s has', (operation) => {
    const isPaged = operation !== 'storage_box_subaccounts';
    const api = isBox(operation) ? unofficial : official;
    const parameters = api.paths[DESCRIBED[operation] ?? '']?.get?.parameters ?? [];
    const names = parameters.map(({ name }) => name);
    const sort = parameters.find(({ name }) => name === 'sort')?.schema?.items?.enum;

    expect(names).toEqual(expect.arrayContaining(isPaged ? ['page', 'per_page', 'sort'] : []));
    expect(sort ?? []).toContain(operation.endsWith('-actions') ? 'id:desc' : 'id:asc');
  });

  it('would be caught with a wrong type, a missing or an unknown field', async () => {
    const validate = validatorOf('firewalls', '200');
    const document = (await (await ask('firewalls')).json()) as { firewalls: JsonObject[] };
    const [first = {}] = document.firewalls;
    const { rules: _, ...incomplete } = first;
    const holds = (firewall: JsonObject) => validate({ ...document, firewalls: [firewall] });

    expect(holds(first)).toBe(true);
    expect(holds({ ...first, id: 'seven' })).toBe(false);
    expect(holds(incomplete)).toBe(false);
    expect(holds({ ...first, ruels: [] })).toBe(false);
  });
});

function withoutPlantedSecrets(world: HetznerWorld): HetznerWorld {
  const projects = (world.projects ?? []).map((project) => ({
    ...project,
    storageBoxes: (project.storageBoxes ?? []).map(({ plantedPassword: _, ...box }) => box),
  }));
  return { projects };
}

function read(name: string): OpenApi {
  return JSON.parse(readFileSync(join(SPECS, name), 'utf8'));
}

function validator(api: OpenApi, path: string, status: string): ValidateFunction {
  const response = api.paths[path]?.get?.responses[status];
  const content = response?.['content'] as { 'application/json': { schema: Json } } | undefined;
  if (content === undefined) throw new Error(`${path} ${status} is not described`);
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  ajv.addFormat('decimal', /^\d+(\.\d+)?$/);
  addFormats.default(ajv);
  const schema = asJsonSchema(resolved(content['application/json'].schema, api));
  return ajv.compile(schema as JsonObject);
}

/** A schema with its references written out; those of answers never go round in circles. */
function resolved(schema: Json, api: OpenApi): Json {
  if (Array.isArray(schema)) return schema.map((one) => resolved(one, api));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    let target: unknown = api;
    for (const name of $ref.split('/').slice(1)) target = (target as JsonObject)[name];
    return resolved(target as Json, api);
  }
  return Object.fromEntries(
    Object.entries(schema).map(([name, member]) => [name, resolved(member, api)]),
  );
}

/**
 * OpenAPI 3.0 as JSON Schema: `nullable` becomes a type, and objects take no members but their own.
 * Two of the copy's oddities are set right: `datacenter` is gone since 2026-07 and no longer
 * required, and a primary IP's `assignee_type` may be `unassigned` since 2026-08.
 */
function asJsonSchema(schema: Json, isPart = false): Json {
  if (Array.isArray(schema)) return schema.map((one) => asJsonSchema(one, isPart));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, example: _example, examples: _examples, ...rest } = schema;
  const read: JsonObject = {};
  for (const [name, member] of Object.entries(rest)) {
    read[name] =
      name === 'properties'
        ? Object.fromEntries(
            Object.entries(member as JsonObject).map(([key, one]) => [key, asJsonSchema(one)]),
          )
        : asJsonSchema(member, name === 'allOf');
  }
  const { properties, required, allOf } = read;
  const assignee = (properties as JsonObject | undefined)?.['assignee_type'];
  if (assignee !== undefined) (properties as JsonObject)['assignee_type'] = { type: 'string' };
  if (Array.isArray(required)) read['required'] = required.filter((one) => one !== 'datacenter');
  const isClosed = read['additionalProperties'] === undefined && !isPart;
  if (isClosed && (properties ?? allOf) !== undefined) read['unevaluatedProperties'] = false;
  return nullable === true ? { anyOf: [read, { type: 'null' }] } : read;
}
