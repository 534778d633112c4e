import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type CommandStreams, ExitCode } from './command-streams.ts';

export type { CommandStreams } from './command-streams.ts';

/**
 * Parses the arguments, runs the command and returns its exit code.
 * Commands load their code when they are called, so that `--help` stays fast.
 */
export async function runCommandLine(
  args: readonly string[],
  streams: CommandStreams,
): Promise<number> {
  const { Command, CommanderError } = await import('commander');
  const program = new Command('netposture');
  let exitCode: number = ExitCode.ok;
  const finish = (code: number): void => {
    exitCode = code;
  };
  describe(program, streams);
  addReach(program, streams, finish);
  addScan(program, streams, finish);

  if (args.length === 0) {
    streams.writeMessage(program.helpInformation());
    return ExitCode.usage;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // With exitOverride every way out of commander is this error; --help and --version leave it with exit code 0.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  }
}

type Finish = (exitCode: number) => void;

function describe(program: Command, streams: CommandStreams): void {
  program
    .description('Tells you, with proof, who can reach what across every cloud you run on.')
    .version(scannerVersion(), '--version', 'print the version and stop')
    .helpOption('--help', 'print this text and stop')
    .allowExcessArguments(false)
    .showHelpAfterError('Run `netposture --help` to see what there is.')
    .exitOverride()
    .configureOutput({ writeOut: streams.writeResult, writeErr: streams.writeMessage });
}

function addReach(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('reach')
    .description('answer who can reach what, in files that were saved before')
    .requiredOption(
      '--observations <dir>',
      'folder of recorded observations, or of answers saved from the providers’ own tools',
    )
    .option('--from <endpoint>', 'who sends: a native id, ARN, name, address, CIDR, or "internet"')
    .option('--to <endpoint>', 'who is reached: the same, or RESOURCE@ADDRESS')
    .option('--protocol <name>', 'protocol name or number (default: any)')
    .option('--port <number>', 'destination port (default: any)', Number)
    .option('--source-port <number>', 'source port (default: the sender chooses)', Number)
    .option('--icmp-type <number>', 'ICMP type', Number)
    .option('--icmp-code <number>', 'ICMP code', Number)
    .option(
      '--queries <file>',
      'questions, one JSON object a line; one JSON answer a line, in order',
    )
    .option('--format <format>', 'text or json (default: text)', 'text')
    .option('--expect <verdict>', 'exit with 1 unless the verdict is this one: allowed or denied')
    .option('--strict', 'treat optional features without a file as not seen', false)
    .addHelpText(
      'after',
      '\nExample:\n  netposture reach --observations ./aws --from internet --to db-1 --protocol tcp --port 5432',
    )
    .action(async (options) => {
      const { runReach } = await import('./reach.ts');
      finish(await runReach(options, streams));
    });
}

function addScan(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('scan')
    .description('print what was seen, and what the internet can reach')
    .requiredOption(
      '--observations <dir>',
      'folder of recorded observations, or of answers saved from the providers’ own tools',
    )
    .option('--format <format>', 'json', 'json')
    .option('--strict', 'treat optional features without a file as not seen', false)
    .addHelpText('after', '\nExample:\n  netposture scan --observations ./aws --format json')
    .action(async (options) => {
      const { runScan } = await import('./scan.ts');
      finish(await runScan(options, streams));
    });
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
