import { beforeAll, expect, it } from 'vitest';
import { filesMatching, textOf } from '../../repository/repository-files.ts';
import { netposture } from './netposture.testkit.ts';

/** The words that may follow each command, by its call: `scan` to `--format` and the others. */
let known: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  const script = (await netposture(['completion', 'bash'])).stdout;
  const cases = script.slice(script.indexOf('case "$at" in'));
  known = new Map(
    [...cases.matchAll(/^ {4}'([^']*)'\).*compgen -W '([^']*)'/gm)].map(
      ([, path = '', words = '']) => [path.trim(), words.split(' ')],
    ),
  );
});

/** Commands in a document: those in code, beginning with `netposture` or `npx netposture`, less comments. */
function commandsIn(document: string): readonly string[] {
  const lines = textOf(document).matchAll(
    /(?:^|[`(\s])(?:npx )?netposture ((?:[a-z]+|--[a-z-]+)\b[^`\n|>#)]*)/gm,
  );
  return [...lines].map(([, command = '']) => command.trim());
}

/** Documents that tell people what to type. */
const documents = filesMatching(['README.md', 'SECURITY.md', 'docs/*.md']);

it('the commands of this program are known', () => {
  expect(known.get('')).toContain('scan');
  expect(known.get('scan')).toContain('--observations');
  expect(known.get('token create')).toContain('--role');
});

it.each(documents)('%s names only options that its commands have', (document) => {
  const wrong = commandsIn(document).filter((command) => {
    const [first = '', second = ''] = command.split(/\s+/);
    const own = known.get(`${first} ${second}`) ?? known.get(first);
    // A sentence about netposture is no command.
    if (own === undefined) return false;
    const flags = command.match(/(?<=\s)--[a-z-]+/g) ?? [];
    return flags.some((flag) => !own.includes(flag));
  });

  expect(wrong).toEqual([]);
});

it('commands are found in documents at all', () => {
  expect(documents.flatMap(commandsIn)).toContain('scan --observations saved');
  expect(commandsIn('docs/quick-start.md')).toContain('compare saved-monday saved-tuesday');
  expect(commandsIn('docs/operations.md')).toContain(
    'token create --name ci --role scan --expires 90d',
  );
});
