import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process of netposture that a test may kill. */
export interface ServiceProcess {
  /** Where its API answers; empty for a role without one. */
  readonly url: string;
  /** What it wrote to its log so far. */
  readonly log: () => string;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** Stops it in the middle of whatever it does: it handles nothing that arrives from now on. */
  freeze(): void;
}

/** The command as npm links it. */
const COMMAND = fileURLToPath(new URL('../../apps/scanner/bin/netposture.mjs', import.meta.url));
/** A worker that takes others for dead within a second or two. */
const IMPATIENT_WORKER = fileURLToPath(new URL('./kills/impatient-worker.ts', import.meta.url));

type Variables = Readonly<Record<string, string>>;

/** `netposture serve` with everything in one process; answers when it is ready. */
export function startWholeService(variables: Variables): Promise<ServiceProcess> {
  return started(spawn(process.execPath, [COMMAND, 'serve'], { env: variables, stdio: STDIO }));
}

/** `netposture serve --role worker`; answers when it takes jobs. */
export function startWorker(variables: Variables): Promise<ServiceProcess> {
  return startRole('worker', variables);
}

/** `netposture serve` in one of its roles; answers when it is ready. */
export function startRole(
  role: 'api' | 'worker' | 'scheduler',
  variables: Variables,
): Promise<ServiceProcess> {
  const command = [COMMAND, 'serve', '--role', role];
  return started(spawn(process.execPath, command, { env: variables, stdio: STDIO }));
}

/** A worker with less patience than by default. */
export function startImpatientWorker(variables: Variables): Promise<ServiceProcess> {
  return started(spawn(process.execPath, [IMPATIENT_WORKER], { env: variables, stdio: STDIO }));
}

const STDIO: StdioOptions = ['ignore', 'ignore', 'pipe'];

function started(child: ChildProcess): Promise<ServiceProcess> {
  let log = '';
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const control = {
    log: () => log,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    freeze: () => void child.kill('SIGSTOP'),
  };
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The service ended before it was ready.\n${log}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const [, url] = /^netposture \(\w+\) is ready(?: on (\S+))?\.$/m.exec(log) ?? [undefined, ''];
      if (/^netposture \(\w+\) is ready/m.test(log)) resolve({ ...control, url: url ?? '' });
    });
  });
}
