import type { Command, Option } from 'commander';

/** One option as a shell completes it. */
export interface OptionWords {
  /** `--format` */
  readonly flag: string;
  readonly description: string;
  /** `words`: one of `choices`; `path`: a file or folder; `other`: anything; `nothing`: the option takes no value. */
  readonly value: 'words' | 'path' | 'other' | 'nothing';
  readonly choices: readonly string[];
}

/** One command as a shell completes it. */
export interface CommandWords {
  /** The words by which it is called, after `netposture`; empty for the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** The words that may follow. */
  readonly next: readonly string[];
  readonly takesPath: boolean;
}

/** Every command of a program, the program itself first, as their definitions say. */
export function commandWords(program: Command): readonly CommandWords[] {
  return wordsOf(program, []);
}

function wordsOf(command: Command, path: readonly string[]): readonly CommandWords[] {
  const visible = command.createHelp().visibleOptions(command);
  const own: CommandWords = {
    path,
    description: command.description(),
    options: visible.filter(({ long }) => long !== undefined && long !== null).map(optionWords),
    next: [
      ...command.commands.map((one) => one.name()),
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
    takesPath: command.registeredArguments.some(({ description }) => PATH.test(description)),
  };
  return [own, ...command.commands.flatMap((one) => wordsOf(one, [...path, one.name()]))];
}

/** How a value is called that names something in the file system, or an argument is described that does. */
const PATH = /^(<(file|dir)>|\[(file|dir)\]|.*\b(folder|the same)\b.*)$/;

function optionWords(option: Option): OptionWords {
  const { long, flags, description, argChoices } = option;
  const [, value = ''] = /([<[].*)$/.exec(flags) ?? [];
  return {
    flag: long ?? flags,
    description,
    value: kindOf(value, argChoices !== undefined),
    choices: argChoices ?? [],
  };
}

function kindOf(value: string, hasChoices: boolean): OptionWords['value'] {
  if (value === '') return 'nothing';
  if (hasChoices) return 'words';
  return PATH.test(value) ? 'path' : 'other';
}
