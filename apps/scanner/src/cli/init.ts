import { existsSync } from 'node:fs';
import { parsePolicy } from '@netposture/rules';
import { credentialVariable } from '../config/environment-accounts.ts';
import { CommandError, type CommandStreams, ExitCode } from './command-streams.ts';
import { CLOUDS, type CloudChoice, firstPolicy, type PublicChoice } from './first-policy.ts';
import { tellProblems } from './read-policy.ts';
import { writeOutput } from './write-output.ts';

/** What `netposture init` was given. */
export interface InitOptions {
  readonly clouds?: readonly string[];
  readonly public?: readonly string[];
  readonly vpn?: readonly string[];
  readonly slack?: string;
  readonly output?: string;
  readonly force: boolean;
}

/**
 * Writes a commented policy file. What no option says is asked for at a terminal; without one the defaults hold, so that a
 * script never waits.
 *
 * @throws CommandError where the file is there already, or an answer makes no sense. Nothing is written then.
 */
export async function runInit(options: InitOptions, streams: CommandStreams): Promise<number> {
  const file = options.output ?? 'netposture.yaml';
  if (!options.force && existsSync(file)) {
    throw new CommandError(
      'POSTURE_POLICY_EXISTS',
      `${file} is there already. Name another file with --output, or replace it with --force.`,
    );
  }
  const variables = streams.environment ?? {};
  const named = CLOUDS.filter(({ id }) => credentialVariable(id, variables) !== undefined);
  const usual = named.length > 0 ? named : CLOUDS;
  const ids = usual.map(({ id }) => id);
  const clouds =
    options.clouds ??
    (await list(streams, `Which clouds do you run on? [${ids.join(', ')}]`)) ??
    ids;
  const open =
    options.public ??
    (await list(streams, 'What is meant to be public, such as web-1=tcp/443? [nothing]')) ??
    [];
  const vpn =
    options.vpn ?? (await list(streams, 'From which addresses does your VPN come? [no VPN]')) ?? [];
  const slack =
    options.slack ??
    (await list(streams, 'Which variable holds the URL of a Slack webhook? [none]'))?.[0];
  const text = firstPolicy({
    clouds: clouds.map(cloudCalled),
    publicEndpoints: open.map(publicChoice),
    vpn,
    ...(slack === undefined ? {} : { slack: variableName(slack) }),
  });
  check(text, file, streams);
  await writeOutput(text, file, streams);
  streams.writeMessage(
    `${file} is written. Next: npx netposture scan --policy ${file} --dry-run\n`,
  );
  return ExitCode.ok;
}

/** Words of an answer, or undefined where nobody is there to answer, or the answer is empty. */
async function list(
  { ask }: CommandStreams,
  question: string,
): Promise<readonly string[] | undefined> {
  if (ask === undefined) return undefined;
  const words = (await ask(`${question} `)).split(/[\s,]+/).filter((word) => word !== '');
  return words.length === 0 ? undefined : words;
}

function cloudCalled(id: string): CloudChoice {
  const cloud = CLOUDS.find((one) => one.id === id.toLowerCase());
  if (cloud !== undefined) return cloud;
  throw refused(`"${id}" is none of ${CLOUDS.map((one) => one.id).join(', ')}.`);
}

function publicChoice(text: string): PublicChoice {
  const [, name, port] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (name !== undefined && port !== undefined) return { name, port };
  throw refused(`"${text}" is no name with a port. Write it as web-1=tcp/443.`);
}

function variableName(text: string): string {
  if (/^[A-Za-z_]\w*$/.test(text)) return text;
  throw refused('That is no name of a variable. Put the URL into a variable and name it.');
}

/** What the text says must be understood by whoever reads it next. */
function check(text: string, file: string, streams: CommandStreams): void {
  // References stand for values that need not be there yet.
  const environment = new Proxy<Record<string, string>>({}, { get: () => 'set later' });
  const { problems, isRefused } = parsePolicy(text, file, { environment });
  if (!isRefused) return;
  tellProblems(problems, streams);
  throw refused('The policy that your answers make is not valid; nothing was written.');
}

function refused(message: string): CommandError {
  return new CommandError('POSTURE_INIT_ANSWER', message);
}
