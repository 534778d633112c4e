import process from 'node:process';

/** The environment variables of this process, read once. The only place of the command line that looks at them. */
export function systemEnvironment(): Readonly<Record<string, string | undefined>> {
  return { ...process.env };
}
