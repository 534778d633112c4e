import process from 'node:process';
import { z } from 'zod';
import { PostureError } from '../errors.ts';

const optional = z.string().min(1).optional();

/** Every environment variable that netposture reads. */
export const Environment = z.object({
  DATABASE_URL: optional.describe(
    'PostgreSQL 15 or newer; without it the store is embedded in the data directory.',
  ),
  REDIS_URL: optional.describe(
    'Redis 7 or newer for the queue; without it the queue lives in the database.',
  ),
  NETPOSTURE_CONFIG: z
    .string()
    .default('netposture.yaml')
    .describe('The file with accounts, schedule and notifications.'),
  NETPOSTURE_DATA_DIR: optional.describe(
    'Folder of the embedded store and of the first token; default: the XDG data folder.',
  ),
  NETPOSTURE_BASELINE: optional.describe(
    'What is known already and alerts nobody: a report of `scan --format json`, the folder of an export, or the id of a scan.',
  ),
  NETPOSTURE_HOST: z.string().default('127.0.0.1').describe('Address that the API listens on.'),
  NETPOSTURE_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(7788)
    .describe('Port that the API listens on.'),
  NETPOSTURE_HOSTS: optional.describe(
    'Further names under which the API is called, separated by commas: that of a reverse proxy or a container.',
  ),
  NETPOSTURE_HOOK_SECRET: optional.describe(
    'Shared secret of the signed hook; without it the hook is off.',
  ),
  NETPOSTURE_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('How much is logged.'),
});
export type Environment = z.infer<typeof Environment>;

/** The environment of this process, checked. Throws `POSTURE_ENVIRONMENT_INVALID` with the names of what is wrong. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new PostureError(
    'POSTURE_ENVIRONMENT_INVALID',
    `The environment is wrong. ${names.join('; ')}`,
  );
}

/** The folder of the embedded store. */
export function dataDirectoryOf(
  environment: Environment,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string {
  if (environment.NETPOSTURE_DATA_DIR !== undefined) return environment.NETPOSTURE_DATA_DIR;
  const base = variables['XDG_DATA_HOME'] ?? `${variables['HOME'] ?? '.'}/.local/share`;
  return `${base}/netposture`;
}

/** Names under which the API may be called, in lower case and without ports. An address that means every one is no name. */
export function hostsOf({
  NETPOSTURE_HOST: own,
  NETPOSTURE_HOSTS: more,
}: Environment): readonly string[] {
  const given = [own.includes(':') ? `[${own}]` : own, ...(more ?? '').split(',')];
  const names = given.map((name) => name.trim().toLowerCase());
  return [
    'localhost',
    '127.0.0.1',
    '[::1]',
    ...names.filter((name) => !['', '0.0.0.0', '[::]'].includes(name)),
  ];
}
