import type { Observation, Provider } from '@netposture/providers';
import type { Kysely } from 'kysely';
import type { EstateSource, OlderPart } from '../scan/latest-estate.ts';
import { recordedEstate } from '../scan/recorded-estate.ts';
import { latestRecorded } from '../store/latest-recorded.ts';
import { readSnapshot } from '../store/snapshot.ts';
import type { Tables } from '../store/tables.ts';

/** The estates of recorded scans, opened from what the store kept of them. */
export function recordedEstates(
  database: Kysely<Tables>,
  providers: readonly Provider[],
): EstateSource {
  return {
    latestId: async () => (await latestRecorded(database))?.id,
    open: async (scanId) => {
      const snapshot = await readSnapshot(database, scanId);
      if (snapshot === undefined) return undefined;
      const { recordedAt, requestedAt, observations } = snapshot;
      return {
        scanId,
        recordedAt,
        olderParts: olderThan(requestedAt, observations),
        linked: recordedEstate(snapshot, providers),
      };
    },
  };
}

/** The places that were looked at before this moment: the scan took them over. */
function olderThan(moment: string, observations: readonly Observation[]): readonly OlderPart[] {
  const parts = new Map<string, OlderPart>();
  for (const { provider, account, location, collectedAt } of observations) {
    if (Date.parse(collectedAt) >= Date.parse(moment)) continue;
    const key = JSON.stringify([provider, account, location]);
    const known = parts.get(key);
    if (known === undefined || collectedAt < known.collectedAt)
      parts.set(key, { provider, account, location, collectedAt });
  }
  return [...parts.values()].toSorted((a, b) => (a.collectedAt < b.collectedAt ? -1 : 1));
}
