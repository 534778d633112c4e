import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';

/** The files of the embedded database, below the data directory. */
const CLUSTER = 'postgres';
/** Where they are made. What lies here was not finished. */
const UNFINISHED = 'postgres.new';

/** The default of 128 MB doubles the memory of the process, and is no faster at our sizes. */
const SHARED_BUFFERS = ['-c', 'shared_buffers=16MB'];

/**
 * Opens the embedded database of a data directory that this process holds; makes it first where there is none. It is made
 * beside its place and moved there when it is whole, so that nothing half-made is ever opened. An empty cluster is unpacked
 * rather than made by `initdb`, which costs 2 s of processor time more.
 */
export async function openCluster(dataDirectory: string): Promise<PGlite> {
  const path = join(dataDirectory, CLUSTER);
  const { PGlite } = await import('@electric-sql/pglite');
  const startParams = [...PGlite.defaultStartParams, ...SHARED_BUFFERS];
  if (!existsSync(path)) {
    const unfinished = join(dataDirectory, UNFINISHED);
    await rm(unfinished, { recursive: true, force: true });
    const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs');
    const made = await PGlite.create(unfinished, { startParams, loadDataDir: await dataDir() });
    await made.close();
    await rename(unfinished, path);
  }
  return PGlite.create(path, { startParams });
}
