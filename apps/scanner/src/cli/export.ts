import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '../errors.ts';
import { controlRows } from '../evidence/control-rows.ts';
import { evidenceReadme } from '../evidence/evidence-readme.ts';
import { waiverRows } from '../evidence/waiver-rows.ts';
import type { Administration } from '../store/administration.ts';
import { type EvidenceTable, evidenceTables } from '../store/evidence-rows.ts';
import { CommandError, type CommandStreams, ExitCode } from './command-streams.ts';
import { scannerVersion } from './scanner-version.ts';

type Row = Readonly<Record<string, unknown>>;

/** One file of the export. */
interface Written {
  readonly file: string;
  readonly rows: number;
  readonly sha256: string;
}

/** Writes the evidence to a folder, and prints the digest that stands for all of it. */
export async function runExport(
  options: { readonly output: string; readonly dataDir?: string },
  streams: CommandStreams,
): Promise<number> {
  const { output } = options;
  const { administer } = streams;
  if (administer === undefined)
    throw new CommandError('POSTURE_NO_STORE', 'There is no store here.');
  await checkEmpty(output);
  const files = await administer(options, (store) => writeAll(output, store));
  const readme = evidenceReadme(scannerVersion(), files);
  await writeFile(join(output, 'README.md'), readme, { mode: 0o600 });
  const sums = [
    ...files,
    { file: 'README.md', sha256: createHash('sha256').update(readme).digest('hex') },
  ]
    .map(({ file, sha256 }) => `${sha256}  ${file}\n`)
    .join('');
  await writeFile(join(output, 'SHA256SUMS'), sums, { mode: 0o600 });
  const digest = createHash('sha256').update(sums).digest('hex');
  streams.writeResult(`${digest}  ${join(output, 'SHA256SUMS')}\n`);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  streams.writeMessage(
    `${rows} rows in ${files.length} files. Keep the digest apart from the folder: it proves that nothing was changed.\n`,
  );
  return ExitCode.ok;
}

async function writeAll(folder: string, store: Administration): Promise<readonly Written[]> {
  const policies: Row[] = [];
  const findings: Row[] = [];
  const written: Written[] = [];
  for (const table of evidenceTables) {
    const rows = async function* () {
      for await (const row of rowsOf(table, store)) {
        if (table === 'policies') policies.push(row);
        if (table === 'findings') findings.push(row);
        yield row;
      }
    };
    written.push(await writeRows(folder, `${table}.ndjson`, rows()));
  }
  written.push(await writeRows(folder, 'waivers.ndjson', waiverRows(policies)));
  written.push(await writeRows(folder, 'controls.ndjson', controlRows(findings)));
  return written.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

async function* rowsOf(table: EvidenceTable, store: Administration): AsyncGenerator<Row> {
  let cursor: string | undefined;
  do {
    const page = await store.evidence(table, cursor);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

async function writeRows(
  folder: string,
  file: string,
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<Written> {
  const hash = createHash('sha256');
  let count = 0;
  const lines = async function* (digest: Hash) {
    for await (const row of rows) {
      const line = `${JSON.stringify(sorted(row))}\n`;
      digest.update(line);
      count += 1;
      yield line;
    }
  };
  await pipeline(lines(hash), createWriteStream(join(folder, file), { mode: 0o600, flags: 'wx' }));
  return { file, rows: count, sha256: hash.digest('hex') };
}

/** The same with the keys of every object in order, so that equal rows are equal bytes. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

async function checkEmpty(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readdir(folder)).length === 0) return;
  } catch (error) {
    throw new CommandError(
      'POSTURE_OUTPUT_UNWRITABLE',
      `${folder} cannot be used (${codeOf(error) ?? 'unknown reason'}). Name a folder that is yours.`,
    );
  }
  throw new CommandError(
    'POSTURE_EXPORT_NOT_EMPTY',
    `${folder} is not empty, and evidence must not be mixed. Name a new folder.`,
  );
}
