import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, netposture, type Run } from './netposture.testkit.ts';
import { officeWithDatabase } from './office.testkit.ts';

const REGISTRY = new URL('../../../packages/rules/src/registry.ts', import.meta.url);

/** Run before the command: puts one more rule into the registry, a copy of the first that throws. */
const PLANT = `
import { RULES } from '${REGISTRY}';
RULES.push({
  ...RULES[0],
  id: 'broken-rule',
  evaluate() {
    throw new Error('planted');
  },
});
`;

interface Report {
  readonly findings: readonly { readonly id: string }[];
  readonly coverage: readonly { readonly scope: { readonly operation: string } }[];
}

describe('a scan with a rule that throws', () => {
  let healthy: Run;
  let broken: Run;
  let asText: Run;

  beforeAll(async () => {
    const observations = folderOf(await officeWithDatabase('0.0.0.0/0'));
    const plant = `${folderOf({ 'plant.mjs': PLANT })}/plant.mjs`;
    const scan = ['scan', '--observations', observations, '--fail-on', 'critical'];
    const planted = { NODE_OPTIONS: `--import ${plant}` };
    healthy = await netposture([...scan, '--format', 'json']);
    broken = await netposture([...scan, '--format', 'json'], planted);
    asText = await netposture(scan, planted);
  });

  const reportOf = ({ stdout }: Run): Report => JSON.parse(stdout);

  it('ends with 3, where it would end with 1', () => {
    expect(healthy.status).toBe(1);
    expect(broken.status).toBe(3);
  });

  it('still reports what all other rules find', () => {
    const ids = reportOf(healthy).findings.map(({ id }) => id);

    expect(ids.filter((id) => id.startsWith('no-public-database | '))).toHaveLength(1);
    expect(reportOf(broken).findings.map(({ id }) => id)).toEqual(ids);
  });

  it('says which rule was not evaluated, and why, as a gap', () => {
    expect(
      reportOf(broken).coverage.filter(({ scope }) => scope.operation === 'broken-rule'),
    ).toEqual([
      {
        scope: {
          provider: 'rules',
          account: 'netposture',
          location: 'global',
          operation: 'broken-rule',
        },
        outcome: 'failed',
        isGap: true,
        items: 0,
        message:
          'The rule broken-rule was not evaluated: planted. Report this as a defect of the rule.',
      },
    ]);
    expect(reportOf(healthy).coverage.map(({ scope }) => scope.operation)).not.toContain(
      'broken-rule',
    );
  });

  it('says so to people too', () => {
    expect(asText.status).toBe(3);
    expect(asText.stdout).toContain('broken-rule was not evaluated: planted');
    expect(asText.stdout).toContain('CRITICAL no-public-database: orders');
  });
});
