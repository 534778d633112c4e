import { type OfflineEstate, readOfflineEstate } from '../scan/offline-estate.ts';
import { CommandError, ExitCode } from './command-streams.ts';

/**
 * Reads a folder of observations for a command.
 *
 * @throws CommandError with exit code 3 where the folder itself cannot be read.
 */
export async function openEstate(folder: string, strict: boolean): Promise<OfflineEstate> {
  try {
    return await readOfflineEstate(folder, { strict });
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith(UNREADABLE)) throw error;
    const sentence = error.message.slice(UNREADABLE.length).replace(/^: /, '');
    throw new CommandError(UNREADABLE, sentence, ExitCode.unseen);
  }
}

const UNREADABLE = 'POSTURE_OBSERVATIONS_UNREADABLE';
