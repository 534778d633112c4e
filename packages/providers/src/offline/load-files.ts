import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonValue } from '../json.ts';
import type { FileGap, FileGapKind } from './file-gap.ts';

/** A file that holds JSON. */
export interface LoadedFile {
  /** Relative to the folder, parts joined by `/`. */
  readonly path: string;
  readonly document: JsonValue;
  /** When the file was last written, ISO 8601 in UTC. */
  readonly modifiedAt: string;
}

/** How much of a folder is read. */
export interface LoadLimits {
  readonly maxFileBytes: number;
  readonly maxFiles: number;
}

/** Nobody nests `<provider>/<account>/<location>/` deeper than this. */
const DEEPEST = 12;

/**
 * Yields every file below a folder, or the gap that it leaves, in the order of their paths. Hidden
 * files are passed over, links are not followed. A path to a single file yields that file.
 *
 * @throws Error `POSTURE_OBSERVATIONS_UNREADABLE` when the folder itself cannot be read.
 */
export async function* loadFiles(
  folder: string,
  limits: LoadLimits,
): AsyncGenerator<LoadedFile | FileGap> {
  const paths = await pathsBelow(folder);
  for (const [index, path] of paths.entries()) {
    if (index === limits.maxFiles) {
      yield gap('unreadable', path, `Only the first ${limits.maxFiles} files are read.`);
      return;
    }
    yield await load(join(folder, path), path === '' ? '.' : path, limits);
  }
}

async function pathsBelow(folder: string): Promise<readonly string[]> {
  try {
    if ((await lstat(folder)).isFile()) return [''];
    return (await walk(folder, '', 0)).sort();
  } catch (cause) {
    const message = `POSTURE_OBSERVATIONS_UNREADABLE: ${folder} cannot be read. Give a folder of observations.`;
    throw new Error(message, { cause });
  }
}

async function walk(folder: string, below: string, depth: number): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && depth < DEEPEST)
      paths.push(...(await walk(folder, path, depth + 1)));
    else paths.push(path);
  }
  return paths;
}

async function load(file: string, path: string, limits: LoadLimits): Promise<LoadedFile | FileGap> {
  let text: string;
  let modifiedAt: string;
  try {
    const stats = await lstat(file);
    // A link may lead out of the folder, and a pipe would never end.
    if (!stats.isFile()) return gap('unreadable', path, 'It is not a regular file.');
    if (stats.size > limits.maxFileBytes) {
      const message = `It has ${stats.size} bytes; at most ${limits.maxFileBytes} are read.`;
      return gap('oversized', path, message);
    }
    modifiedAt = stats.mtime.toISOString();
    text = decoded(await readFile(file));
  } catch (error) {
    return gap('unreadable', path, `It could not be read: ${codeOf(error)}.`);
  }
  try {
    return { path, document: JSON.parse(text) as JsonValue, modifiedAt };
  } catch (error) {
    return brokenJson(path, text, error instanceof Error ? error.message : '');
  }
}

/** Shells on Windows write UTF-16 with a byte order mark. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** @param complaint the parser's message, which tells where it gave up. */
function brokenJson(path: string, text: string, complaint: string): FileGap {
  const trimmed = text.trimEnd();
  if (trimmed === '') return gap('unreadable', path, 'It is empty.');
  const position = Number(/at position (\d+)/.exec(complaint)?.[1] ?? 0);
  const isCut = /end of JSON input|Unterminated/.test(complaint) || position >= trimmed.length;
  return isCut && /^\s*[[{]/.test(text)
    ? gap('truncated', path, 'It ends in the middle of the JSON; save it again.')
    : gap('unreadable', path, 'It is not JSON.');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function gap(kind: FileGapKind, path: string, message: string): FileGap {
  return { kind, path, message };
}
