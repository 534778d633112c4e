import type { Command } from 'commander';
import type { CommandStreams, Finish } from './command-streams.ts';
import { someText } from './option-values.ts';

/** Declares `netposture export`; its code is loaded when it is called. */
export function addExport(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('export')
    .description(
      'write everything that was recorded to a new folder, as evidence: one JSON object a line, with digests',
    )
    .requiredOption('--output <dir>', 'a folder that is empty, or is not there yet', someText)
    .option('--data-dir <dir>', 'folder of the embedded store', someText)
    .addHelpText(
      'after',
      '\nThe same store gives the same bytes. Check them later with: cd <dir> && sha256sum --check SHA256SUMS',
    )
    .action(async (options) => {
      const { runExport } = await import('./export.ts');
      finish(await runExport(options, streams));
    });
}
