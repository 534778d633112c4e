import { readFileSync } from 'node:fs';
import type { Command } from 'commander';

/** Where a command writes: results for the next program, messages for the person. */
export interface CommandStreams {
  /** Standard output. */
  readonly writeResult: (text: string) => void;
  /** Standard error. */
  readonly writeMessage: (text: string) => void;
}

/** Exit code of a command line that cannot be understood. */
const EXIT_USAGE = 2;

/**
 * Parses the arguments, runs the command and returns its exit code: 0, or 2 where the arguments make no sense.
 * Commands load their code when they are called, so that `--help` stays fast.
 */
export async function runCommandLine(
  args: readonly string[],
  streams: CommandStreams,
): Promise<number> {
  const { Command, CommanderError } = await import('commander');
  const program = new Command('netposture');
  describe(program, streams);

  if (args.length === 0) {
    streams.writeMessage(program.helpInformation());
    return EXIT_USAGE;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // With exitOverride every way out of commander is this error; --help and --version leave it with exit code 0.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : EXIT_USAGE;
  }
}

function describe(program: Command, streams: CommandStreams): void {
  program
    .description('Tells you, with proof, who can reach what across every cloud you run on.')
    .version(scannerVersion(), '--version', 'print the version and stop')
    .helpOption('--help', 'print this text and stop')
    .addHelpText('after', '\nThis version has no commands yet: see "Status" in README.md.')
    .allowExcessArguments(false)
    .showHelpAfterError('Run `netposture --help` to see what there is.')
    .exitOverride()
    .configureOutput({ writeOut: streams.writeResult, writeErr: streams.writeMessage });
}

/** The version in the manifest of this package, which is the only place that states it. */
function scannerVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version);
  }
  throw new Error('POSTURE_MANIFEST_UNREADABLE: apps/scanner/package.json states no version.');
}
