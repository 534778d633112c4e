import { setTimeout as pause } from 'node:timers/promises';
import { dataDirectoryOf, readEnvironment } from '../config/service-environment.ts';
import { codeOf } from '../errors.ts';
import type { Recorded, RecordedOptions, UseRecorded } from '../scan/recorded.ts';
import { openDatabase } from '../store/open-database.ts';
import { createReadModel } from '../store/read-model.ts';
import { recordedThere, serviceHolding } from './handover.ts';
import { recordedFrom, storePages } from './recorded-pages.ts';
import { startService } from './start-service.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** A service that starts holds its directory for some seconds before it answers. */
const LONGEST_START_MS = 20_000;
const POLL_MS = 200;

/**
 * What was recorded, for commands: they open the store themselves, and where a running service holds the data directory they
 * work through it.
 */
export function useRecorded(variables: Variables): UseRecorded {
  return {
    findings: (options) =>
      withHandover(
        options,
        variables,
        async ({ environment, directory }) => {
          const url = environment.DATABASE_URL;
          const database = await openDatabase(
            url === undefined ? { kind: 'embedded', directory } : { kind: 'server', url },
          );
          const onlyRead = () => Promise.reject(new Error('only findings are read here'));
          const pages = storePages(createReadModel(database.kysely), onlyRead);
          return {
            recorded: recordedFrom(pages),
            close: () => database.close(),
          };
        },
        (recorded) => recorded.findings(),
      ),
    scan: (options, signal) =>
      withHandover(
        options,
        variables,
        async ({ environment, directory }) => {
          const service = await startService({
            environment: {
              ...environment,
              NETPOSTURE_HOST: '127.0.0.1',
              NETPOSTURE_PORT: 0,
              NETPOSTURE_LOG_LEVEL: 'error',
            },
            role: 'all',
            dataDirectory: directory,
          });
          return { recorded: service.recorded, close: service.close };
        },
        (recorded) => recorded.scan(signal),
      ),
  };
}

interface Place {
  readonly environment: ReturnType<typeof readEnvironment>;
  readonly directory: string;
}

interface Opened {
  readonly recorded: Recorded;
  close(): Promise<void>;
}

async function withHandover<T>(
  options: RecordedOptions,
  variables: Variables,
  open: (place: Place) => Promise<Opened>,
  use: (recorded: Recorded) => Promise<T>,
): Promise<T> {
  const environment = readEnvironment({
    ...variables,
    ...(options.config === undefined ? {} : { NETPOSTURE_CONFIG: options.config }),
    ...(options.dataDir === undefined ? {} : { NETPOSTURE_DATA_DIR: options.dataDir }),
  });
  const directory = dataDirectoryOf(environment, variables);
  const end = Date.now() + LONGEST_START_MS;
  for (;;) {
    try {
      const { recorded, close } = await open({ environment, directory });
      try {
        return await use(recorded);
      } finally {
        await close();
      }
    } catch (error) {
      if (codeOf(error) !== 'POSTURE_DATA_DIRECTORY_LOCKED') throw error;
      const call = await serviceHolding(directory);
      if (call !== undefined) return use(recordedThere(call));
      // The holder is starting, is ending, or is another command: one of the two becomes possible soon.
      if (Date.now() > end) throw error;
      await pause(POLL_MS);
    }
  }
}
