import { createRedactor } from '@netposture/providers';
import { Redis } from 'ioredis';
import { messageOf } from '../errors.ts';
import { type CheckResult, found, trouble } from './check.ts';

const CHECK = 'queue';
/** The oldest that the suites of the queue run on. */
const OLDEST_MAJOR = 7;
const PATIENCE_MS = 10_000;

/** What was found about the queue, and the clock of its server. */
export interface QueueCheck {
  readonly results: readonly CheckResult[];
  /** Milliseconds since 1970. */
  readonly now?: number;
}

/** Asks Redis for its version, its clock, and whether it keeps jobs; changes nothing. */
export async function checkRedis(url: string): Promise<QueueCheck> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason = '';
  redis.on('error', (error: Error) => {
    reason = error.message;
  });
  try {
    await redis.connect();
    const info = fieldsOf(await redis.info());
    const [seconds, microseconds] = await redis.time();
    return {
      results: judged(info),
      now: Number(seconds) * 1000 + Number(microseconds) / 1000,
    };
  } catch (error) {
    const redact = createRedactor([url]);
    const says = `Redis does not let us in: ${redact(reason || messageOf(error))}.`;
    const cure =
      'Check REDIS_URL (host, port, password, rediss:// for TLS), and that the server runs.';
    return { results: [trouble(CHECK, 'failed', says, cure)] };
  } finally {
    redis.disconnect();
  }
}

function judged(info: ReadonlyMap<string, string>): readonly CheckResult[] {
  const version = info.get('redis_version') ?? '0';
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) {
    return [trouble(CHECK, 'failed', `Redis ${version} is too old.`, 'Use Redis 7 or newer.')];
  }
  const results = [found(CHECK, 'ok', `Redis ${version} answers.`)];
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (policy !== 'noeviction') {
    const says = `Redis throws keys away when memory runs out (${policy}): jobs would be lost.`;
    results.push(trouble(CHECK, 'warning', says, 'Set maxmemory-policy to noeviction.'));
  }
  if (info.get('aof_enabled') !== '1') {
    const says =
      'Redis keeps no log of its writes: scans that wait are lost when it restarts, until the service finds them again.';
    results.push(trouble(CHECK, 'warning', says, 'Set appendonly to yes.'));
  }
  return results;
}

function fieldsOf(info: string): ReadonlyMap<string, string> {
  return new Map(
    info.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
}
