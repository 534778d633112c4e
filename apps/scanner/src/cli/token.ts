import { systemClock } from '../clock.ts';
import { terminalText } from '../output/terminal-text.ts';
import type { Administration } from '../store/administration.ts';
import type { TokenEntry, TokenRole } from '../store/tokens.ts';
import { CommandError, type CommandStreams, ExitCode } from './command-streams.ts';
import { expiryOf } from './expiry.ts';

interface Place {
  readonly dataDir?: string;
}

/** Makes a token, and prints its text alone on standard output. */
export async function createToken(
  options: Place & { readonly name: string; readonly role: TokenRole; readonly expires?: string },
  streams: CommandStreams,
): Promise<number> {
  const { name, role, expires } = options;
  const expiresAt = expires === undefined ? undefined : expiryOf(expires, systemClock.now());
  const wanted = { name, role, ...(expiresAt === undefined ? {} : { expiresAt }) };
  const { id, text } = await administer(options, streams, (store) => store.createToken(wanted));
  streams.writeResult(`${text}\n`);
  const until = expiresAt === undefined ? 'never expires' : `expires ${expiresAt}`;
  streams.writeMessage(
    terminalText(`The token "${name}" (${role}, ${until}, id ${id}) is not shown again.`).concat(
      '\n',
    ),
  );
  return ExitCode.ok;
}

/** Lists all tokens, revoked and expired ones included. */
export async function listTokens(
  options: Place & { readonly format: string },
  streams: CommandStreams,
): Promise<number> {
  const tokens = await administer(options, streams, (store) => store.listTokens());
  const now = systemClock.now();
  const rows = tokens.map((token) => ({ ...token, state: stateOf(token, now) }));
  streams.writeResult(
    options.format === 'json'
      ? `${JSON.stringify({ schemaVersion: 1, tokens: rows }, null, 2)}\n`
      : rows.map(lineOf).join(''),
  );
  return ExitCode.ok;
}

/** Revokes one token. */
export async function revokeToken(
  id: string,
  options: Place,
  streams: CommandStreams,
): Promise<number> {
  await administer(options, streams, (store) => store.revokeToken(id));
  streams.writeMessage(`The token ${terminalText(id)} is revoked.\n`);
  return ExitCode.ok;
}

function administer<T>(
  place: Place,
  { administer: use }: CommandStreams,
  act: (store: Administration) => Promise<T>,
): Promise<T> {
  if (use === undefined) throw new CommandError('POSTURE_NO_STORE', 'There is no store here.');
  return use(place, act);
}

function stateOf({ revokedAt, expiresAt }: TokenEntry, now: number): string {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'valid';
}

function lineOf(token: TokenEntry & { readonly state: string }): string {
  const { id, name, role, createdAt, expiresAt, state } = token;
  const until = expiresAt === null ? 'never expires' : `expires ${expiresAt.slice(0, 16)}Z`;
  return `${terminalText(`${id}  ${state.padEnd(7)}  ${role.padEnd(5)}  made ${createdAt.slice(0, 10)}, ${until}  ${name}`)}\n`;
}
