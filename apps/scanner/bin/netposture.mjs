#!/usr/bin/env node
/**
 * The `netposture` command. The scanner is TypeScript that Node runs as it is, which older versions cannot do, so this
 * file is plain JavaScript for any Node from 12 on: no top-level await, no `node:` imports, no `?.`.
 *
 * Started by Node 24.12 or newer it loads the command line. Started by an older one it starts itself again on the Node
 * that npm installed with the scanner, and passes on arguments, standard streams, signals and the exit code. Flags of
 * the old Node (`node --inspect netposture.mjs`) are not passed on: Node 24 need not know them. NODE_OPTIONS is
 * inherited. The one signal that cannot be passed on is SIGKILL: supervise the process group, or start Node 24 itself.
 */
// biome-ignore-start lint/style/useNodejsImportProtocol: Node 12 does not know `node:`.
import { spawn } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { createRequire } from 'module';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

// biome-ignore-end lint/style/useNodejsImportProtocol: Node 12 does not know `node:`.

/** The first Node that strips types without a flag or a warning. */
const OLDEST_MAJOR = 24;
const OLDEST_MINOR = 12;
/** "Our own error" in the table of exit codes. */
const EXIT_OWN_ERROR = 4;
/** @type {readonly NodeJS.Signals[]} Sent on to the real process, so that stopping the launcher stops the scanner. */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];

/** @param {string} version as in `process.versions.node`: `24.12.0` */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR);
}

/**
 * Path of the Node that npm installed, or undefined: no such package, its binary was never fetched, or it is too old
 * itself (starting it would only start this file again, for ever).
 */
function packagedNode() {
  let manifest;
  try {
    manifest = createRequire(import.meta.url).resolve('node/package.json');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
  const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const { version } = /** @type {{ version: string }} */ (
    JSON.parse(readFileSync(manifest, 'utf8'))
  );
  return existsSync(binary) && isNewEnough(version) ? binary : undefined;
}

/** @param {string} reason what went wrong, as one sentence */
function refuse(reason) {
  process.stderr.write(
    `POSTURE_NODE_TOO_OLD: netposture needs Node ${OLDEST_MAJOR}.${OLDEST_MINOR} or newer, and was started by ${process.versions.node}. ${reason}\n` +
      'Run `npm ci` without --ignore-scripts (it installs Node 24 beside netposture), or install Node 24 and start netposture with it.\n',
  );
  process.exitCode = EXIT_OWN_ERROR;
}

/** @param {string} node path of a Node that is new enough */
function startAgain(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole foreground group: the child has it already, and a second one means "now".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  child.on('error', (error) => refuse(`The packaged Node did not start: ${error.message}.`));
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    // Die as the child died, so that a shell or a supervisor sees the signal and not a made-up number.
    for (const name of FORWARDED) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

/** @param {unknown} error anything that nobody caught */
function reportOwnError(error) {
  const stack = error instanceof Error ? error.stack : error;
  process.stderr.write(`POSTURE_INTERNAL: netposture failed, please report this.\n${stack}\n`);
  process.exitCode = EXIT_OWN_ERROR;
}

if (isNewEnough(process.versions.node)) {
  // Node would exit with 1, which says "findings" to whoever reads the exit code.
  process.on('uncaughtException', (error) => {
    reportOwnError(error);
    process.exit();
  });
  import('../src/cli.ts').then(({ main }) => main(process.argv.slice(2))).catch(reportOwnError);
} else {
  const node = packagedNode();
  if (node === undefined) refuse('The Node 24 that comes with it is not installed.');
  else startAgain(node);
}
