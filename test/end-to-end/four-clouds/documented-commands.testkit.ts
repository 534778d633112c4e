import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Printed } from './saved-by-tools.testkit.ts';

const TOOLS = ['aws', 'curl', 'gcloud', 'hcloud', 'jq'];

/** Answers by its name and arguments, and by nothing else: what is not simulated fails, as a wrong command would. */
const TOOL = `#!/bin/sh
answer="$ANSWERS/$(printf '%s' "$(basename "$0") $*" | tr '/' '%')"
if [ -f "$answer" ]; then cat "$answer"; else echo "no such command: $(basename "$0") $*" >&2; exit 1; fi
`;

/**
 * Runs the commands by which a page of `docs/providers` says to save answers, in a folder, word by word; only names that the
 * page makes up are replaced. Throws with what went wrong where a command does.
 */
export function runDocumented(
  page: string,
  given: {
    readonly folder: string;
    /** A folder for the tools and their answers; whoever made it removes it. */
    readonly scratch: string;
    readonly names: Readonly<Record<string, string>>;
    readonly prints: Printed;
    readonly environment?: Readonly<Record<string, string>>;
  },
): void {
  const made = mkdtempSync(join(given.scratch, `${page}-`));
  const [tools, answers] = [join(made, 'tools'), join(made, 'answers')];
  for (const folder of [tools, answers, given.folder]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(tools, 'tool'), TOOL);
  chmodSync(join(tools, 'tool'), 0o755);
  for (const name of TOOLS) symlinkSync('tool', join(tools, name));
  for (const [call, text] of given.prints) {
    writeFileSync(join(answers, call.replaceAll('/', '%')), text);
  }
  const run = spawnSync('bash', ['-euo', 'pipefail', '-c', commandsOf(page, given.names)], {
    cwd: given.folder,
    encoding: 'utf8',
    env: { PATH: `${tools}:/usr/bin:/bin`, ANSWERS: answers, ...given.environment },
  });
  if (run.status !== 0) throw new Error(`${page}: ${run.stderr}`);
}

/** The block of commands in the section about having no credential. */
function commandsOf(page: string, names: Readonly<Record<string, string>>): string {
  const file = new URL(`../../../docs/providers/${page}.md`, import.meta.url);
  if (!existsSync(file)) throw new Error(`there is no page ${page}`);
  const section = readFileSync(file, 'utf8').split(/^## Without (?:any|a) credential$/m)[1] ?? '';
  const [, block] = /```sh\n([\s\S]*?)```/.exec(section) ?? [];
  if (block === undefined) throw new Error(`${page} names no commands`);
  return Object.entries(names).reduce((text, [made, real]) => {
    if (!text.includes(made)) throw new Error(`${page} does not speak of ${made}`);
    return text.replaceAll(made, real);
  }, block);
}
