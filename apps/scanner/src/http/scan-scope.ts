import { z } from 'zod';
import type { ScanScope } from '../scan/ports.ts';

/** A name or an id: without control characters, so that it fits into any database and any log. */
export const printable = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'holds a control character');

/** What a scan is asked to look at; an empty object asks for everything. */
export const ScopeBody = z.strictObject({
  provider: printable.optional(),
  account: printable.optional(),
  location: printable.optional(),
});

/** The scope that a body asks for. */
export function scopeOf({ provider, account, location }: z.infer<typeof ScopeBody>): ScanScope {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(account === undefined ? {} : { account }),
    ...(location === undefined ? {} : { location }),
  };
}
