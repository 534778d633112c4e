import type { Command } from 'commander';
import { PostureError } from '../errors.ts';
import { terminalText } from '../output/terminal-text.ts';
import { CommandError, type CommandStreams, ExitCode } from './command-streams.ts';
import { addCompletion } from './completion-command.ts';
import { addDoctor } from './doctor-command.ts';
import { addExport } from './export-command.ts';
import { addFindingCommands } from './finding-commands.ts';
import { addInit } from './init-command.ts';
import { addReach } from './reach-command.ts';
import { addScan } from './scan-command.ts';
import { scannerVersion } from './scanner-version.ts';
import { addServe } from './serve-command.ts';
import { addToken } from './token-command.ts';

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
  addInit(program, streams, finish);
  addScan(program, streams, finish);
  addReach(program, streams, finish);
  addServe(program, streams, finish);
  addDoctor(program, streams, finish);
  addToken(program, streams, finish);
  addExport(program, streams, finish);
  addFindingCommands(program, streams, finish);
  addCompletion(program, streams, finish);

  if (args.length === 0) {
    streams.writeMessage(program.helpInformation());
    return ExitCode.usage;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return streams.signal?.aborted === true ? interrupted(streams) : exitCode;
  } catch (error) {
    if (streams.signal?.aborted === true) return interrupted(streams);
    if (error instanceof CommandError || error instanceof PostureError) {
      streams.writeMessage(`${terminalText(`${error.code}: ${error.message}`)}\n`);
      return error instanceof CommandError ? error.exitCode : ExitCode.usage;
    }
    // With exitOverride every way out of commander is this error; --help and --version leave it with exit code 0.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
  }
}

function interrupted(streams: CommandStreams): number {
  streams.writeMessage('Interrupted; there is no result.\n');
  return ExitCode.interrupted;
}

function describe(program: Command, streams: CommandStreams): void {
  program
    .description('Tells you, with proof, who can reach what across every cloud you run on.')
    .version(scannerVersion(), '--version', 'print the version and stop')
    .helpOption('--help', 'print this text and stop')
    .allowExcessArguments(false)
    .showHelpAfterError('Run `netposture --help` to see what there is.')
    .exitOverride()
    .configureOutput({ writeOut: streams.writeResult, writeErr: streams.writeMessage })
    .addHelpText('after', HELP_AFTER);
}

const HELP_AFTER = `
Exit codes: 0 nothing to report; 1 findings (see --fail-on), or a verdict other than --expect; 2 usage; 3 something
asked for could not be seen; 4 an error of netposture's own; 130 interrupted.

Examples:
  netposture scan --observations ./saved
  netposture scan --observations ./saved --format sarif --output netposture.sarif
  netposture reach --observations ./saved --from internet --to db-1 --protocol tcp --port 5432`;
