import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { terminalSvg } from './print/terminal-svg.ts';

const RUN = fileURLToPath(new URL('./run.ts', import.meta.url));

/** How `npm run demo -- --once` ended. */
export interface DemoRun {
  readonly status: number | null;
  /** With colours, as a terminal gets it. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo to its end in a process of its own, with no credential of this machine. */
export function runDemo(): Promise<DemoRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [RUN, '--once'], {
      env: { PATH: process.env['PATH'], FORCE_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** The pictures of a run, by the file that each belongs in. Equal runs give equal pictures. */
export function picturesOf({ stdout }: DemoRun): Readonly<Record<string, string>> {
  const lines = ['$ npm run demo -- --once', '', ...stdout.trimEnd().split('\n')];
  const change = lines.findIndex((line) => line.includes('CHANGED:'));
  return {
    'docs/demo-found.svg': terminalSvg(
      lines.slice(0, change - 1),
      'npm run demo: who reaches what in a company on four clouds',
    ),
    'docs/demo-changed.svg': terminalSvg(
      lines.slice(change),
      'npm run demo: what a change opens, and how Slack hears of it',
    ),
  };
}
