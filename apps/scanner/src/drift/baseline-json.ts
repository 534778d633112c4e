import { z } from 'zod';
import type { BaselineEntry } from './baseline.ts';
import { packetSetOf } from './exposure-state.ts';

/** Sets of packets as they are kept; refuses what is none. */
export const ReadablePackets = z
  .array(
    z.object({
      source: z.array(z.string()),
      destination: z.array(z.string()),
      transport: z.string(),
    }),
  )
  .refine((rows) => {
    try {
      packetSetOf(rows);
      return true;
    } catch {
      return false;
    }
  }, 'are no packets');

/** What a baseline holds, as it is handed to a service. */
export const BaselineEntriesJson = z.array(
  z.strictObject({
    kind: z.enum(['finding', 'exposure']),
    id: z.string().min(1).max(4000),
    packets: ReadablePackets,
    places: z.array(
      z.strictObject({ provider: z.string(), account: z.string(), location: z.string() }),
    ),
  }),
);

/** Entries as they were handed over. */
export function baselineEntries(
  given: z.infer<typeof BaselineEntriesJson>,
): readonly BaselineEntry[] {
  return given.map((one) => ({ ...one, isOutgrown: false }));
}
