import { z } from 'zod';

type Row = Readonly<Record<string, unknown>>;

const PolicyRow = z.object({ digest: z.string(), usedFrom: z.string(), text: z.string() });
const Waivers = z.object({ waivers: z.array(z.record(z.string(), z.unknown())).default([]) });

/**
 * Every waiver of every policy that was in force, as it was written: who accepted what, why, and until when. In order of the
 * policies and of their files.
 */
export function waiverRows(policies: readonly Row[]): readonly Row[] {
  return policies.flatMap((row) => {
    const { digest, usedFrom, text } = PolicyRow.parse(row);
    const { waivers } = Waivers.parse(JSON.parse(text));
    return waivers.map((waiver) => ({
      ...waiver,
      policyDigest: digest,
      policyUsedFrom: usedFrom,
    }));
  });
}
