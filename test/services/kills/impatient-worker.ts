/** `netposture serve --role worker` that takes silent processes for dead within a second or two, so that kill rounds are quick. */
import process from 'node:process';
import { readEnvironment } from '../../../apps/scanner/src/config/service-environment.ts';
import { startService } from '../../../apps/scanner/src/service/start-service.ts';

await startService({
  environment: readEnvironment(),
  role: 'worker',
  patience: {
    jobMs: 900,
    leaseMs: 900,
    restMs: 50,
    retryMs: 50,
    claimMs: 1_500,
    recoverMs: 500,
  },
});
process.stderr.write('netposture (worker) is ready.\n');
