/** `npm run demo:record`: runs the demo, and writes the pictures of README.md from what it printed. */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { picturesOf, runDemo } from './recording.ts';

const run = await runDemo();
process.stderr.write(run.stderr);
process.exitCode = run.status ?? 1;
if (run.status === 0) {
  for (const [path, text] of Object.entries(picturesOf(run))) {
    writeFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), text);
    process.stdout.write(`written: ${path}\n`);
  }
}
