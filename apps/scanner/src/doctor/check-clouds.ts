import { isGap } from '@netposture/network/graph';
import type { CollectContext, Observation, Provider } from '@netposture/providers';
import type { AccountEntry } from '../scan/ports.ts';
import { type CheckResult, found, trouble } from './check.ts';

/** More refusals than this are counted instead of listed. */
const SHOWN = 10;

/**
 * Asks every account which accounts and regions it leads to, and everything about the first region of each account: so the
 * credential and the permissions are known, at the price of one region's requests. Keeps nothing.
 */
export async function checkClouds(
  accounts: readonly AccountEntry[],
  context: CollectContext,
): Promise<readonly CheckResult[]> {
  if (accounts.length === 0) {
    const cure =
      'Write accounts into the policy file, or set the variables of a cloud (see .env.example) for `netposture scan`.';
    return [trouble('clouds', 'failed', 'No account of any cloud is named.', cure)];
  }
  const results: CheckResult[] = [];
  for (const [index, account] of accounts.entries()) {
    results.push(...(await checkAccount(account, index, context)));
  }
  return results;
}

async function checkAccount(
  { provider, settings }: AccountEntry,
  index: number,
  context: CollectContext,
): Promise<readonly CheckResult[]> {
  const check = `${provider.title} (account entry ${index + 1})`;
  const discovery = await provider.discover(settings, context);
  const observations = [...discovery.observations];
  const firsts = discovery.targets.filter(
    (target, position) =>
      discovery.targets.findIndex(({ account }) => account === target.account) === position,
  );
  for (const target of firsts) {
    for await (const one of provider.collect(target, settings, context)) observations.push(one);
  }
  const refused = observations.filter(({ outcome }) => isGap(outcome));
  if (firsts.length === 0 || refused.length === observations.length) {
    return [noSight(check, provider, refused)];
  }
  const places = `${firsts.length} account${firsts.length === 1 ? '' : 's'}, ${discovery.targets.length} place${discovery.targets.length === 1 ? '' : 's'}`;
  const ok = found(check, 'ok', `The credential leads to ${places}.`);
  return refused.length === 0
    ? [ok]
    : [ok, ...shown(refused).map((one) => refusal(check, provider, one))];
}

function noSight(check: string, provider: Provider, refused: readonly Observation[]): CheckResult {
  const why = refused[0]?.message ?? 'it gave no reason';
  const says = `Nothing can be seen with this credential: ${why}`;
  return trouble(check, 'failed', says, permissionsOf(provider));
}

function refusal(check: string, provider: Provider, one: Observation): CheckResult {
  const { operation, subject, outcome, message, missingPermission } = one;
  const what = `${operation}${subject === undefined ? '' : ` ${subject}`}`;
  const says = `${what} is ${outcome}: ${message ?? 'no reason given'}`;
  const cure =
    missingPermission === undefined
      ? permissionsOf(provider)
      : `Grant ${missingPermission}. ${permissionsOf(provider)}`;
  return trouble(check, 'failed', says, cure);
}

/** One refusal for each call, since a missing permission is met by every object of its kind. */
function shown(refused: readonly Observation[]): readonly Observation[] {
  const byCall = new Map(refused.map((one) => [`${one.operation} ${one.outcome}`, one]));
  return [...byCall.values()].slice(0, SHOWN);
}

function permissionsOf({ permissions }: Provider): string {
  return `docs/providers/${permissions.file} lists what the credential needs; it needs no right to write.`;
}
