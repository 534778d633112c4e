import { RULES, type Rule } from '@netposture/rules';
import { rulesJson } from '../output/rules-json.ts';
import { CommandError, type CommandStreams } from './command-streams.ts';

/** What `netposture rules` was given. */
export interface RulesOptions {
  readonly format: 'table' | 'json';
}

/** Lists the rules, or tells all of one. */
export function runRules(
  id: string | undefined,
  options: RulesOptions,
  streams: CommandStreams,
): number {
  const rules = id === undefined ? RULES : [ruleCalled(id)];
  if (options.format === 'json') {
    streams.writeResult(`${JSON.stringify(rulesJson(rules), null, 2)}\n`);
    return 0;
  }
  const [only] = rules;
  streams.writeResult(id !== undefined && only !== undefined ? ruleText(only) : listText(rules));
  return 0;
}

function ruleCalled(id: string): Rule {
  const rule = RULES.find((one) => one.id === id || one.aliases?.includes(id) === true);
  if (rule !== undefined) return rule;
  throw new CommandError(
    'POSTURE_RULE_UNKNOWN',
    `There is no rule "${id}". netposture rules lists them.`,
  );
}

function listText(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}\n`)
    .join('');
}

function ruleText(rule: Rule): string {
  const { id, severity, title, group, preset, rationale, doesNotSee, remediation } = rule;
  const parameters = Object.entries(rule.parameters).map(
    ([name, { description, default: value }]) =>
      `  ${name} = ${JSON.stringify(value)}: ${description}`,
  );
  return [
    `${id} (${severity}, ${group}, preset ${preset})`,
    title,
    '',
    `Why it matters: ${rationale}`,
    `Does not see: ${doesNotSee}`,
    '',
    'What to do:',
    ...Object.entries(remediation).map(([cloud, text]) => `  ${cloud}: ${text}`),
    ...(parameters.length > 0 ? ['', 'Parameters:', ...parameters] : []),
    '',
    'Evidence for:',
    ...rule.controls.map(({ control, why }) => `  ${control}: ${why}`),
    '',
    'References:',
    ...rule.references.map((reference) => `  ${reference.title}: ${reference.url}`),
    '',
  ].join('\n');
}
