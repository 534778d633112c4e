import { type Command, Option } from 'commander';
import type { CommandStreams, Finish } from './command-streams.ts';
import { failOnOption, formatOption, someText, wholeNumber } from './option-values.ts';

/** Declares `netposture scan`; its code is loaded when it is called. */
export function addScan(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('scan')
    .description(
      'tell what can be reached, what your policy says to it, and what could not be seen',
    )
    .addOption(
      new Option(
        '--observations <dir>',
        'folder of recorded observations, or of answers saved from the providers’ own tools (default: ask the clouds that the policy file or the environment names)',
      )
        .argParser(someText)
        .conflicts(['dryRun', 'save', 'maxRequests']),
    )
    .option('--dry-run', 'list what would be called, with which credential, and call nothing')
    .addOption(
      new Option(
        '--record',
        'record the scan in the store, as the service does, and print the findings that stand then; with --observations that folder',
      ).conflicts(['dryRun', 'save', 'maxRequests', 'output']),
    )
    .option('--data-dir <dir>', 'folder of the embedded store, for --record', someText)
    .option('--save <dir>', 'keep what the clouds answered in a new folder', someText)
    .option(
      '--max-requests <number>',
      'make no more requests than this; what is left out is a gap',
      wholeNumber(1, 10_000_000),
    )
    .option(
      '--baseline <file>',
      'what is known already: a report of `scan --format json`, the folder of an export, or with --record the id of a scan. It is shown, counts for no exit code, and with --record alerts nobody',
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
      if (options.record === true) {
        const { runRecordedScan } = await import('./recorded.ts');
        finish(await runRecordedScan(options, streams));
        return;
      }
      const { runScan } = await import('./scan.ts');
      finish(await runScan(options, streams));
    });
}
