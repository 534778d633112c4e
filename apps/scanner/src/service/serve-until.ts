import { dataDirectoryOf, readEnvironment } from '../config/service-environment.ts';
import { type ServiceRole, startService } from './start-service.ts';

/** What `netposture serve` was given; what is absent comes from the environment. */
export interface ServeOptions {
  readonly role: ServiceRole;
  readonly config?: string;
  readonly dataDir?: string;
  readonly host?: string;
  readonly port?: string;
  readonly baseline?: string;
}

/** Runs the service until the signal fires, then lets running jobs end. Throws {@link PostureError} where it cannot start. */
export async function serveUntil(
  options: ServeOptions,
  variables: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
  const environment = readEnvironment({
    ...variables,
    ...(options.config === undefined ? {} : { NETPOSTURE_CONFIG: options.config }),
    ...(options.dataDir === undefined ? {} : { NETPOSTURE_DATA_DIR: options.dataDir }),
    ...(options.host === undefined ? {} : { NETPOSTURE_HOST: options.host }),
    ...(options.port === undefined ? {} : { NETPOSTURE_PORT: options.port }),
    ...(options.baseline === undefined ? {} : { NETPOSTURE_BASELINE: options.baseline }),
  });
  const service = await startService({
    environment,
    role: options.role,
    dataDirectory: dataDirectoryOf(environment, variables),
  });
  try {
    const where = service.url === undefined ? '' : ` on ${service.url}`;
    say(`netposture (${options.role}) is ready${where}.\n`);
    if (!signal.aborted) {
      await new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      );
    }
  } finally {
    await service.close();
  }
}
