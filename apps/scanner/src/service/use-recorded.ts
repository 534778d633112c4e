import { dataDirectoryOf, readEnvironment } from '../config/service-environment.ts';
import type { Recorded, RecordedOptions, UseRecorded } from '../scan/recorded.ts';
import { openDatabase } from '../store/open-database.ts';
import { createReadModel } from '../store/read-model.ts';
import { recordedThere } from './handover.ts';
import { recordedFrom, storePages } from './recorded-pages.ts';
import { startService } from './start-service.ts';
import { throughHolder } from './through-holder.ts';

type Variables = Readonly<Record<string, string | undefined>>;

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
  return throughHolder(
    directory,
    async () => {
      const { recorded, close } = await open({ environment, directory });
      try {
        return await use(recorded);
      } finally {
        await close();
      }
    },
    (call) => use(recordedThere(call)),
  );
}
