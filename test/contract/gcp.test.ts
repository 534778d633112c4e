import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import { GCP_OPERATIONS } from '../../packages/providers/src/gcp/operations/index.ts';
import { fullWorld } from '../clouds/gcp/index.ts';
import type { GivenAnswer } from '../clouds/gcp/serve.ts';
import { scanGcp } from '../end-to-end/gcp/scan.testkit.ts';
import {
  type DiscoveryDocument,
  fieldsNotIn,
  type MethodDescription,
  methodsOf,
  violations,
} from './discovery.testkit.ts';
import unchecked from './unchecked.json' with { type: 'json' };

/** The simulated Google Cloud answers, and is asked, as the discovery documents say. */
const SPECS = join(import.meta.dirname, '../../../shared/specs/gcp');
const isThere = existsSync(SPECS);
if (!isThere && env['CI'] === 'true') throw new Error(`There are no API descriptions at ${SPECS}.`);
if (!isThere) process.stdout.write('contract (gcp): no API descriptions beside the checkout\n');

/** The documents that there are, by service. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  alloydb: 'alloydb.v1.json',
  cloudresourcemanager: 'cloudresourcemanager.v3.json',
  compute: 'compute.v1.json',
  container: 'container.v1.json',
  memcache: 'memcache.v1.json',
  networkconnectivity: 'networkconnectivity.v1.json',
  networksecurity: 'networksecurity.v1.json',
  redis: 'redis.v1.json',
  sqladmin: 'sqladmin.v1.json',
};

const elsewhere: Readonly<Record<string, string>> = unchecked.gcp;

it('names every call either in a document or among the unchecked ones', () => {
  const missing = GCP_OPERATIONS.filter(
    ({ id, service }) => !(service in DOCUMENTS) && !(id in elsewhere),
  );

  expect(missing.map(({ id }) => id)).toEqual([]);
  const checked = GCP_OPERATIONS.filter(({ service }) => service in DOCUMENTS).map(({ id }) => id);
  expect(checked.filter((id) => id in elsewhere)).toEqual([]);
});

describe.runIf(isThere)('by the discovery documents', () => {
  const answers: GivenAnswer[] = [];
  const documents = new Map<string, DiscoveryDocument>();
  const methods = new Map<string, MethodDescription>();
  beforeAll(async () => {
    for (const [service, file] of Object.entries(DOCUMENTS)) {
      const document: DiscoveryDocument = JSON.parse(readFileSync(join(SPECS, file), 'utf8'));
      documents.set(service, document);
      for (const method of methodsOf(document)) methods.set(`${service} ${method.id}`, method);
    }
    await scanGcp(fullWorld().world, { pageSize: 2, onAnswer: (answer) => answers.push(answer) });
  });
  const described = GCP_OPERATIONS.filter(({ service }) => service in DOCUMENTS);
  const methodOf = (operation: (typeof described)[number]) =>
    methods.get(`${operation.service} ${operation.method}`);

  it.each(described.map((one) => [one.id, one] as const))(
    '%s is a method, with the verb and path of its description',
    (_, operation) => {
      const method = methodOf(operation);
      const path = operation.path.replaceAll(/\{\w+\}|\/-(?=\/|$)/g, (text) =>
        text.startsWith('/') ? '/{}' : '{}',
      );

      expect(method?.httpMethod).toBe(operation.verb);
      expect(method?.paths.map((one) => one.replaceAll(/\{[^}]*\}/g, '{}'))).toContain(path);
    },
  );

  it.each(described.map((one) => [one.id, one] as const))(
    '%s is asked with described parameters alone',
    (_, operation) => {
      const method = methodOf(operation);
      const sent = answers.filter((answer) => answer.method === operation.method);
      const names = new Set(sent.flatMap((answer) => [...answer.query.keys()]));
      // It left the list of parameters in 2026-09 and stands in the description of every aggregated list.
      if (method?.description.includes('returnPartialSuccess') === true)
        names.delete('returnPartialSuccess');

      expect(sent.length).toBeGreaterThan(0);
      expect([...names].filter((name) => !(name in (method?.parameters ?? {})))).toEqual([]);
    },
  );

  it.each(described.map((one) => [one.id, one] as const))(
    '%s is answered as its schema says',
    (_, operation) => {
      const method = methodOf(operation);
      const document = documents.get(operation.service);
      const found = answers
        .filter((answer) => answer.method === operation.method)
        .flatMap((answer) =>
          document === undefined
            ? ['no document']
            : violations(answer.body, { $ref: method?.response ?? '' }, document),
        );

      expect(found).toEqual([]);
    },
  );

  it('reads fields that there are, in at least one of the answers that share a schema', () => {
    const schemas = Map.groupBy(described, (operation) => operation.item);
    const missing = [...schemas.values()].flatMap((sharing) => {
      const lists = sharing.map((operation) => {
        const document = documents.get(operation.service);
        const method = methodOf(operation);
        if (document === undefined || method === undefined) throw new Error('not described');
        return fieldsNotIn(operation, method.response, document);
      });
      const everywhere = lists[0]?.filter((field) => lists.every((list) => list.includes(field)));
      return (everywhere ?? []).map((field) => `${sharing[0]?.id}${field}`);
    });

    expect(missing).toEqual([]);
  });

  it('would notice an invented field', () => {
    const document = documents.get('compute');
    const list = { items: [{ name: 'x', sourceRanges: [1], inventedField: true }] };

    expect(document && violations(list, { $ref: 'FirewallList' }, document)).toEqual([
      '.items[0].sourceRanges[0]: not a string',
      '.items[0].inventedField: not described',
    ]);
  });
});
