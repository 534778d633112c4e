import { chmod, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { codeOf, PostureError } from '../errors.ts';

/** A data directory that this process alone may use. */
export interface DataDirectory {
  readonly path: string;
  /** Lets others in. */
  release(): Promise<void>;
}

const LOCK = 'lock.json';

/**
 * Takes a data directory: makes it with mode 0700, and puts a lock file with our process id into it. PGlite would let two
 * processes open one directory, and rows would get lost. The lock of a process that is gone is taken over.
 *
 * @throws PostureError `POSTURE_DATA_DIRECTORY_LOCKED` where a living process holds it.
 */
export async function lockDataDirectory(path: string): Promise<DataDirectory> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  const file = join(path, LOCK);
  const ours = JSON.stringify({
    pid: process.pid,
    started: startOf(process.pid, await statOf(process.pid)),
  });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await createdExclusively(file, ours)) {
      return { path, release: () => releaseOwn(file, ours) };
    }
    const holder = await readHolder(file);
    if (holder !== undefined && (await isAlive(holder))) {
      throw new PostureError(
        'POSTURE_DATA_DIRECTORY_LOCKED',
        `The data directory ${path} is in use by process ${holder.pid}. Stop that service, or choose another directory with --data-dir.`,
      );
    }
    await rm(file, { force: true });
  }
  throw new PostureError(
    'POSTURE_DATA_DIRECTORY_LOCKED',
    `Several processes try to take the data directory ${path} at once. Start one of them only.`,
  );
}

interface Holder {
  readonly pid: number;
  /** When the process started, in the kernel's ticks; tells a reused process id apart. */
  readonly started?: string;
}

async function createdExclusively(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(text);
    await handle.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value)) return undefined;
    const started = 'started' in value ? { started: String(value.started) } : {};
    return { pid: Number(value.pid), ...started };
  } catch (error) {
    // A half-written or vanished lock belongs to nobody who is alive.
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (!Number.isInteger(holder.pid) || holder.pid <= 0) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  const stat = await statOf(holder.pid);
  if (isZombie(stat)) return false;
  const started = startOf(holder.pid, stat);
  return started === undefined || holder.started === undefined || started === holder.started;
}

/** What Linux tells about a process; empty text elsewhere. Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function statOf(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return '';
  }
}

function startOf(_pid: number, stat: string): string | undefined {
  return fieldsAfterName(stat)[19];
}

function isZombie(stat: string): boolean {
  return fieldsAfterName(stat)[0] === 'Z';
}

function fieldsAfterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

async function releaseOwn(file: string, ours: string): Promise<void> {
  const now = await readFile(file, 'utf8').catch(() => '');
  if (now === ours) await rm(file, { force: true });
}
