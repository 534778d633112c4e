import { z } from 'zod';
import { SCHEMA_VERSION } from './scan-report.ts';

/** What `doctor --format json` prints. */
export const DoctorJson = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  checks: z.array(
    z.strictObject({
      check: z.string(),
      outcome: z.enum(['ok', 'warning', 'failed', 'skipped']),
      says: z.string(),
      cure: z.string().optional().describe('what to do, where something is wrong'),
    }),
  ),
});

/** What `token list --format json` prints: everything of the tokens but their texts. Instants are ISO 8601 in UTC. */
export const TokensJson = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  tokens: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      role: z.enum(['read', 'scan', 'admin']),
      createdAt: z.iso.datetime(),
      expiresAt: z.iso.datetime().nullable().describe('null: it never expires'),
      revokedAt: z.iso.datetime().nullable(),
      state: z.enum(['valid', 'expired', 'revoked']),
    }),
  ),
});
