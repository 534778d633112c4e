import { describe, expect, it } from 'vitest';
import { runSteps, type Step } from '../../scripts/check/run-steps.ts';

async function run(...steps: readonly Step[]) {
  const lines: string[] = [];
  const passed = await runSteps(steps, (line) => lines.push(line));
  return { passed, text: lines.join('\n') };
}

const passing: Step = { name: 'fine', command: ['node', '-e', 'console.log("not shown")'] };

describe('the steps of npm run check', () => {
  it('pass where all of them do, with a line each and none of their output', async () => {
    const { passed, text } = await run(passing, { ...passing, name: 'fine too' });

    expect(passed).toBe(true);
    expect(text).toMatch(/^ok +fine {2}/m);
    expect(text).toMatch(/^ok +fine too {2}/m);
    expect(text).not.toContain('not shown');
  });

  it('fail where one does, and show all that it said', async () => {
    const code = 'console.log("said"); console.error("complained"); process.exit(3)';
    const { passed, text } = await run(passing, { name: 'broken', command: ['node', '-e', code] });

    expect(passed).toBe(false);
    expect(text).toMatch(/FAILED +broken /);
    expect(text).toContain('said\n');
    expect(text).toContain('complained');
    expect(text).toContain('1 of 2 FAILED');
  });

  it('fail where a tool is not installed', async () => {
    const { passed, text } = await run({ name: 'gone', command: ['no-such-tool-anywhere'] });

    expect(passed).toBe(false);
    expect(text).toContain('did not start');
  });

  it('fail where a tool is killed', async () => {
    const code = 'process.kill(process.pid, "SIGKILL")';
    const { passed, text } = await run({ name: 'killed', command: ['node', '-e', code] });

    expect(passed).toBe(false);
    expect(text).toContain('killed by SIGKILL');
  });

  it('run on the packaged Node 24', async () => {
    const code = 'process.exit(process.versions.node.startsWith("24.") ? 0 : 1)';

    expect(await run({ name: 'node', command: ['node', '-e', code] })).toMatchObject({
      passed: true,
    });
  });
});
