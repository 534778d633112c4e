import { readEnvironment } from '../../../apps/scanner/src/config/service-environment.ts';
import { startService } from '../../../apps/scanner/src/service/start-service.ts';
import { startPostgres, startRedis } from '../servers.testkit.ts';
import { startImpatientWorker, startWholeService } from '../service-process.testkit.ts';
import { describeKills } from './kill-rounds.testkit.ts';

describeKills('of the whole service on the embedded default', async () => ({
  start: startWholeService,
  close: async () => {},
}));

describeKills('of the only worker on Redis and PostgreSQL', async (variables) => {
  const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  const shared = { DATABASE_URL: postgres.url, REDIS_URL: redis.url };
  const api = await startService({
    environment: readEnvironment({ ...variables, ...shared }),
    role: 'api',
  });
  return {
    start: (own) => startImpatientWorker({ ...own, ...shared }),
    ...(api.url === undefined ? {} : { apiUrl: api.url }),
    close: async () => {
      await api.close();
      await Promise.all([redis.stop(), postgres.stop()]);
    },
  };
});
