import { Argument, type Command } from 'commander';
import { type CommandStreams, ExitCode, type Finish } from './command-streams.ts';

/** Declares `netposture completion`. Call it last: it completes the commands that are there when it is called. */
export function addCompletion(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('completion')
    .description('print a script by which a shell completes commands, options and their values')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(netposture completion bash)\n  netposture completion zsh > ~/.zfunc/_netposture\n  netposture completion fish > ~/.config/fish/completions/netposture.fish',
    )
    .action(async (shell) => {
      const { completionScript } = await import('./completion.ts');
      const { commandWords } = await import('./command-words.ts');
      streams.writeResult(completionScript(shell, commandWords(program)));
      finish(ExitCode.ok);
    });
}
