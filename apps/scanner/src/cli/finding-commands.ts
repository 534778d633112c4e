import { type Command, Option } from 'commander';
import type { CommandStreams, Finish } from './command-streams.ts';
import { failOnOption, formatOption, someText } from './option-values.ts';

const FOLDER = 'folder of recorded observations, or of answers saved from the providers’ own tools';

/** Declares `findings`, `explain`, `rules` and `compare`; their code is loaded when they are called. */
export function addFindingCommands(
  program: Command,
  streams: CommandStreams,
  finish: Finish,
): void {
  program
    .command('findings')
    .description('list the findings of a folder of observations, or those that scans recorded')
    .option('--observations <dir>', `${FOLDER} (default: what scans recorded)`, someText)
    .option('--data-dir <dir>', 'folder of the embedded store', someText)
    .option('--policy <file>', 'policy file (default: the default policy)', someText)
    .option('--rule <id>', 'only those of this rule', someText)
    .addOption(
      new Option('--state <state>', 'only those in this state').choices([
        'open',
        'undetermined',
        'waived',
      ]),
    )
    .addOption(formatOption(['table', 'json', 'ndjson', 'sarif', 'markdown']))
    .option('--output <file>', 'write the result to a file instead of standard output', someText)
    .addOption(failOnOption())
    .option('--strict', 'treat optional features without a file as not seen', false)
    .action(async (options) => {
      if (options.observations === undefined) {
        const { runRecordedFindings } = await import('./recorded.ts');
        finish(await runRecordedFindings(options, streams));
        return;
      }
      const { runFindings } = await import('./findings.ts');
      finish(await runFindings(options, streams));
    });
  program
    .command('explain')
    .argument('<finding>', 'id of a finding, or a part of it that no other has', someText)
    .description('tell everything about one finding: the proof, why it matters, what to do')
    .requiredOption('--observations <dir>', FOLDER, someText)
    .option('--policy <file>', 'policy file (default: the default policy)', someText)
    .addOption(formatOption(['table', 'json']))
    .option('--strict', 'treat optional features without a file as not seen', false)
    .action(async (finding, options) => {
      const { runExplain } = await import('./findings.ts');
      finish(await runExplain(finding, options, streams));
    });
  program
    .command('rules')
    .argument('[rule]', 'id of one rule, to read all about it')
    .description('list the rules')
    .addOption(formatOption(['table', 'json']))
    .action(async (rule, options) => {
      const { runRules } = await import('./rules.ts');
      finish(runRules(rule, options, streams));
    });
  program
    .command('compare')
    .argument('<before>', `${FOLDER}; or the id of a recorded scan`, someText)
    .argument('<after>', 'the same, later', someText)
    .description(
      'tell what opened and what closed between two folders of observations, or recorded scans',
    )
    .option('--data-dir <dir>', 'folder of the embedded store, for recorded scans', someText)
    .option('--policy <file>', 'policy file (default: the default policy)', someText)
    .addOption(formatOption(['table', 'json']))
    .option('--strict', 'treat optional features without a file as not seen', false)
    .addHelpText('after', '\nExit code 1 where something opened or widened.')
    .action(async (before, after, options) => {
      const { runCompare } = await import('./compare.ts');
      finish(await runCompare(before, after, options, streams));
    });
}
