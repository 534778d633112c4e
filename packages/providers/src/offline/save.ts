import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { coverageKey } from '../coverage.ts';
import { type Observation, scopeOf } from '../observation.ts';
import { distinctFilePathOf, filePathOf } from './file-path.ts';

/**
 * Writes observations below a folder, one file each, readable by their owner alone, and returns how
 * many. `readObservations` gives them back unchanged. Files are replaced but never removed: begin
 * with an empty folder, or what an earlier scan left is read along.
 *
 * @throws Error `POSTURE_OBSERVATION_REPEATED` when two observations have the same scope: one of
 *   them would be lost.
 */
export async function saveObservations(
  folder: string,
  observations: Iterable<Observation> | AsyncIterable<Observation>,
): Promise<number> {
  const scopes = new Set<string>();
  const paths = new Set<string>();
  for await (const observation of observations) {
    const scope = coverageKey(scopeOf(observation));
    if (scopes.has(scope)) {
      throw new Error(`POSTURE_OBSERVATION_REPEATED: two observations of ${scope}.`);
    }
    scopes.add(scope);
    const plain = filePathOf(observation);
    const path = paths.has(plain.toLowerCase()) ? distinctFilePathOf(observation) : plain;
    paths.add(path.toLowerCase());
    const file = join(folder, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, `${JSON.stringify(observation)}\n`, { mode: 0o600 });
  }
  return scopes.size;
}
