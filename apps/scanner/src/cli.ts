/** The composition root of the `netposture` command: the file that hands real streams to the command line. */
import process from 'node:process';
import { runCommandLine } from './cli/command-line.ts';

/**
 * Runs one command and sets the exit code of this process.
 *
 * @param args what the user typed after `netposture`
 */
export async function main(args: readonly string[]): Promise<void> {
  process.exitCode = await runCommandLine(args, {
    writeResult: (text) => void process.stdout.write(text),
    writeMessage: (text) => void process.stderr.write(text),
  });
}
