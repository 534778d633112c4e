import { InvalidArgumentError, Option } from 'commander';

/** A parser of whole numbers within bounds, both included, for an option of the command line. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^[0-9]{1,12}$/.test(text) || number < least || number > most) {
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

/** A parser that refuses the empty text, which a script with an unset variable hands over. */
export function someText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.');
  return text;
}

/** The option `--format`, a table unless told otherwise. */
export function formatOption(choices: readonly string[]): Option {
  return new Option('--format <format>', 'how the result is printed')
    .choices(choices)
    .default('table');
}

/** The option `--fail-on`. */
export function failOnOption(): Option {
  return new Option('--fail-on <severity>', 'exit with 1 for open findings from this severity on')
    .choices(['critical', 'high', 'medium', 'low', 'info', 'none'])
    .default('high');
}
