import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, messageOf, PostureError } from '../errors.ts';
import { type KernelLock, lockFile } from './kernel-lock.ts';

/** A data directory that this process alone may use. */
export interface DataDirectory {
  readonly path: string;
  /** Lets others in. */
  release(): Promise<void>;
}

const LOCK_NAME = /^lock\.[0-9]+-[0-9a-f]+\.json$/;
/** How often two processes that start at the same moment try again. */
const ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 100;

/** What the kernel locks, for as long as its holder lives. It stays when the directory is free. */
const KERNEL_LOCK = 'in-use.sqlite';

/**
 * Takes a data directory: makes it with mode 0700, locks a file in it, and puts another one with our process id beside it. PGlite
 * would let two processes open one directory, and rows would get lost. Locks of processes that are gone are removed.
 *
 * The kernel's lock also keeps apart two containers with one volume, which do not see each other's processes. The file with
 * the process id says who holds the directory. Of those, every process has a lock file of its own name, and holds the directory only if it finds no other living one after having
 * written its own. Of two processes the later reader sees the other's file, so both cannot hold it; no file is ever taken over.
 *
 * @throws PostureError `POSTURE_DATA_DIRECTORY_LOCKED` where a living process holds it, `POSTURE_DATA_DIRECTORY_UNFIT` where the
 *   file system knows no locks
 */
export async function lockDataDirectory(path: string): Promise<DataDirectory> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  const kernelLock = lockOf(path);
  if (kernelLock === undefined) {
    const holder = await livingHolder(path, '');
    throw lockedBy(path, holder, 'a process of another container or user');
  }
  try {
    const { release } = await lockByProcess(path);
    const releaseBoth = async () => {
      await release();
      kernelLock.release();
    };
    return { path, release: releaseBoth };
  } catch (error) {
    kernelLock.release();
    throw error;
  }
}

function lockOf(path: string): KernelLock | undefined {
  try {
    return lockFile(join(path, KERNEL_LOCK));
  } catch (error) {
    throw new PostureError(
      'POSTURE_DATA_DIRECTORY_UNFIT',
      `The data directory ${path} cannot be locked (${messageOf(error)}). Put it on a file system with locks and room, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

function lockedBy(path: string, holder: Holder | undefined, otherwise: string): PostureError {
  const by = holder === undefined ? otherwise : `process ${holder.pid}`;
  return new PostureError(
    'POSTURE_DATA_DIRECTORY_LOCKED',
    `The data directory ${path} is in use by ${by}. Stop that service, or choose another directory with --data-dir.`,
  );
}

async function lockByProcess(path: string): Promise<DataDirectory> {
  const name = `lock.${process.pid}-${randomBytes(8).toString('hex')}.json`;
  const file = join(path, name);
  let holder = await livingHolder(path, name);
  for (let attempt = 0; attempt < ATTEMPTS && holder === undefined; attempt += 1) {
    await writeWhole(file, JSON.stringify(await ourselves()));
    holder = await livingHolder(path, name);
    if (holder === undefined) {
      await removeOthers(path, name);
      return { path, release: () => rm(file, { force: true }) };
    }
    await rm(file, { force: true });
    // Both of two that start at once may have seen each other: one comes back first.
    await pause(Math.random() * LONGEST_PAUSE_MS);
    holder = await livingHolder(path, name);
  }
  throw lockedBy(path, holder, 'other processes');
}

interface Holder {
  readonly pid: number;
  /** When the process started, in the kernel's ticks; tells a reused process id apart. */
  readonly started?: string;
}

async function ourselves(): Promise<Holder> {
  const started = startOf(await statOf(process.pid));
  return { pid: process.pid, ...(started === undefined ? {} : { started }) };
}

async function locksIn(path: string): Promise<readonly string[]> {
  return (await readdir(path)).filter((name) => LOCK_NAME.test(name));
}

async function livingHolder(path: string, own: string): Promise<Holder | undefined> {
  for (const name of await locksIn(path)) {
    if (name === own) continue;
    const holder = await readHolder(join(path, name));
    if (holder !== undefined && (await isAlive(holder))) return holder;
  }
  return undefined;
}

/** Only the holder calls this: every other lock is of a dead process, or of one that is about to see ours and give way. */
async function removeOthers(path: string, own: string): Promise<void> {
  for (const name of await locksIn(path)) {
    if (name === own) continue;
    const holder = await readHolder(join(path, name));
    if (holder === undefined || !(await isAlive(holder)))
      await rm(join(path, name), { force: true });
  }
}

/** Readers see the whole text or no file. */
async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value)) return undefined;
    const started = 'started' in value ? { started: String(value.started) } : {};
    return { pid: Number(value.pid), ...started };
  } catch (error) {
    // A lock that is no JSON was damaged by a crash of the machine; one that vanished was released.
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
  const started = startOf(stat);
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

function startOf(stat: string): string | undefined {
  return fieldsAfterName(stat)[19];
}

function isZombie(stat: string): boolean {
  return fieldsAfterName(stat)[0] === 'Z';
}

function fieldsAfterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
