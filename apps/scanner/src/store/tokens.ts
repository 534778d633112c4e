import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { type Clock, instantOf } from '../clock.ts';
import type { Tables } from './tables.ts';

/** What a token may do; each includes the ones before it. */
export const tokenRoles = ['read', 'scan', 'admin'] as const;

/** One of {@link tokenRoles}. */
export type TokenRole = (typeof tokenRoles)[number];

/** Who calls. */
export interface TokenHolder {
  readonly id: string;
  readonly name: string;
  readonly role: TokenRole;
}

/** A token as a list shows it: everything but its text, which nobody has kept. Instants are ISO 8601. */
export interface TokenEntry extends TokenHolder {
  readonly createdAt: string;
  /** Null: it never expires. */
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

/** A token that is wanted. */
export interface NewToken {
  readonly name: string;
  readonly role: TokenRole;
  /** ISO 8601; absent: it never expires. */
  readonly expiresAt?: string;
}

/** API tokens; only their hashes are kept. Making and revoking are written to the audit. */
export interface Tokens {
  /**
   * Makes a token. Its text is given here and never again.
   *
   * @param actor who asks for it, for the audit
   */
  create(wanted: NewToken, actor: string): Promise<{ readonly id: string; readonly text: string }>;
  /** Who holds this text; undefined for a wrong, revoked or expired one. */
  find(text: string): Promise<TokenHolder | undefined>;
  /** False where there is no such token, or it was revoked before. */
  revoke(id: string, actor: string): Promise<boolean>;
  /** In order of making. */
  list(): Promise<readonly TokenEntry[]>;
}

/** The tokens of the store. */
export function createTokens(database: Kysely<Tables>, clock: Clock): Tokens {
  return {
    create: async ({ name, role, expiresAt = null as string | null }, actor) => {
      const id = randomUUID();
      const text = `npt_${randomBytes(32).toString('base64url')}`;
      const at = instantOf(clock);
      const row = {
        id,
        name,
        role,
        hash: hashOf(text),
        created_at: at,
        expires_at: expiresAt,
        revoked_at: null,
      };
      await database.transaction().execute(async (transaction) => {
        await transaction.insertInto('token').values(row).execute();
        const detail = { id, name, role, expiresAt };
        await audit(transaction, { at, actor, action: 'token-created', detail });
      });
      return { id, text };
    },
    find: async (text) => {
      // Looked up by a digest of 256 random bits: timing tells nothing of use about the text.
      const row = await database
        .selectFrom('token')
        .select(['id', 'name', 'role', 'expires_at'])
        .where('hash', '=', hashOf(text))
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { id, name, role, expires_at } = row;
      if (expires_at !== null && expires_at.getTime() <= clock.now()) return undefined;
      return { id, name, role: roleOf(role) };
    },
    revoke: (id, actor) => {
      const at = instantOf(clock);
      return database.transaction().execute(async (transaction) => {
        const changed = await transaction
          .updateTable('token')
          .set({ revoked_at: at })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) return false;
        await audit(transaction, { at, actor, action: 'token-revoked', detail: { id } });
        return true;
      });
    },
    list: async () => {
      const rows = await database
        .selectFrom('token')
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(({ id, name, role, created_at, expires_at, revoked_at }) => ({
        id,
        name,
        role: roleOf(role),
        createdAt: created_at.toISOString(),
        expiresAt: expires_at?.toISOString() ?? null,
        revokedAt: revoked_at?.toISOString() ?? null,
      }));
    },
  };
}

async function audit(
  transaction: Transaction<Tables>,
  entry: {
    readonly at: string;
    readonly actor: string;
    readonly action: string;
    readonly detail: object;
  },
): Promise<void> {
  const row = { ...entry, detail: JSON.stringify(entry.detail) };
  await transaction.insertInto('audit').values(row).execute();
}

/** What is not known as a role may do the least. */
function roleOf(text: string): TokenRole {
  return tokenRoles.find((role) => role === text) ?? 'read';
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
