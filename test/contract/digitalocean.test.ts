import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../packages/providers/src/digitalocean/operations/index.ts';
import { ENDPOINTS } from '../clouds/digitalocean/endpoints.ts';
import { FULL_TEAM } from '../clouds/digitalocean/full-team.ts';
import { type SimulatedDigitalOcean, serveDigitalOcean } from '../clouds/digitalocean/serve.ts';
import {
  type JsonObject,
  type OpenApi,
  parametersOf,
  readOpenApi,
  validatorOf,
} from './open-api.testkit.ts';
import unchecked from './unchecked.json' with { type: 'json' };

/** The simulated DigitalOcean answers as the official description of 2026-08-07 says. */
const SPEC = join(
  import.meta.dirname,
  '../../../shared/specs/digitalocean/digitalocean.bundled.json',
);
const isThere = existsSync(SPEC);
if (!isThere && env['CI'] === 'true') throw new Error(`There is no API description at ${SPEC}.`);
if (!isThere) {
  process.stdout.write('contract (digitalocean): no API description beside the checkout\n');
}

/** What the description calls the object that a call is about, by the simulation's path. */
const DESCRIBED_PATHS: Readonly<Record<string, string>> = {
  '/vpcs/{id}/members': '/v2/vpcs/{vpc_id}/members',
  '/byoip_prefixes/{id}/ips': '/v2/byoip_prefixes/{byoip_prefix_uuid}/ips',
  '/databases/{id}/firewall': '/v2/databases/{database_cluster_uuid}/firewall',
  '/databases/{id}/replicas': '/v2/databases/{database_cluster_uuid}/replicas',
  '/databases/{id}/pools': '/v2/databases/{database_cluster_uuid}/pools',
  '/domains/{id}/records': '/v2/domains/{domain_name}/records',
};

/** An object that exists, for calls that are about one. */
const SUBJECTS: Readonly<Record<string, string | undefined>> = {
  'vpc-members': FULL_TEAM.vpcs?.[0]?.id,
  'byoip_prefix-ips': FULL_TEAM.byoipPrefixes?.[0]?.id,
  'database-firewall': FULL_TEAM.databases?.[0]?.id,
  'database-replicas': FULL_TEAM.databases?.[0]?.id,
  'database-pools': FULL_TEAM.databases?.[0]?.id,
  'domain-records': FULL_TEAM.domains?.[0]?.name,
};

const described = (path: string) => DESCRIBED_PATHS[path] ?? `/v2${path}`;

it('names every call either here or among the unchecked ones', () => {
  const here = new Set(ENDPOINTS.map(({ operation }) => operation));
  const elsewhere = new Set(Object.keys(unchecked.digitalocean));

  expect(OPERATIONS.filter(({ id }) => !here.has(id) && !elsewhere.has(id))).toEqual([]);
  expect([...elsewhere].filter((id) => here.has(id))).toEqual([]);
});

describe.runIf(isThere)('the simulated DigitalOcean', () => {
  let simulation: SimulatedDigitalOcean;
  let api: OpenApi;
  beforeAll(async () => {
    simulation = await serveDigitalOcean({ teams: [FULL_TEAM] });
    api = readOpenApi(SPEC);
  });
  afterAll(() => simulation.close());

  const ask = (operation: string, path: string, token = FULL_TEAM.token) =>
    fetch(`${simulation.url}/v2${path.replace('{id}', SUBJECTS[operation] ?? '')}`, {
      headers: { authorization: `Bearer ${token}` },
    });

  it.each(ENDPOINTS)('answers $operation as described', async ({ operation, path }) => {
    const validate = validatorOf(api, described(path), '200', setRight);
    const document: unknown = await (await ask(operation, path)).json();

    validate(document);

    expect(validate.errors ?? []).toEqual([]);
    expect(JSON.stringify(document).length).toBeGreaterThan(80);
  });

  it('refuses as described', async () => {
    const answer = await ask('droplets', '/droplets', 'wrong-token');
    const validate = validatorOf(api, '/v2/droplets', '401');

    validate(await answer.json());

    expect(answer.status).toBe(401);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(ENDPOINTS)('is asked with parameters that $operation has', ({ operation, path }) => {
    const names = parametersOf(api, described(path));
    const { paging } = OPERATIONS.find(({ id }) => id === operation) ?? { paging: undefined };
    const isPaged = paging === 'link' || operation === 'actions';

    expect(names).toEqual(expect.arrayContaining(isPaged ? ['page', 'per_page'] : []));
  });

  it('demands the scope that the adapter names for it', () => {
    const scopes = (path: string) => {
      const call = api.paths[path]?.get as { security?: { bearer_auth: string[] }[] } | undefined;
      return call?.security?.flatMap((one) => one.bearer_auth) ?? [];
    };
    const wrong = ENDPOINTS.filter(({ operation, path }) => {
      const named = OPERATIONS.find(({ id }) => id === operation)?.permissions ?? [];
      return !named.every((scope) => scopes(described(path)).includes(scope));
    });

    expect(wrong.map(({ operation }) => operation)).toEqual([]);
  });

  it('would be caught with a wrong type or an unknown field', async () => {
    const validate = validatorOf(api, '/v2/firewalls', '200', setRight);
    const document = (await (await ask('firewalls', '/firewalls')).json()) as {
      firewalls: JsonObject[];
    };
    const [first = {}] = document.firewalls;
    const holds = (firewall: JsonObject) => validate({ ...document, firewalls: [firewall] });

    expect(holds(first)).toBe(true);
    expect(holds({ ...first, droplet_ids: ['seven'] })).toBe(false);
    expect(holds({ ...first, inbound_rulse: [] })).toBe(false);
    expect(holds({ ...first, status: 'perhaps' })).toBe(false);
  });
});

/**
 * The copy is a month older than deny rules: `action` of a firewall rule is added to it, as the
 * vendor's own description has it since (openapi#1222).
 */
function setRight(schema: JsonObject): void {
  const { properties } = schema as { properties?: JsonObject };
  if (properties?.['protocol'] === undefined || properties['ports'] === undefined) return;
  properties['action'] = { type: 'string', enum: ['allow', 'deny'], default: 'allow' };
}
