import { type Command, Option } from 'commander';
import { codeOf, messageOf } from '../errors.ts';
import {
  CommandError,
  type CommandStreams,
  ExitCode,
  type Finish,
  type ServeRequest,
} from './command-streams.ts';
import { someText } from './option-values.ts';

const BASELINE =
  'what is known already and alerts nobody: a report of `scan --format json`, the folder of an export, or the id of a recorded scan';

/** Adds `netposture serve`. */
export function addServe(program: Command, streams: CommandStreams, finish: Finish): void {
  program
    .command('serve')
    .description('scan on schedule and on demand, and alert on drift, until it is stopped')
    .addOption(
      new Option(
        '--role <role>',
        'which part of the service this process is; parts need DATABASE_URL and REDIS_URL',
      )
        .choices(['all', 'api', 'worker', 'scheduler'])
        .default('all'),
    )
    .option('--config <file>', 'accounts, schedule and notifications (default: netposture.yaml)')
    .option('--data-dir <dir>', 'folder of the embedded store and of the first token')
    .option('--host <address>', 'address that the API listens on (default: 127.0.0.1)')
    .option('--port <number>', 'port that the API listens on (default: 7788)')
    .option('--baseline <file>', BASELINE, someText)
    .addHelpText('after', '\nExample:\n  netposture serve --config netposture.yaml')
    .action(async (options: ServeRequest) => {
      try {
        await streams.serve?.(options);
        // A service that was asked to stop, and stopped in order, did what it should.
        finish(ExitCode.ok);
      } catch (error) {
        const code = codeOf(error);
        if (code?.startsWith('POSTURE_') !== true) throw error;
        throw new CommandError(code, messageOf(error));
      }
    });
}
