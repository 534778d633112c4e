import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
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

/** API tokens; only their hashes are kept. */
export interface Tokens {
  /** Makes a token. Its text is given here and never again. */
  create(name: string, role: TokenRole): Promise<{ readonly id: string; readonly text: string }>;
  /** Who holds this text; undefined for a wrong or revoked one. */
  find(text: string): Promise<TokenHolder | undefined>;
  revoke(id: string): Promise<boolean>;
  list(): Promise<readonly (TokenHolder & { readonly isRevoked: boolean })[]>;
}

/** The tokens of the store. */
export function createTokens(database: Kysely<Tables>, clock: Clock): Tokens {
  return {
    create: async (name, role) => {
      const id = randomUUID();
      const text = `npt_${randomBytes(32).toString('base64url')}`;
      const row = {
        id,
        name,
        role,
        hash: hashOf(text),
        created_at: instantOf(clock),
        revoked_at: null,
      };
      await database.insertInto('token').values(row).execute();
      return { id, text };
    },
    find: async (text) => {
      // Looked up by a digest of 256 random bits: timing tells nothing of use about the text.
      const row = await database
        .selectFrom('token')
        .select(['id', 'name', 'role'])
        .where('hash', '=', hashOf(text))
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return row === undefined ? undefined : { ...row, role: roleOf(row.role) };
    },
    revoke: async (id) => {
      const changed = await database
        .updateTable('token')
        .set({ revoked_at: instantOf(clock) })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    },
    list: async () => {
      const rows = await database.selectFrom('token').selectAll().orderBy('created_at').execute();
      return rows.map(({ id, name, role, revoked_at }) => ({
        id,
        name,
        role: roleOf(role),
        isRevoked: revoked_at !== null,
      }));
    },
  };
}

function roleOf(text: string): TokenRole {
  return tokenRoles.find((role) => role === text) ?? 'read';
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
