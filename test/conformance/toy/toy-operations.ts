import type { JsonValue, Operation } from '@netposture/providers';
import { z } from 'zod';

const Network = z.object({ id: z.string(), name: z.string(), range: z.string() });
const Server = z.object({
  id: z.string(),
  name: z.string(),
  network: z.string(),
  address: z.string(),
});
const Database = z.object({
  id: z.string(),
  name: z.string(),
  connection: z.object({ host: z.string() }),
});
const Rule = z.object({ id: z.string(), cidr: z.string() });
const Region = z.object({ id: z.string() });

const WithId = z.object({ id: z.string() });
const nativeId = (item: JsonValue) => WithId.safeParse(item).data?.id;
const source = 'https://toy.example/api';
const shared = { depth: 'modelled', need: 'essential', secretPaths: [], nativeId, source } as const;

/** The toy's calls, by name. */
export const TOY = {
  regions: {
    ...shared,
    id: 'regions',
    reads: 'the regions that are switched on',
    permissions: ['toy:regions'],
    scope: 'global',
    paging: 'none',
    feeds: ['account'],
    item: Region,
  } satisfies Operation<z.infer<typeof Region>>,
  networks: {
    ...shared,
    id: 'networks',
    reads: 'every private network',
    permissions: ['toy:networks'],
    scope: 'regional',
    paging: 'page-number',
    feeds: ['network'],
    item: Network,
  } satisfies Operation<z.infer<typeof Network>>,
  servers: {
    ...shared,
    id: 'servers',
    reads: 'every server with its address',
    permissions: ['toy:servers'],
    scope: 'regional',
    paging: 'token',
    feeds: ['workload'],
    item: Server,
  } satisfies Operation<z.infer<typeof Server>>,
  databases: {
    ...shared,
    id: 'databases',
    reads: 'every managed database',
    permissions: ['toy:databases'],
    need: 'optional',
    scope: 'global',
    paging: 'none',
    feeds: ['service'],
    secretPaths: ['connection.password'],
    item: Database,
  } satisfies Operation<z.infer<typeof Database>>,
  databaseRules: {
    ...shared,
    id: 'database-rules',
    reads: 'the allow list of one database',
    permissions: ['toy:database-rules'],
    need: 'optional',
    scope: 'global',
    paging: 'none',
    perSubject: 'database',
    feeds: ['service', 'filter'],
    item: Rule,
  } satisfies Operation<z.infer<typeof Rule>>,
} as const;
