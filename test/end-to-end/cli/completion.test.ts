import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, netposture } from './netposture.testkit.ts';

let script: string;

beforeAll(async () => {
  const { stdout } = await netposture(['completion', 'bash']);
  script = join(folderOf({ 'completion.bash': stdout }), 'completion.bash');
});

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): readonly string[] {
  const all = ['netposture', ...words];
  const run = spawnSync(
    'bash',
    [
      ...['--norc', '-c'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an array of bash.
      'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _netposture; printf "%s\\n" "${COMPREPLY[@]}"',
      ...['bash', script, ...all],
    ],
    { encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  return run.stdout.split('\n').filter((line) => line !== '');
}

describe('completion in bash', () => {
  it('offers the commands', () => {
    expect(offered('')).toEqual(
      expect.arrayContaining(['init', 'scan', 'reach', 'findings', 'rules', 'completion']),
    );
    expect(offered('fin')).toEqual(['findings']);
  });

  it('offers the commands below a command', () => {
    expect(offered('token', '')).toEqual(['create', 'list', 'revoke', '--help']);
    expect(offered('token', 'create', '--ro')).toEqual(['--role']);
  });

  it('offers the options of the command, and not those of another', () => {
    expect(offered('scan', '--max')).toEqual(['--max-requests']);
    expect(offered('rules', '--max')).toEqual([]);
    expect(offered('compare', 'a', '--f')).toEqual(['--format']);
  });

  it('offers the values of an option', () => {
    expect(offered('scan', '--format', '')).toEqual([
      'table',
      'json',
      'ndjson',
      'sarif',
      'markdown',
    ]);
    expect(offered('scan', '--observations', 'x', '--fail-on', 'cr')).toEqual(['critical']);
    expect(offered('reach', '--expect', '')).toEqual(['allowed', 'denied']);
    expect(offered('completion', 'z')).toEqual(['zsh']);
  });

  it('leaves files and folders to bash', () => {
    expect(offered('scan', '--observations', '')).toEqual([]);
    expect(offered('compare', '')).toEqual([]);
  });

  it('takes the value of an option for no command', () => {
    expect(offered('scan', '--output', 'x', '--dry')).toEqual(['--dry-run']);
  });

  it('is registered for the command', () => {
    const run = spawnSync(
      'bash',
      ['--norc', '-c', 'source "$1"; complete -p netposture', '_', script],
      {
        encoding: 'utf8',
      },
    );

    expect(run.stdout).toBe('complete -o default -F _netposture netposture\n');
  });
});

describe('completion in other shells', () => {
  it('is printed for zsh and fish, with every command', async () => {
    const zsh = (await netposture(['completion', 'zsh'])).stdout;
    const fish = (await netposture(['completion', 'fish'])).stdout;

    expect(zsh).toMatch(/^#compdef netposture\n/);
    expect(zsh).toContain(
      "' scan --format') compadd -- table json ndjson sarif markdown; return ;;",
    );
    expect(fish).toContain("-n '__fish_seen_subcommand_from scan' -l format -x -a 'table json");
    expect(fish).toContain("-n '__fish_use_subcommand' -a explain -d 'tell everything about one");
  });

  it('refuses a shell that it does not know', async () => {
    const { status, stderr } = await netposture(['completion', 'csh']);

    expect(status).toBe(2);
    expect(stderr).toContain('Allowed choices are bash, zsh, fish');
  });
});
