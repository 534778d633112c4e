import { loadProviders } from '@netposture/providers';
import { dataDirectoryOf, readEnvironment } from '../config/service-environment.ts';
import { PostureError } from '../errors.ts';
import { isScanId } from '../output/baseline-file.ts';
import type { Recorded, RecordedOptions, RecordedScan, UseRecorded } from '../scan/recorded.ts';
import { openDatabase } from '../store/open-database.ts';
import { createReadModel } from '../store/read-model.ts';
import { fileBaseline } from './adopt-baseline.ts';
import { type CallService, recordedThere } from './handover.ts';
import { recordFolder } from './record-folder.ts';
import { recordedEstates } from './recorded-estates.ts';
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
          const database = await openDatabase(locationOf(environment, directory));
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
      options.observations === undefined ? scanClouds(options, signal) : scanFolder(options),
    estate: async (options, scanId) => {
      const { environment, directory } = placeOf(options, variables);
      const database = await openDatabase(locationOf(environment, directory));
      try {
        const source = recordedEstates(database.kysely, await loadProviders());
        const opened = await source.open(scanId.toLowerCase());
        if (opened !== undefined) return opened.linked;
        throw new PostureError('POSTURE_SCAN_UNKNOWN', `There is no recorded scan ${scanId}.`);
      } finally {
        await database.close();
      }
    },
  };

  function scanClouds(options: RecordedOptions, signal: AbortSignal): Promise<RecordedScan> {
    return withHandover(
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
          ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
        });
        return { recorded: service.recorded, close: service.close };
      },
      (recorded) => recorded.scan(signal),
      options.baseline,
    );
  }

  /** Without a service: what is in a folder of this machine is not handed to one that runs. */
  async function scanFolder(options: RecordedOptions): Promise<RecordedScan> {
    const { environment, directory } = placeOf(options, variables);
    const { observations: folder = '', strict = false, baseline } = options;
    const database = await openDatabase(locationOf(environment, directory));
    try {
      return await recordFolder(database, environment, {
        folder,
        strict,
        ...(baseline === undefined ? {} : { baseline }),
      });
    } finally {
      await database.close();
    }
  }
}

function locationOf({ DATABASE_URL: url }: Place['environment'], directory: string) {
  return url === undefined
    ? ({ kind: 'embedded', directory } as const)
    : ({ kind: 'server', url } as const);
}

function placeOf(options: RecordedOptions, variables: Variables): Place {
  const environment = readEnvironment({
    ...variables,
    ...(options.config === undefined ? {} : { NETPOSTURE_CONFIG: options.config }),
    ...(options.dataDir === undefined ? {} : { NETPOSTURE_DATA_DIR: options.dataDir }),
  });
  return { environment, directory: dataDirectoryOf(environment, variables) };
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
  baseline?: string,
): Promise<T> {
  const { environment, directory } = placeOf(options, variables);
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
    async (call) => {
      if (baseline !== undefined) await adoptThere(call, baseline);
      return use(recordedThere(call));
    },
  );
}

/** Hands a baseline to the service that holds the store: by the id of a scan, or as what a file holds. */
async function adoptThere(call: CallService, name: string): Promise<void> {
  const wanted = isScanId(name) ? { scan: name.toLowerCase() } : await bodyOf(name);
  const body = JSON.stringify(wanted);
  if (Buffer.byteLength(body) > MOST_BYTES) {
    throw new PostureError(
      'POSTURE_BASELINE_LARGE',
      `${name} is more than a running service takes. Nothing was adopted. Stop the service, and start it with netposture serve --baseline.`,
    );
  }
  await call('/v1/baseline', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body,
  });
}

/** What the API takes. */
const MOST_BYTES = 1_048_576;

async function bodyOf(path: string): Promise<object> {
  const { source, entries } = await fileBaseline(path);
  return {
    source: source.slice(0, 200),
    entries: entries.map(({ isOutgrown: _, ...entry }) => entry),
  };
}
