import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, netposture } from './netposture.testkit.ts';
import { officeWithDatabase } from './office.testkit.ts';
import { sarifErrors } from './sarif-schema.testkit.ts';

let office: Record<string, string>;

beforeAll(async () => {
  office = await officeWithDatabase('0.0.0.0/0');
});

async function sarifOf(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const folder = folderOf(files);
  const { stdout } = await netposture([
    'scan',
    ...['--observations', folder, '--format', 'sarif', ...args],
  ]);
  return JSON.parse(stdout);
}

describe('SARIF', () => {
  it('is valid by the schema of SARIF 2.1.0, with findings', async () => {
    const log = await sarifOf(office);

    expect(log.runs[0].results.length).toBeGreaterThan(3);
    expect(sarifErrors(log)).toEqual([]);
  });

  it('is valid with gaps, which are notifications', async () => {
    const log = await sarifOf({ ...office, 'broken.json': '{"' });

    expect(log.runs[0].invocations[0].executionSuccessful).toBe(false);
    expect(JSON.stringify(log.runs[0].invocations)).toContain('failed: broken.json: ');
    expect(sarifErrors(log)).toEqual([]);
  });

  it('is valid with nothing seen at all', async () => {
    expect(sarifErrors(await sarifOf({}))).toEqual([]);
  });

  it('is valid with waived findings, which are suppressed', async () => {
    const policy = folderOf({
      'p.yaml':
        'waivers:\n  - name: demo\n    rule: no-public-database\n    subject: orders\n    owner: ops\n    reason: demo data only\n    expires: 2999-12-31\n',
    });
    const log = await sarifOf(office, '--policy', `${policy}/p.yaml`);

    expect(JSON.stringify(log)).toContain('"suppressions":[{"kind":"external"');
    expect(sarifErrors(log)).toEqual([]);
  });

  it('would not pass with a level that the schema does not know, or a field of our own', async () => {
    const log = await sarifOf(office);
    log.runs[0].results[0].level = 'critical';
    log.runs[0].results[1].severity = 'high';

    expect(sarifErrors(log).map(({ keyword }) => keyword)).toEqual(
      expect.arrayContaining(['enum', 'additionalProperties']),
    );
  });
});
