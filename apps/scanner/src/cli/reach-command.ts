import { type Command, Option } from 'commander';
import type { CommandStreams, Finish } from './command-streams.ts';
import { someText, wholeNumber } from './option-values.ts';

/** Declares `netposture reach`; its code is loaded when it is called. */
export function addReach(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('reach')
    .description('answer who can reach what, in files that were saved before')
    .requiredOption(
      '--observations <dir>',
      'folder of recorded observations, or of answers saved from the providers’ own tools',
      someText,
    )
    .option(
      '--from <endpoint>',
      'who sends: a native id, ARN, name, address, CIDR, or "internet"',
      someText,
    )
    .option('--to <endpoint>', 'who is reached: the same, or RESOURCE@ADDRESS', someText)
    .option('--protocol <name>', 'protocol name or number (default: any)', someText)
    .option('--port <number>', 'destination port (default: any)', wholeNumber(0, 65_535))
    .option(
      '--source-port <number>',
      'source port (default: the sender chooses)',
      wholeNumber(0, 65_535),
    )
    .option('--icmp-type <number>', 'ICMP type', wholeNumber(0, 255))
    .option('--icmp-code <number>', 'ICMP code', wholeNumber(0, 255))
    .addOption(
      new Option(
        '--queries <file>',
        'questions, one JSON object a line; one JSON answer a line, in order',
      )
        .argParser(someText)
        .conflicts(['from', 'to', 'protocol', 'port', 'sourcePort', 'icmpType', 'icmpCode']),
    )
    .addOption(
      new Option('--format <format>', 'how one answer is printed')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addOption(
      new Option(
        '--expect <verdict>',
        'exit with 1 unless the verdict of every question is this one',
      ).choices(['allowed', 'denied']),
    )
    .option('--strict', 'treat optional features without a file as not seen', false)
    .addHelpText(
      'after',
      '\nExamples:\n  netposture reach --observations ./aws --from internet --to db-1 --protocol tcp --port 5432\n  netposture reach --observations ./aws --from web-1 --to db-1 --port 5432 --expect allowed\n  netposture reach --observations ./aws --queries questions.ndjson > answers.ndjson',
    )
    .action(async (options) => {
      const { runReach } = await import('./reach.ts');
      finish(await runReach(options, streams));
    });
}
