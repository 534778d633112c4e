import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../errors.ts';
import { type CallService, serviceHolding } from './handover.ts';

/** A service that starts holds its directory for some seconds before it answers. */
const LONGEST_START_MS = 20_000;
const POLL_MS = 200;

/**
 * Does something with the store here, and where a running service holds the data directory through that service. A holder that
 * is only starting or ending is waited for.
 *
 * @throws PostureError `POSTURE_DATA_DIRECTORY_LOCKED` where the holder does not answer.
 */
export async function throughHolder<T>(
  directory: string,
  here: () => Promise<T>,
  there: (call: CallService) => Promise<T>,
): Promise<T> {
  const end = Date.now() + LONGEST_START_MS;
  for (;;) {
    try {
      return await here();
    } catch (error) {
      if (codeOf(error) !== 'POSTURE_DATA_DIRECTORY_LOCKED') throw error;
      const call = await serviceHolding(directory);
      if (call !== undefined) return there(call);
      // The holder is starting, is ending, or is another command: one of the two becomes possible soon.
      if (Date.now() > end) throw error;
      await pause(POLL_MS);
    }
  }
}
