import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The launcher, as npm links it. */
export const LAUNCHER = fileURLToPath(
  new URL('../../../apps/scanner/bin/netposture.mjs', import.meta.url),
);

/** How a run of the command ended. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the command that has begun. */
export interface StartedRun {
  /** As Ctrl-C does. */
  readonly interrupt: () => void;
  readonly ended: Promise<Run>;
}

/** Runs `netposture` as a user does: a process of its own, without a terminal, and with no credential of this machine. */
export function netposture(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Run> {
  return startNetposture(args, environment).ended;
}

/** Starts `netposture` as {@link netposture} does, and does not wait. */
export function startNetposture(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): StartedRun {
  return started(process.execPath, [LAUNCHER, ...args], environment);
}

/** Runs a line of bash in which `netposture` is the command, with pipes and redirections as a user writes them. */
export function bash(
  line: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const command = `netposture() { "${process.execPath}" "${LAUNCHER}" "$@"; }; ${line}`;
  return started('bash', ['--norc', '-c', command], environment).ended;
}

function started(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): StartedRun {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Run>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
  return { interrupt: () => child.kill('SIGINT'), ended };
}

/** A folder of its own with these files. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'netposture-cli-'));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}
