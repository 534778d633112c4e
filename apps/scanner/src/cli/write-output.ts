import { randomUUID } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { CommandError, type CommandStreams } from './command-streams.ts';

/**
 * Writes a result to the file, or to standard output where none is named. The file appears whole or not at all: whoever
 * reads it never sees half a result.
 *
 * @throws CommandError where the file cannot be written.
 */
export async function writeOutput(
  text: string,
  file: string | undefined,
  streams: CommandStreams,
): Promise<void> {
  if (file === undefined) {
    streams.writeResult(text);
    return;
  }
  const draft = `${file}.${randomUUID()}.partial`;
  try {
    if (await isDevice(file)) {
      await writeFile(file, text);
      return;
    }
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new CommandError(
      'POSTURE_OUTPUT_UNWRITABLE',
      `${file} could not be written (${code}). Name a file in a folder that exists and is yours.`,
    );
  }
}

/** Whether something stands there that must not be replaced: a pipe, a terminal, a folder. */
async function isDevice(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && !found.isFile();
}
