import { afterAll, beforeAll } from 'vitest';
import { openDatabase } from '../../apps/scanner/src/store/open-database.ts';
import { describeBaseline } from '../end-to-end/service/baseline-suite.testkit.ts';
import { describePipeline } from '../end-to-end/service/pipeline-suite.testkit.ts';
import { describeScopedScans } from '../end-to-end/service/scoped-suite.testkit.ts';
import { describeService } from '../end-to-end/service/service-suite.testkit.ts';
import { startPostgres, startRedis, type TestServer } from './servers.testkit.ts';

const servers: TestServer[] = [];
let redis = '';
/** A new server for each suite: they must not see each other's scans. */
async function postgres(): Promise<string> {
  const server = await startPostgres();
  servers.push(server);
  return server.url;
}

beforeAll(async () => {
  const server = await startRedis();
  servers.push(server);
  redis = server.url;
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
});

describePipeline('in PostgreSQL', async () =>
  openDatabase({ kind: 'server', url: await postgres() }),
);
describeScopedScans('in PostgreSQL', async () =>
  openDatabase({ kind: 'server', url: await postgres() }),
);
describeBaseline('in PostgreSQL', async () =>
  openDatabase({ kind: 'server', url: await postgres() }),
);
describeService('on PostgreSQL, with its queue there too', async () => ({
  DATABASE_URL: await postgres(),
}));
describeService('on Redis and PostgreSQL', async () => ({
  DATABASE_URL: await postgres(),
  REDIS_URL: redis,
}));
