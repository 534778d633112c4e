/** The composition root of the `netposture` command: the file that hands real streams to the command line. */
import process from 'node:process';
import { runCommandLine } from './cli/command-line.ts';
import { ExitCode } from './cli/command-streams.ts';
import { outlet } from './cli/outlet.ts';
import { systemEnvironment } from './config/environment.ts';

/**
 * Runs one command and sets the exit code of this process. The first Ctrl-C asks the command to end, the second ends it.
 *
 * @param args what the user typed after `netposture`
 */
export async function main(args: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  const interrupt = (): void => {
    if (interruption.signal.aborted) process.exit(ExitCode.interrupted);
    interruption.abort(new Error('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const environment = systemEnvironment();
  const result = outlet(process.stdout);
  const messages = outlet(process.stderr);
  const exitCode = await runCommandLine(args, {
    writeResult: result.write,
    writeMessage: messages.write,
    isResultClosed: result.isClosed,
    hasColor:
      process.stdout.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb',
    isInteractive: process.stderr.isTTY === true,
    signal: interruption.signal,
    ...(process.stdin.isTTY === true && process.stderr.isTTY === true
      ? {
          ask: async (question: string) => {
            const { askTerminal } = await import('./cli/terminal-questions.ts');
            return askTerminal(question, process.stdin, process.stderr, interruption.signal);
          },
        }
      : {}),
    environment,
    recorded: {
      findings: async (options) => (await recorded(environment)).findings(options),
      scan: async (options, signal) => (await recorded(environment)).scan(options, signal),
      estate: async (options, scanId) => (await recorded(environment)).estate(options, scanId),
    },
    administer: async (place, use) => {
      const { useAdministration } = await import('./service/use-administration.ts');
      return useAdministration(environment)(place, use);
    },
    serve: async (options) => {
      const { serveUntil } = await import('./service/serve-until.ts');
      // Being stopped is how a service ends in order, not an interruption. A second signal still ends it at once.
      const stop = new AbortController();
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      const end = (): void => {
        if (stop.signal.aborted) process.exit(ExitCode.interrupted);
        stop.abort();
      };
      process.on('SIGINT', end);
      process.on('SIGTERM', end);
      await serveUntil(options, environment, stop.signal, messages.write);
    },
  });
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);
  const failure = await result.flush();
  if (failure !== undefined) {
    messages.write(
      `POSTURE_OUTPUT_UNWRITABLE: The result could not be written (${failure}). Make room, or write it elsewhere with --output.\n`,
    );
  }
  await messages.flush();
  process.exitCode = failure === undefined ? exitCode : ExitCode.usage;
}

async function recorded(environment: ReturnType<typeof systemEnvironment>) {
  const { useRecorded } = await import('./service/use-recorded.ts');
  return useRecorded(environment);
}
