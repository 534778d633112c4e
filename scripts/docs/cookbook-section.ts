import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MADE, markdownPage } from './markdown.ts';
import type { Section } from './page.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');

/** The example policies as recipes, each with the rule that judges it. */
export const cookbookSection: Section = {
  name: 'policy cookbook',
  owns: [],
  pages: () => [
    {
      path: 'docs/policy-cookbook.md',
      text: markdownPage([MADE, '# Policy cookbook', ...OPENING, ...recipes(), ...ENDING]),
    },
  ],
};

const OPENING = [
  'Statements that teams publish about their networks, each with the part of the policy file that makes netposture hold you to it. The files stand in [examples](../examples); a test shows each of them holding and being violated. Parts add up: put those that you want into one `netposture.yaml`. Every key is in [policy.md](policy.md).',
  'Begin with `npx netposture init`, add one recipe, and look at what it says of files that you saved:\n\n```sh\nnpx netposture scan --observations saved --policy netposture.yaml\n```',
];

const ENDING = [
  '## Accepting a finding for a while',
  'A waiver has an owner, a reason and an end. The finding is still shown, and comes back when the waiver ends or when more packets get through than it accepts.\n\n```yaml\nwaivers:\n  - name: demo-database\n    rule: no-public-database\n    subject: demo-db\n    owner: data team\n    reason: holds generated data only\n    expires: 2030-01-01\n```',
  '## Beginning in an estate that has many findings',
  '`--fail-on critical` lets a pipeline fail for the worst only. Rules that do not fit are turned off or changed one by one, where everybody sees it:\n\n```yaml\nrules:\n  flow-logs-off: off\n  undeclared-public-endpoint: medium\n```',
];

function recipes(): readonly string[] {
  return readdirSync(EXAMPLES)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => recipe(name, readFileSync(join(EXAMPLES, name), 'utf8')));
}

/** Every example begins with its statement and, in the second line, the rule that judges it. */
function recipe(name: string, text: string): readonly string[] {
  const [, statement, rule, yaml] = EXAMPLE.exec(text) ?? [];
  if (statement === undefined || rule === undefined || yaml === undefined) {
    throw new Error(`examples/${name} does not begin with its statement and its rule.`);
  }
  const body =
    yaml.trim() === ''
      ? 'Nothing has to be written: the rule runs by default.'
      : `\`\`\`yaml\n${yaml.trimEnd()}\n\`\`\``;
  return [
    `## ${statement.replace(/\.$/, '')}`,
    `Judged by [${rule}](rules/${rule}.md); the file is [${name}](../examples/${name}).`,
    body,
  ];
}

const EXAMPLE = /^# (.+)\n# Judged by the rule ([a-z0-9-]+)[^\n]*\n([\s\S]*)$/;
