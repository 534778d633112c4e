import { readFile } from 'node:fs/promises';
import { parsePolicy } from '@netposture/rules';
import { Cron } from 'croner';
import { readServiceConfig, type ServiceConfig } from '../config/service-config.ts';
import { codeOf, messageOf } from '../errors.ts';
import { type CheckResult, found, trouble } from './check.ts';

const CHECK = 'configuration';

/** The configuration as far as it could be read, with what was found about it. */
export interface ConfigurationChecks {
  readonly config?: ServiceConfig;
  readonly results: readonly CheckResult[];
}

/** Reads the policy file as the service does. */
export async function checkConfiguration(
  file: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<ConfigurationChecks> {
  let config: ServiceConfig;
  try {
    config = await readServiceConfig(file, variables);
  } catch (error) {
    if (codeOf(error) !== 'POSTURE_CONFIG_INVALID') throw error;
    const cure = `Correct ${file}, set the variables that it names, or name another file with --config or NETPOSTURE_CONFIG.`;
    return { results: [trouble(CHECK, 'failed', messageOf(error), cure)] };
  }
  const { problems, isRefused } = parsePolicy(await readFile(file, 'utf8'), file, {
    environment: variables,
  });
  const words = problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
  if (isRefused) {
    const says = `The policy in ${file} is refused: ${words.join(' ')}`;
    return { results: [trouble(CHECK, 'failed', says, 'Correct the lines that are named.')] };
  }
  const policy =
    words.length === 0
      ? found(CHECK, 'ok', `${file} is read.`)
      : trouble(
          CHECK,
          'warning',
          `${file}: ${words.join(' ')}`,
          'Look at the lines that are named.',
        );
  return { config, results: [policy, scheduleOf(config), receiversOf(config)] };
}

function scheduleOf({ schedule }: ServiceConfig): CheckResult {
  if (schedule === undefined) {
    return trouble(
      'schedule',
      'warning',
      'No schedule: the service scans when it is asked to, and never by itself.',
      'Write schedule: { cron: "0 * * * *", timezone: UTC } into the policy file.',
    );
  }
  const { cron, timezone } = schedule;
  const next = new Cron(cron, { timezone, paused: true }).nextRun();
  if (next !== null)
    return found('schedule', 'ok', `The next scan begins at ${next.toISOString()}.`);
  const says = `The schedule "${cron}" in ${timezone} never comes round.`;
  return trouble('schedule', 'failed', says, 'Write a cron expression that has a next time.');
}

function receiversOf({ notifications }: ServiceConfig): CheckResult {
  const names = notifications.map(({ name }) => name).join(', ');
  if (names !== '') return found('alerts', 'ok', `Alerts go to ${names}.`);
  return trouble(
    'alerts',
    'warning',
    'Alerts go nowhere: findings and drift are kept, and nobody is told.',
    'Write notifications into the policy file: Slack, or a webhook.',
  );
}
