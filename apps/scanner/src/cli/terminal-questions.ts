import { createInterface } from 'node:readline';
import { CommandError } from './command-streams.ts';

/**
 * Puts one question to the person at a terminal and gives the line that is answered.
 *
 * @throws CommandError where the input ends before (Ctrl-D); the signal's reason where it fires before.
 */
export function askTerminal(
  question: string,
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // Without editing of its own: the terminal edits the line, and Ctrl-C stays the signal that it is.
    const lines = createInterface({ input, terminal: false });
    const stop = (): void => lines.close();
    signal.addEventListener('abort', stop, { once: true });
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      // Settled already where a line came.
      else reject(new CommandError('POSTURE_INIT_ANSWER', 'No answer came; nothing was written.'));
    });
    output.write(question);
  });
}
