import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOUD_OPERATIONS, OPERATIONS } from '../../packages/providers/src/hetzner/operations.ts';
import { FULL_PROJECT } from '../clouds/hetzner/full-worlds.ts';
import { type SimulatedHetzner, serveHetzner } from '../clouds/hetzner/serve.ts';
import type { HetznerWorld } from '../clouds/hetzner/world.ts';
import {
  type JsonObject,
  type OpenApi,
  parametersOf,
  readOpenApi,
  validatorOf,
} from './open-api.testkit.ts';
import unchecked from './unchecked.json' with { type: 'json' };

/**
 * The simulated Hetzner answers as the official description says. `cloud.spec.json` is of 2026-05 and
 * knows no Storage Boxes; those are held to the unofficial description beside it.
 */
const SPECS = join(import.meta.dirname, '../../../shared/specs/hetzner');
const isThere = existsSync(SPECS);
if (!isThere && env['CI'] === 'true') throw new Error(`There are no API descriptions at ${SPECS}.`);
if (!isThere) process.stdout.write('contract (hetzner): no API descriptions beside the checkout\n');

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
    official = readOpenApi(join(SPECS, 'cloud.spec.json'));
    unofficial = readOpenApi(join(SPECS, 'hcloud-unofficial.json'));
  });
  afterAll(() => simulation.close());

  const ask = (operation: string, token = FULL_PROJECT.projects?.[0]?.token ?? '') => {
    const base = isBox(operation) ? simulation.hetznerUrl : simulation.cloudUrl;
    const path = DESCRIBED[operation]?.replace('{id}', '3') ?? '';
    return fetch(base + path, { headers: { authorization: `Bearer ${token}` } });
  };
  const validator = (operation: string, status: string) =>
    validatorOf(
      isBox(operation) ? unofficial : official,
      DESCRIBED[operation] ?? '',
      status,
      setRight,
    );

  it.each(Object.keys(DESCRIBED))('answers %s as described', async (operation) => {
    const validate = validator(operation, '200');
    const document: unknown = await (await ask(operation)).json();

    validate(document);

    expect(validate.errors ?? []).toEqual([]);
    expect(JSON.stringify(document).length).toBeGreaterThan(100);
  });

  it('refuses as described', async () => {
    const answer = await ask('servers', 'wrong-token');
    const validate = validator('servers', '4xx');

    validate(await answer.json());

    expect(answer.status).toBe(401);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(Object.keys(DESCRIBED))('is asked with parameters that %s has', (operation) => {
    const isPaged = operation !== 'storage_box_subaccounts';
    const api = isBox(operation) ? unofficial : official;
    const path = DESCRIBED[operation] ?? '';
    const names = parametersOf(api, path);
    const sort = sortsOf(api, path);

    expect(names).toEqual(expect.arrayContaining(isPaged ? ['page', 'per_page', 'sort'] : []));
    expect(sort).toContain(operation.endsWith('-actions') ? 'id:desc' : 'id:asc');
  });

  it('would be caught with a wrong type, a missing or an unknown field', async () => {
    const validate = validator('firewalls', '200');
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

/**
 * Two of the copy's oddities: `datacenter` is gone since 2026-07 and no longer required, and a
 * primary IP's `assignee_type` may be `unassigned` since 2026-08.
 */
function setRight(schema: JsonObject): void {
  const { properties, required } = schema;
  const assignee = (properties as JsonObject | undefined)?.['assignee_type'];
  if (assignee !== undefined) (properties as JsonObject)['assignee_type'] = { type: 'string' };
  if (Array.isArray(required)) schema['required'] = required.filter((one) => one !== 'datacenter');
}

/** By what a list may be sorted. */
function sortsOf(api: OpenApi, path: string): readonly string[] {
  const parameters = api.paths[path]?.get?.parameters ?? [];
  const sort = parameters.find((one) => one['name'] === 'sort');
  const schema = sort?.['schema'] as { items?: { enum?: string[] } } | undefined;
  return schema?.items?.enum ?? [];
}
