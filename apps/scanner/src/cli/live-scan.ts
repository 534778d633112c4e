import type { LinkedGraph } from '@netposture/network/graph';
import { createCollectContext, createMeter } from '@netposture/providers';
import { credentialVariable, environmentAccounts } from '../config/environment-accounts.ts';
import { readServiceConfig } from '../config/service-config.ts';
import { terminalText } from '../output/terminal-text.ts';
import { collectEstate, type LiveEstate } from '../scan/live-estate.ts';
import type { AccountEntry } from '../scan/ports.ts';
import { CommandError, type CommandStreams } from './command-streams.ts';
import { openSaveFolder } from './save-folder.ts';

/** What a scan of the clouds themselves was given. */
export interface LiveScanOptions {
  readonly policy?: string;
  readonly save?: string;
  readonly maxRequests?: number;
}

/** The accounts of the policy file, else those that the environment names. Throws CommandError where there are none. */
export async function accountsOf(
  options: LiveScanOptions,
  streams: CommandStreams,
): Promise<readonly AccountEntry[]> {
  const environment = streams.environment ?? {};
  const configured =
    options.policy === undefined
      ? []
      : (await readServiceConfig(options.policy, environment)).accounts;
  const accounts = configured.length > 0 ? configured : await environmentAccounts(environment);
  if (accounts.length > 0) return accounts;
  throw new CommandError(
    'POSTURE_NO_ACCOUNT',
    'Nothing says what to scan. Set HCLOUD_TOKEN, DIGITALOCEAN_TOKEN, AWS_PROFILE or GOOGLE_APPLICATION_CREDENTIALS, write accounts into the policy file, or name a folder with --observations.',
  );
}

/** Lists what would be called, and by which credential, without calling anything. */
export async function dryRun(options: LiveScanOptions, streams: CommandStreams): Promise<void> {
  for (const { provider } of await accountsOf(options, streams)) {
    const variable = credentialVariable(provider.id, streams.environment ?? {});
    const by = variable === undefined ? 'the account entry of the policy file' : variable;
    streams.writeResult(`${provider.title}, credential of ${by}:\n`);
    for (const { id, reads, permissions } of provider.operations) {
      const needs = permissions.length === 0 ? '' : ` (${permissions.join(', ')})`;
      streams.writeResult(`  ${id}: ${reads}${needs}\n`);
    }
  }
}

/**
 * Asks the clouds, tells the progress on standard error, and keeps the answers in a folder where asked to: only when all of
 * them are there, so that an interrupted scan leaves nothing behind.
 */
export async function liveEstate(
  options: LiveScanOptions,
  streams: CommandStreams,
): Promise<LinkedGraph> {
  const accounts = await accountsOf(options, streams);
  if (options.save === undefined) return (await ask(accounts, options, streams)).linked;
  const folder = await openSaveFolder(options.save);
  try {
    const { linked, observations } = await ask(accounts, options, streams);
    const count = await folder.keep(observations, streams.signal);
    streams.writeMessage(`${count} answers saved in ${options.save}.\n`);
    return linked;
  } catch (error) {
    await folder.discard();
    throw error;
  }
}

async function ask(
  accounts: readonly AccountEntry[],
  options: LiveScanOptions,
  streams: CommandStreams,
): Promise<LiveEstate> {
  const meter = createMeter();
  const context = createCollectContext({
    signal: streams.signal ?? new AbortController().signal,
    meter,
    ...(options.maxRequests === undefined ? {} : { requestCap: options.maxRequests }),
    progress: ({ provider, account, location, operation, outcome }) => {
      if (streams.isInteractive !== true) return;
      const text = `${meter.read().requests} requests; ${provider}/${account}/${location} ${operation}: ${outcome}`;
      streams.writeMessage(`\r\u001b[2K${terminalText(text).slice(0, 110)}`);
    },
  });
  const clearLine = streams.isInteractive === true ? '\r\u001b[2K' : '';
  try {
    const estate = await collectEstate(accounts, context);
    streams.signal?.throwIfAborted();
    return estate;
  } finally {
    const { requests, retries, throttles } = meter.read();
    streams.writeMessage(
      `${clearLine}${requests} requests, ${retries} repeated, ${throttles} throttled.\n`,
    );
  }
}
