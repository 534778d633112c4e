import type { Command } from 'commander';
import type { CommandStreams, Finish } from './command-streams.ts';
import { formatOption, someText } from './option-values.ts';

/** Declares `netposture doctor`; its code is loaded when it is called. */
export function addDoctor(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('doctor')
    .description('look at everything that the service needs, and tell the cure of what is wrong')
    .option('--config <file>', 'the policy file (default: netposture.yaml)', someText)
    .option('--data-dir <dir>', 'folder of the embedded store', someText)
    .option('--skip-clouds', 'leave the clouds alone: for a health check', false)
    .addOption(formatOption(['table', 'json']))
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing is broken (warnings do not count); 2 the configuration is wrong; 3 something that is needed\ncannot be reached, or a credential cannot see something.',
    )
    .action(async (options) => {
      const { runDoctor } = await import('./doctor.ts');
      finish(await runDoctor(options, streams));
    });
}
