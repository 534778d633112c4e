import { type Command, Option } from 'commander';
import type { CommandStreams, Finish } from './command-streams.ts';
import { CLOUDS } from './first-policy.ts';
import { someText } from './option-values.ts';

/** Declares `netposture init`; its code is loaded when it is called. */
export function addInit(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('init')
    .description('write a commented policy file; at a terminal it asks for what no option says')
    .addOption(
      new Option(
        '--clouds <cloud...>',
        'clouds that you run on (default: those that the environment names, else all)',
      ).choices(CLOUDS.map(({ id }) => id)),
    )
    .option(
      '--public <name=port...>',
      'what is meant to be public, such as web-1=tcp/443',
      collected,
    )
    .option('--vpn <cidr...>', 'addresses from which your VPN comes', collected)
    .option('--slack <variable>', 'variable that holds the URL of a Slack webhook', someText)
    .option('--output <file>', 'file to write (default: netposture.yaml)', someText)
    .option('--force', 'replace the file where there is one', false)
    .addHelpText(
      'after',
      '\nExamples:\n  netposture init\n  netposture init --clouds aws hetzner --public web-1=tcp/443 --vpn 203.0.113.7/32 < /dev/null',
    )
    .action(async (options) => {
      const { runInit } = await import('./init.ts');
      finish(await runInit(options, streams));
    });
}

function collected(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), someText(text)];
}
