import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { lockDataDirectory } from './data-directory.ts';

const LOCKED = expect.objectContaining({ code: 'POSTURE_DATA_DIRECTORY_LOCKED' });

function emptyDirectory(): string {
  return join(mkdtempSync(join(tmpdir(), 'netposture-')), 'data');
}

/** A directory with a lock file of this text. */
function directoryWithLock(text: string): string {
  const directory = emptyDirectory();
  mkdirSync(directory);
  writeFileSync(join(directory, 'lock.4711-00ff.json'), text);
  return directory;
}

describe('a data directory', () => {
  it('is for its owner alone', async () => {
    const directory = emptyDirectory();
    const { release } = await lockDataDirectory(directory);

    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(
      readdirSync(directory).map((name) => statSync(join(directory, name)).mode & 0o777),
    ).toEqual([0o600, 0o600]);

    await release();
  });

  it('is held by one at a time', async () => {
    const directory = emptyDirectory();
    const { release } = await lockDataDirectory(directory);

    await expect(lockDataDirectory(directory)).rejects.toEqual(LOCKED);
    await release();
    const again = await lockDataDirectory(directory);
    await again.release();

    expect(readdirSync(directory)).toEqual(['in-use.sqlite']);
  });

  it('is never held by two of many that come at the same moment', async () => {
    const directory = emptyDirectory();
    for (let round = 0; round < 20; round += 1) {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, () => lockDataDirectory(directory)),
      );
      const held = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));

      expect(held.length).toBeLessThanOrEqual(1);
      await held[0]?.release();
    }
  });

  it('is not shared by two containers, which do not see each other’s processes', async () => {
    const directory = emptyDirectory();
    const module = new URL('./data-directory.ts', import.meta.url).href;
    const program = `const { lockDataDirectory } = await import(${JSON.stringify(module)});
      await lockDataDirectory(${JSON.stringify(directory)}); console.log('held'); setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', program]);
    await new Promise((resolve) => other.stdout.once('data', resolve));
    // Of a process in another container the number means nothing here.
    const gone = JSON.stringify({ pid: spawnSync('true').pid, started: '1' });
    for (const name of readdirSync(directory).filter((one) => one.startsWith('lock.')))
      writeFileSync(join(directory, name), gone);

    await expect(lockDataDirectory(directory)).rejects.toThrow('another container');

    const ended = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await ended;
    // The kernel lets go with the process: nothing is waited for.
    await (await lockDataDirectory(directory)).release();
  });

  it('names the living process that holds it', async () => {
    const sleeper = spawn('sleep', ['60']);
    const directory = directoryWithLock(JSON.stringify({ pid: sleeper.pid }));

    await expect(lockDataDirectory(directory)).rejects.toThrow(`process ${sleeper.pid}`);

    sleeper.kill();
  });
});

describe('a stale lock is taken over', () => {
  it.each([
    ['of a process that is gone', JSON.stringify({ pid: spawnSync('true').pid, started: '1' })],
    [
      'whose process id another process has now',
      JSON.stringify({ pid: process.pid, started: '1' }),
    ],
    ['that a crash of the machine left empty', ''],
    ['that is no lock at all', '{"pid":"none"}'],
  ])('%s', async (_, text) => {
    const directory = directoryWithLock(text);

    const { release } = await lockDataDirectory(directory);

    expect(readdirSync(directory)).toHaveLength(2);
    await expect(lockDataDirectory(directory)).rejects.toEqual(LOCKED);
    await release();
  });
});
