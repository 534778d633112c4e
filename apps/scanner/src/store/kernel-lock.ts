import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { codeOf } from '../errors.ts';

/** A lock that the kernel keeps until it is let go, or until the process is gone. */
export interface KernelLock {
  release(): void;
}

/** SQLite's words for a lock that another one has. https://www.sqlite.org/rescode.html#busy */
const BUSY = 5;

/**
 * Locks a file for this process alone: undefined where another one has it, in whatever container, since the kernel keeps the
 * lock at the file itself. Node has no call for that; SQLite, which is part of it, takes the file lock of each system, and an
 * exclusive transaction holds it. Nothing is ever written. The file stays when the lock goes: were it removed, one could lock
 * the removed file and another one a new file of that name.
 *
 * @throws Error where the file system knows no locks
 */
export function lockFile(path: string): KernelLock | undefined {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    // No journal: nothing is written, and a second file would be left behind.
    file.exec('pragma journal_mode = memory; begin exclusive');
    return { release: () => file.close() };
  } catch (error) {
    file.close();
    if (codeOf(error) === 'ERR_SQLITE_ERROR' && isBusy(error)) return undefined;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  // The lowest byte is the kind; the others say more exactly why.
  return (
    typeof error === 'object' &&
    error !== null &&
    'errcode' in error &&
    (Number(error.errcode) & 0xff) === BUSY
  );
}
