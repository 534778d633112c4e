/** A step of `npm run check`: no import in this tree crosses a wall, and no source file escapes the walls. */
import process from 'node:process';
import { cruise } from './cruise.ts';

const { seen, unseen, violations, walls } = cruise('.');

for (const { wall, from, to } of violations) {
  console.log(`${from} -> ${to}\n  ${wall}: ${walls.get(wall) ?? ''}`);
}
for (const file of unseen) console.log(`${file}\n  was not read, so no wall holds for it`);
if (seen === 0) console.log('No source file was read at all.');

console.log(`${walls.size} walls over ${seen} files: ${violations.length} violations`);
process.exitCode = seen > 0 && unseen.length === 0 && violations.length === 0 ? 0 : 1;
