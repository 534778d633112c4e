import { spawn, spawnSync } from 'node:child_process';
import process from 'node:process';
import { LAUNCHER } from './netposture.testkit.ts';

const SCRIPT = '/usr/bin/script';

/** Whether this machine has `script` of util-linux, which gives a command a terminal. */
export const HAS_TERMINAL =
  process.platform === 'linux' && spawnSync(SCRIPT, ['--version']).status === 0;

/** What a person types after each text that appears, in order. */
export type Dialogue = readonly (readonly [appears: string, types: string])[];

/** How a run at a terminal ended, and everything that the terminal showed. */
export interface TerminalRun {
  readonly status: number | null;
  readonly screen: string;
}

/** Runs `netposture` at a terminal of its own, with a person who answers. */
export function netpostureAtTerminal(
  args: readonly string[],
  dialogue: Dialogue,
  environment: Readonly<Record<string, string>> = {},
): Promise<TerminalRun> {
  const command = [process.execPath, LAUNCHER, ...args].map((part) => `'${part}'`).join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], {
      env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', SHELL: '/bin/sh', ...environment },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const left = [...dialogue];
    let screen = '';
    let seen = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text;
      const [next] = left;
      if (next === undefined || !screen.slice(seen).includes(next[0])) return;
      seen = screen.length;
      left.shift();
      child.stdin.write(next[1]);
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, screen }));
  });
}
