import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const launcher = fileURLToPath(new URL('./netposture.mjs', import.meta.url));
const manifest: unknown = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

/**
 * Flags that make this Node say it is an older one before the launcher runs. The launcher has no switch for tests: it
 * reads the version from where it always does, and the Node it starts (without these flags) tells the truth.
 */
function pretending(version: string): readonly string[] {
  const claim = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
  return ['--import', `data:text/javascript,${encodeURIComponent(claim)}`];
}

/** A folder laid out as an installation: the real launcher, and a command line of the test's own beside it. */
let installation: string;
let installedLauncher: string;

beforeAll(() => {
  installation = mkdtempSync(join(tmpdir(), 'netposture-launcher-'));
  mkdirSync(join(installation, 'bin'));
  mkdirSync(join(installation, 'src'));
  mkdirSync(join(installation, 'node_modules/node/bin'), { recursive: true });
  installedLauncher = join(installation, 'bin/netposture.mjs');
  copyFileSync(launcher, installedLauncher);
  writeFileSync(
    join(installation, 'src/cli.ts'),
    `
export async function main(args: readonly string[]): Promise<void> {
  if (args[0] === 'report') console.log(JSON.stringify({ args, version: process.versions.node }));
  if (args[0] === 'exit') process.exitCode = Number(args[1]);
  if (args[0] === 'throw') throw new Error('planted');
  if (args[0] === 'die') process.kill(process.pid, 'SIGKILL');
  if (args[0] === 'read') for await (const chunk of process.stdin) console.log('read ' + chunk);
  if (args[0] === 'wait') {
    const alive = setInterval(() => {}, 1000);
    process.on('SIGTERM', () => { console.log('told to stop'); clearInterval(alive); process.exitCode = 130; });
    console.log('waiting');
  }
}
`,
  );
  installNode('24.12.0');
});

afterAll(() => rmSync(installation, { recursive: true, force: true }));

/** Puts a `node` package into the installation that claims this version; its binary hands over to the Node that runs. */
function installNode(version: string): void {
  const folder = join(installation, 'node_modules/node');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'node', version }));
  writeFileSync(join(folder, 'bin/node'), `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, {
    mode: 0o755,
  });
}

function runInstalled(flags: readonly string[], args: readonly string[], input?: string) {
  return spawnSync(process.execPath, [...flags, installedLauncher, ...args], {
    encoding: 'utf8',
    input,
  });
}

describe('started by a Node that is new enough', () => {
  it('prints the version of the scanner', () => {
    const run = spawnSync(process.execPath, [launcher, '--version'], { encoding: 'utf8' });

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(manifest).toMatchObject({ version: run.stdout.trim() });
  });

  it('prints the help on standard output', () => {
    const run = spawnSync(process.execPath, [launcher, '--help'], { encoding: 'utf8' });

    expect(run.stdout).toMatch(/^Usage: netposture /);
    expect(run).toMatchObject({ status: 0, stderr: '' });
  });

  it('answers an unknown command with exit code 2 and a message on standard error', () => {
    const run = spawnSync(process.execPath, [launcher, 'nonsense'], { encoding: 'utf8' });

    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain('nonsense');
  });

  it('accepts exactly 24.12 and does not start a second process', () => {
    rmSync(join(installation, 'node_modules/node/bin/node'));

    expect(runInstalled(pretending('24.12.0'), ['report'])).toMatchObject({ status: 0 });

    installNode('24.12.0');
  });

  it('reports an error of ours with exit code 4, never with the code that means findings', () => {
    const run = runInstalled([], ['throw']);

    expect(run.status).toBe(4);
    expect(run.stderr).toMatch(/^POSTURE_INTERNAL: /);
  });
});

describe('started by an older Node', () => {
  it('is still understood: none of the syntax that Node 12 lacks', () => {
    const code = readFileSync(launcher, 'utf8').replaceAll(/^\s*(\*|\/\*|\/\/).*$/gm, '');

    expect(code).toContain('spawn(');
    expect(code).not.toMatch(
      /\?\.(?!\d)|\?\?|from 'node:|^await |\|\|=|&&=|\.at\(|\.replaceAll\(/m,
    );
  });

  it.each(['12.22.12', '18.19.0', '20.20.2', '24.11.1'])('%s starts the packaged Node', (old) => {
    const run = runInstalled(pretending(old), ['report', '--flag', 'two words', '']);

    expect(JSON.parse(run.stdout)).toEqual({
      args: ['report', '--flag', 'two words', ''],
      version: process.versions.node,
    });
    expect(run.status).toBe(0);
  });

  it('runs the real command line on the real packaged Node', () => {
    const run = spawnSync(process.execPath, [...pretending('20.20.2'), launcher, '--version'], {
      encoding: 'utf8',
    });

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(manifest).toMatchObject({ version: run.stdout.trim() });
  });

  it('passes on the exit code', () => {
    expect(runInstalled(pretending('20.20.2'), ['exit', '3'])).toMatchObject({ status: 3 });
  });

  it('passes on standard input', () => {
    const run = runInstalled(pretending('20.20.2'), ['read'], 'a line');

    expect(run.stdout).toBe('read a line\n');
  });

  it('dies by the signal that killed the scanner', () => {
    expect(runInstalled(pretending('20.20.2'), ['die'])).toMatchObject({
      status: null,
      signal: 'SIGKILL',
    });
  });

  it('passes on a request to stop and waits for the scanner to finish', async () => {
    const child = spawn(process.execPath, [...pretending('20.20.2'), installedLauncher, 'wait']);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (text.includes('waiting')) child.kill('SIGTERM');
    });

    const status = await new Promise((resolve) => child.on('close', resolve));

    expect({ output, status }).toEqual({ output: 'waiting\ntold to stop\n', status: 130 });
  });

  it('refuses with the cure where the packaged Node was never fetched', () => {
    rmSync(join(installation, 'node_modules/node/bin/node'));

    const run = runInstalled(pretending('20.20.2'), ['report']);

    expect(run).toMatchObject({ status: 4, stdout: '' });
    expect(run.stderr).toMatch(/^POSTURE_NODE_TOO_OLD: .*24\.12.*20\.20\.2/);
    expect(run.stderr).toContain('npm ci');
    installNode('24.12.0');
  });

  it('refuses where the packaged Node is too old as well, and does not start itself for ever', () => {
    installNode('22.0.0');

    expect(runInstalled(pretending('20.20.2'), ['report']).stderr).toMatch(/^POSTURE_NODE_TOO_OLD/);

    installNode('24.12.0');
  });
});

const older = olderNodeOnThisMachine();

describe.skipIf(older === undefined)('with an older Node that this machine happens to have', () => {
  it('runs the real command line', () => {
    const run = spawnSync(older ?? '', [launcher, '--version'], { encoding: 'utf8' });

    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(manifest).toMatchObject({ version: run.stdout.trim() });
  });
});

function olderNodeOnThisMachine(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .find((node) => {
      const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
      const major = Number(/^v(\d+)\./.exec(stdout ?? '')?.[1]);
      return major >= 13 && major < 24;
    });
}
