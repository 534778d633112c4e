import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { dataDirectoryOf, readEnvironment } from '../config/service-environment.ts';
import { PostureError } from '../errors.ts';
import type { Administration, UseAdministration } from '../store/administration.ts';
import { evidencePage } from '../store/evidence-rows.ts';
import { type Database, openDatabase } from '../store/open-database.ts';
import { createTokens, tokenRoles } from '../store/tokens.ts';
import type { CallService } from './handover.ts';
import { throughHolder } from './through-holder.ts';

/** Who acts, for the audit: whoever may open the store. */
const ACTOR = 'command line';

/** The store for operators: opened here, or through the service that holds the data directory. */
export function useAdministration(
  variables: Readonly<Record<string, string | undefined>>,
): UseAdministration {
  return ({ dataDir }, use) => {
    const environment = readEnvironment({
      ...variables,
      ...(dataDir === undefined ? {} : { NETPOSTURE_DATA_DIR: dataDir }),
    });
    const url = environment.DATABASE_URL;
    const directory = dataDirectoryOf(environment, variables);
    return throughHolder(
      directory,
      async () => {
        const database = await openDatabase(
          url === undefined ? { kind: 'embedded', directory } : { kind: 'server', url },
        );
        try {
          return await use(administrationOf(database));
        } finally {
          await database.close();
        }
      },
      (call) => use(administrationThrough(call)),
    );
  };
}

function administrationOf({ kysely }: Database): Administration {
  const tokens = createTokens(kysely, systemClock);
  return {
    createToken: (wanted) => tokens.create(wanted, ACTOR),
    listTokens: () => tokens.list(),
    revokeToken: async (id) => {
      if (await tokens.revoke(id, ACTOR)) return;
      throw new PostureError(
        'POSTURE_TOKEN_UNKNOWN',
        'There is no such token, or it was revoked before. `netposture token list` shows them.',
      );
    },
    evidence: (table, cursor) => evidencePage(kysely, table, cursor),
  };
}

const Made = z.object({ id: z.string(), text: z.string() });
const Entries = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(tokenRoles),
      createdAt: z.string(),
      expiresAt: z.string().nullable(),
      revokedAt: z.string().nullable(),
    }),
  ),
});
const Page = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.string().optional(),
});

function administrationThrough(call: CallService): Administration {
  return {
    createToken: async (wanted) =>
      Made.parse(
        await call('/v1/tokens', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(wanted),
        }),
      ),
    listTokens: async () => Entries.parse(await call('/v1/tokens')).items,
    revokeToken: async (id) => {
      await call(`/v1/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
    evidence: async (table, cursor) => {
      const query = cursor === undefined ? '' : `?cursor=${cursor}`;
      const { items, next } = Page.parse(await call(`/v1/evidence/${table}${query}`));
      return next === undefined ? { items } : { items, next };
    },
  };
}
