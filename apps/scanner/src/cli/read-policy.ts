import { readFile } from 'node:fs/promises';
import { defaultPolicy, type Policy, type PolicyProblem, parsePolicy } from '@netposture/rules';
import { terminalText } from '../output/terminal-text.ts';
import { CommandError, type CommandStreams } from './command-streams.ts';

/** A policy file as a command uses it. */
export interface ReadPolicy {
  readonly policy: Policy;
  /** The file's text; absent without a file. */
  readonly text?: string;
}

/**
 * Reads the policy file, or gives the default policy where none is named. What is wrong with the file, or suspicious, is said
 * on standard error with line and column.
 *
 * @throws CommandError where the file cannot be read or used.
 */
export async function readPolicy(
  file: string | undefined,
  streams: CommandStreams,
): Promise<ReadPolicy> {
  if (file === undefined) return { policy: defaultPolicy };
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new CommandError('POSTURE_POLICY_UNREADABLE', `${file} could not be read (${code}).`);
  }
  const environment = streams.environment ?? {};
  const { policy, problems, isRefused } = parsePolicy(text, file, { environment });
  tellProblems(problems, streams);
  if (isRefused)
    throw new CommandError('POSTURE_POLICY_REFUSED', `${file} was not used. Correct it first.`);
  return { policy, text };
}

/** Tells what is wrong with a policy file, one problem a line, as compilers do. */
export function tellProblems(problems: readonly PolicyProblem[], streams: CommandStreams): void {
  for (const { file, line, column, severity, code, message, suggestion } of problems) {
    const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
    streams.writeMessage(
      `${terminalText(`${file}:${line}:${column}: ${severity} ${code}: ${message}${hint}`)}\n`,
    );
  }
}
