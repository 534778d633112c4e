import { createHash } from 'node:crypto';
import type { Observation } from '../observation.ts';

/** File systems take names of 255 bytes; this leaves room for the suffix. */
const LONGEST_PART = 160;

/** What a name may hold as it is: nothing that any file system or shell gives a meaning. */
const SAFE = /[A-Za-z0-9_.@=+-]/;

/**
 * Where an observation is saved, relative to the folder, parts joined by `/`:
 * `<provider>/<account>/<location>/<operation>[.<id>].json`. Odd characters are percent-encoded,
 * so that no id can leave the folder; what is too long is cut and carries a hash instead.
 */
export function filePathOf(observation: Observation): string {
  const { provider, account, location, operation, subject } = observation;
  const name = subject === undefined ? operation : `${operation}.${namePart(subject)}`;
  return `${[provider, account, location].map(namePart).join('/')}/${name}.json`;
}

/** The same path with a hash of the scope, for scopes whose paths differ only in letter case. */
export function distinctFilePathOf(observation: Observation): string {
  const { provider, account, location, operation, subject } = observation;
  const scope = JSON.stringify([provider, account, location, operation, subject]);
  return filePathOf(observation).replace(/\.json$/, `~${digest(scope)}.json`);
}

function namePart(text: string): string {
  // A percent sign alone stands for the empty text: elsewhere two hex digits follow it.
  if (text === '') return '%';
  let encoded = '';
  for (const character of text) {
    encoded += SAFE.test(character) ? character : percentEncoded(character);
  }
  // `.` and `..` would be folders, and a leading dot hides a file.
  if (encoded.startsWith('.')) encoded = `%2E${encoded.slice(1)}`;
  return encoded.length <= LONGEST_PART
    ? encoded
    : `${encoded.slice(0, LONGEST_PART)}~${digest(text)}`;
}

function percentEncoded(character: string): string {
  const bytes = Buffer.from(character, 'utf8');
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * The subject in a file name `<Operation>.<id>.json`, given the names that the operation goes by;
 * `undefined` where the name is another's or holds no id. Letter case, `-` and `_` in the
 * operation's name do not matter.
 */
export function subjectInFileName(
  fileName: string,
  operationNames: readonly string[],
): string | undefined {
  const stem = fileName.replace(/\.json$/i, '');
  const dot = stem.indexOf('.');
  if (dot < 0 || !isNamed(stem.slice(0, dot), operationNames)) return undefined;
  const id = stem.slice(dot + 1);
  try {
    return decodeURIComponent(id);
  } catch {
    return id; // A percent sign that encodes nothing is part of the id.
  }
}

/** Whether a file's name, up to its first dot, is one of these. */
export function isFileNamed(fileName: string, operationNames: readonly string[]): boolean {
  return isNamed(fileName.split('.')[0] ?? '', operationNames);
}

function isNamed(name: string, operationNames: readonly string[]): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_]/g, '');
  return operationNames.some((known) => plain(known) === plain(name));
}
