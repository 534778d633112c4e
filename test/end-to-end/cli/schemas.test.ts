import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, netposture } from './netposture.testkit.ts';
import { officeWithDatabase } from './office.testkit.ts';
import { publishedSchema } from './published-schema.testkit.ts';

let open: string;
let closed: string;
let unseen: string;

beforeAll(async () => {
  const files = await officeWithDatabase('0.0.0.0/0');
  open = folderOf(files);
  closed = folderOf(await officeWithDatabase('3.120.0.10/32'));
  unseen = folderOf({ ...files, 'broken.json': '{"' });
});

async function printed(...args: readonly string[]): Promise<string> {
  return (await netposture(args)).stdout;
}

describe('what is printed as JSON fits its published schema', () => {
  it('netposture rules, and one rule', async () => {
    const valid = publishedSchema('rules.schema.json');
    const all = JSON.parse(await printed('rules', '--format', 'json'));
    const one = JSON.parse(await printed('rules', 'no-public-database', '--format', 'json'));

    expect([valid(all), valid.errors]).toEqual([true, null]);
    expect([valid(one), valid.errors]).toEqual([true, null]);
    expect(all.rules.length).toBeGreaterThan(30);
    expect(one.rules).toHaveLength(1);
  });

  it('netposture explain', async () => {
    const valid = publishedSchema('explanation.schema.json');
    const text = await printed(
      ...['explain', 'no-public-database', '--observations', open, '--format', 'json'],
    );
    const explanation = JSON.parse(text);

    expect([valid(explanation), valid.errors]).toEqual([true, null]);
    expect(explanation.finding.rule).toBe('no-public-database');
  });

  it('netposture compare: what opened, what closed, what is out of sight, and nothing', async () => {
    const valid = publishedSchema('comparison.schema.json');
    const compare = async (before: string, after: string) =>
      JSON.parse(await printed('compare', before, after, '--format', 'json'));
    const opened = await compare(closed, open);

    expect([valid(opened), valid.errors]).toEqual([true, null]);
    expect([valid(await compare(open, closed)), valid.errors]).toEqual([true, null]);
    expect([valid(await compare(open, unseen)), valid.errors]).toEqual([true, null]);
    expect([valid(await compare(open, open)), valid.errors]).toEqual([true, null]);
    expect(opened.exposures).toContainEqual(expect.objectContaining({ name: 'orders' }));
  });

  it('netposture findings, as one object and as lines, with gaps too', async () => {
    const whole = publishedSchema('scan.schema.json');
    const line = publishedSchema('scan-line.schema.json');
    const report = JSON.parse(
      await printed('findings', '--observations', unseen, '--format', 'json'),
    );
    const lines = (await printed('findings', '--observations', unseen, '--format', 'ndjson'))
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));

    expect([whole(report), whole.errors]).toEqual([true, null]);
    expect(lines.filter((one) => !line(one))).toEqual([]);
    expect(lines.map(({ type }) => type)).toContain('coverage');
  });

  it('netposture scan by a policy that waives something', async () => {
    const valid = publishedSchema('scan.schema.json');
    const policy = folderOf({
      'p.yaml':
        'waivers:\n  - name: demo\n    rule: no-public-database\n    subject: orders\n    owner: ops\n    reason: demo data only\n    expires: 2999-12-31\n',
    });
    const report = JSON.parse(
      await printed(
        ...['scan', '--observations', open, '--policy', join(policy, 'p.yaml')],
        ...['--format', 'json'],
      ),
    );

    expect([valid(report), valid.errors]).toEqual([true, null]);
    expect(report.findings).toContainEqual(expect.objectContaining({ state: 'waived' }));
  });

  it('and what is not described does not pass', async () => {
    const valid = publishedSchema('rules.schema.json');

    expect(valid({ schemaVersion: 1, rules: [], more: true })).toBe(false);
    expect(valid({ schemaVersion: 2, rules: [] })).toBe(false);
  });
});
