import { type Command, Option } from 'commander';
import type { CommandStreams, Finish } from './command-streams.ts';
import { formatOption, someText } from './option-values.ts';

/** Declares `netposture token create|list|revoke`; their code is loaded when they are called. */
export function addToken(program: Command, streams: CommandStreams, finish: Finish): void {
  const token = program
    .command('token')
    .description('make, list and revoke the tokens of the HTTP API')
    .exitOverride();
  const dataDir = new Option('--data-dir <dir>', 'folder of the embedded store').argParser(
    someText,
  );
  token
    .command('create')
    .description('make a token and print it: it is shown this once')
    .requiredOption('--name <name>', 'who or what will use it', someText)
    .addOption(
      new Option(
        '--role <role>',
        'read: what was found; scan: also ask for scans; admin: also tokens and evidence',
      )
        .choices(['read', 'scan', 'admin'])
        .makeOptionMandatory(),
    )
    .option(
      '--expires <when>',
      'in so many days or hours (90d, 12h), or on a date (2027-06-30)',
      someText,
    )
    .addOption(dataDir)
    .addHelpText(
      'after',
      '\nExample:\n  TOKEN=$(netposture token create --name ci --role scan --expires 90d)',
    )
    .action(async (options) => {
      const { createToken } = await import('./token.ts');
      finish(await createToken(options, streams));
    });
  token
    .command('list')
    .description('list the tokens; their texts are kept nowhere')
    .addOption(formatOption(['table', 'json']))
    .addOption(dataDir)
    .action(async (options) => {
      const { listTokens } = await import('./token.ts');
      finish(await listTokens(options, streams));
    });
  token
    .command('revoke')
    .argument('<id>', 'id of the token, as `netposture token list` shows it', someText)
    .description('make a token worthless, at once and for good')
    .addOption(dataDir)
    .action(async (id, options) => {
      const { revokeToken } = await import('./token.ts');
      finish(await revokeToken(id, options, streams));
    });
}
