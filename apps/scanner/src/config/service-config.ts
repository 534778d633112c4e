import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { PROVIDERS } from '@netposture/providers';
import { Cron } from 'croner';
import { parse } from 'yaml';
import { z } from 'zod';
import { messageOf, PostureError } from '../errors.ts';
import type { AccountEntry } from '../scan/ports.ts';

const Notification = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slack'), name: z.string().default('slack'), url: z.string() }),
  z.strictObject({
    kind: z.literal('slack-bot'),
    name: z.string().default('slack-bot'),
    token: z.string(),
    channel: z
      .string()
      .regex(/^[CG][A-Z0-9]{2,}$/, 'write the id of the channel, such as C0123ABCD'),
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
  }),
  z.strictObject({
    kind: z.literal('webhook'),
    name: z.string().default('webhook'),
    url: z.string(),
    secret: z.string(),
  }),
]);

const ServiceFile = z.object({
  accounts: z.array(z.looseObject({ provider: z.string() })).default([]),
  schedule: z.strictObject({ cron: z.string(), timezone: z.string().default('UTC') }).optional(),
  notifications: z.array(Notification).default([]),
  retention: z
    .strictObject({
      days: z.number().int().min(1).max(36_500).default(365),
      snapshots: z.number().int().min(1).max(10_000).default(30),
    })
    .optional(),
});

/** Where alerts go, secrets resolved. */
export type NotificationConfig = z.infer<typeof Notification>;

/** The service's part of the policy file, references resolved. Holds secrets: never log or keep it. */
export interface ServiceConfig {
  readonly accounts: readonly AccountEntry[];
  readonly schedule?: { readonly cron: string; readonly timezone: string };
  readonly notifications: readonly NotificationConfig[];
  /** How many days of history, and the observations of how many scans are kept; absent: the default. */
  readonly retention?: { readonly days: number; readonly snapshots: number };
  /** Every value that came from a reference, and everything in the notifications that is one wherever it came from. */
  readonly secrets: readonly string[];
}

/**
 * Reads accounts, schedule and notifications from the policy file; its other keys belong to the rules. `${NAME}` stands for
 * a variable of the environment, `file:/PATH` for the first line of a file.
 *
 * @throws PostureError `POSTURE_CONFIG_INVALID`; its text quotes no value.
 */
export async function readServiceConfig(
  file: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Promise<ServiceConfig> {
  const secrets: string[] = [];
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const cure =
      'Write one with `netposture init`, or name another with --config or NETPOSTURE_CONFIG';
    throw invalid(file, `cannot be read (${messageOf(error)}). ${cure}`);
  });
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw invalid(file, messageOf(error).split('\n')[0] ?? 'is no YAML');
  }
  const resolved = await resolveReferences(raw ?? {}, async (reference) => {
    const value = await referenced(reference, file, variables);
    secrets.push(value);
    return value;
  });
  const parsed = ServiceFile.safeParse(resolved);
  if (!parsed.success) throw invalid(file, wordsOf(parsed.error));
  const { accounts, schedule, notifications, retention } = parsed.data;
  if (schedule !== undefined) checkSchedule(file, schedule);
  const names = notifications.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw invalid(file, 'notifications: two have the same name');
  return {
    accounts: await Promise.all(accounts.map((entry, index) => accountOf(file, entry, index))),
    ...(schedule === undefined ? {} : { schedule }),
    notifications,
    ...(retention === undefined ? {} : { retention }),
    // Also those that were written out, against all advice.
    secrets: [...secrets, ...notifications.flatMap(secretsIn)],
  };
}

function secretsIn(notification: NotificationConfig): readonly string[] {
  switch (notification.kind) {
    case 'slack':
      return [notification.url];
    case 'slack-bot':
      return [notification.token];
    case 'webhook':
      return [notification.url, notification.secret];
  }
}

async function accountOf(
  file: string,
  { provider: id, ...given }: { readonly provider: string },
  index: number,
): Promise<AccountEntry> {
  const registered = PROVIDERS.find((one) => one.id === id);
  const known = PROVIDERS.map((one) => one.id).join(', ');
  if (registered === undefined) {
    throw invalid(file, `accounts.${index}.provider: "${id}" is none of ${known}`);
  }
  const provider = await registered.load();
  const settings = provider.settings.safeParse(given);
  if (!settings.success) throw invalid(file, `accounts.${index}: ${wordsOf(settings.error)}`);
  return { provider, settings: settings.data };
}

function checkSchedule(file: string, { cron, timezone }: { cron: string; timezone: string }): void {
  try {
    new Cron(cron, { timezone, paused: true }).nextRun();
  } catch (error) {
    throw invalid(file, `schedule: ${messageOf(error)}`);
  }
}

async function resolveReferences(
  value: unknown,
  resolve: (reference: string) => Promise<string>,
): Promise<unknown> {
  if (typeof value === 'string') {
    const [, name, path] = /^(?:\$\{([^}]+)\}|(file:\/.+))$/.exec(value) ?? [];
    const reference = name ?? path;
    return reference === undefined ? value : resolve(reference);
  }
  if (Array.isArray(value))
    return Promise.all(value.map((part) => resolveReferences(part, resolve)));
  if (typeof value !== 'object' || value === null) return value;
  const parts = await Promise.all(
    Object.entries(value).map(async ([name, part]) => [
      name,
      await resolveReferences(part, resolve),
    ]),
  );
  return Object.fromEntries(parts);
}

async function referenced(
  reference: string,
  file: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (reference.startsWith('file:')) {
    const text = await readFile(reference.slice(5), 'utf8').catch(() => undefined);
    const [line] = text?.split('\n') ?? [];
    if (line !== undefined && line !== '') return line;
    throw invalid(file, `\${${reference}} names no file with a value`);
  }
  const value = variables[reference];
  if (value !== undefined && value !== '') return value;
  throw invalid(file, `\${${reference}} is not set in the environment`);
}

function wordsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

function invalid(file: string, what: string): PostureError {
  return new PostureError('POSTURE_CONFIG_INVALID', `${file}: ${what}.`);
}
