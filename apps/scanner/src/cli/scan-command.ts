import type { Command } from 'commander';
import type { Finish } from './command-line.ts';
import type { CommandStreams } from './command-streams.ts';
import { failOnOption, formatOption } from './finding-commands.ts';
import { someText } from './option-values.ts';

/** Declares `netposture scan`; its code is loaded when it is called. */
export function addScan(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('scan')
    .description(
      'tell what can be reached, what your policy says to it, and what could not be seen',
    )
    .requiredOption(
      '--observations <dir>',
      'folder of recorded observations, or of answers saved from the providers’ own tools',
      someText,
    )
    .option('--policy <file>', 'policy file (default: the default policy)', someText)
    .addOption(formatOption(['table', 'json', 'ndjson', 'sarif', 'markdown']))
    .addOption(failOnOption())
    .option('--output <file>', 'write the result to a file instead of standard output', someText)
    .option('--strict', 'treat optional features without a file as not seen', false)
    .addHelpText(
      'after',
      '\nExamples:\n  netposture scan --observations ./saved\n  netposture scan --observations ./saved --policy netposture.yaml --fail-on critical\n  netposture scan --observations ./saved --format sarif --output netposture.sarif',
    )
    .action(async (options) => {
      const { runScan } = await import('./scan.ts');
      finish(await runScan(options, streams));
    });
}
