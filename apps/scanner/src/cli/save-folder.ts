import { mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Observation, saveObservations } from '@netposture/providers';
import { codeOf } from '../errors.ts';
import { CommandError } from './command-streams.ts';

/** A folder for the answers of one scan: all of them appear in it, or none. */
export interface SaveFolder {
  /** Puts the answers there, and returns how many. Rejects with the signal's reason where it fires before all are written. */
  readonly keep: (observations: readonly Observation[], signal?: AbortSignal) => Promise<number>;
  /** Removes what is unfinished, and the folder itself where it was not there before. */
  readonly discard: () => Promise<void>;
}

/** Hidden, so that a reader passes over it where the machine lost its power and nobody removed it. */
const UNFINISHED = '.unfinished-';

/**
 * Makes sure that a folder is there, is empty and can be written, before anything is asked.
 *
 * @throws CommandError otherwise.
 */
export async function openSaveFolder(folder: string): Promise<SaveFolder> {
  const path = resolve(folder);
  let created: string | undefined;
  let draft: string;
  try {
    created = await mkdir(path, { recursive: true, mode: 0o700 });
    if ((await readdir(path)).length > 0) throw notEmpty(folder);
    draft = await mkdtemp(join(path, UNFINISHED));
  } catch (error) {
    throw error instanceof CommandError ? error : unwritable(folder, error);
  }
  return {
    keep: async (observations, signal) => {
      const count = await saveObservations(draft, untilAborted(observations, signal));
      for (const name of await readdir(draft)) await rename(join(draft, name), join(path, name));
      await rmdir(draft);
      return count;
    },
    discard: async () => {
      await rm(draft, { recursive: true, force: true });
      if (created !== undefined) await removeEmpty(path, created);
    },
  };
}

function* untilAborted(
  observations: readonly Observation[],
  signal: AbortSignal | undefined,
): Generator<Observation> {
  for (const observation of observations) {
    signal?.throwIfAborted();
    yield observation;
  }
}

/** Removes the folder and those above it, up to the one that was created first; stops at one that is in use. */
async function removeEmpty(path: string, first: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTEMPTY' || code === 'ENOENT') return;
    throw error;
  }
  if (path !== first) await removeEmpty(dirname(path), first);
}

function notEmpty(folder: string): CommandError {
  return new CommandError(
    'POSTURE_SAVE_NOT_EMPTY',
    `${folder} is not empty, and what an earlier scan left there would be read along. Name a new folder.`,
  );
}

function unwritable(folder: string, error: unknown): CommandError {
  return new CommandError(
    'POSTURE_SAVE_UNWRITABLE',
    `Nothing can be kept in ${folder} (${codeOf(error) ?? 'unknown reason'}). Name a folder that is yours.`,
  );
}
