import { readdirSync, readFileSync } from 'node:fs';
import { parsePolicy } from '@netposture/rules';
import { describe, expect, it } from 'vitest';

const FOLDER = `${import.meta.dirname}/malformed`;

/** Each file with its first problem: code (after `POSTURE_POLICY_`), line, column. */
const EXPECTED = [
  ['bad-cidr-1.yaml', 'BAD_CIDR', 2, 9],
  ['bad-cidr-2.yaml', 'BAD_CIDR', 2, 9],
  ['bad-cidr-3.yaml', 'BAD_CIDR', 3, 17],
  ['bad-cidr-4.yaml', 'BAD_CIDR', 3, 17],
  ['bad-cidr-5.yaml', 'BAD_CIDR', 4, 27],
  ['bad-ports-1.yaml', 'BAD_PORTS', 3, 13],
  ['bad-ports-2.yaml', 'BAD_PORTS', 3, 13],
  ['bad-ports-3.yaml', 'BAD_PORTS', 4, 13],
  ['bad-ports-4.yaml', 'BAD_PORTS', 4, 15],
  ['bad-ports-5.yaml', 'BAD_PORTS', 3, 13],
  ['bad-value-1.yaml', 'BAD_VALUE', 1, 9],
  ['bad-value-2.yaml', 'BAD_VALUE', 1, 10],
  ['bad-value-3.yaml', 'BAD_VALUE', 2, 14],
  ['bad-value-4.yaml', 'BAD_VALUE', 6, 14],
  ['bad-value-5.yaml', 'BAD_VALUE', 1, 18],
  ['duplicate-key-1.yaml', 'DUPLICATE_KEY', 2, 1],
  ['duplicate-key-2.yaml', 'DUPLICATE_KEY', 3, 3],
  ['duplicate-key-3.yaml', 'DUPLICATE_KEY', 3, 3],
  ['duplicate-key-4.yaml', 'DUPLICATE_KEY', 3, 3],
  ['duplicate-key-5.yaml', 'DUPLICATE_KEY', 3, 3],
  ['missing-key-1.yaml', 'MISSING_KEY', 2, 5],
  ['missing-key-2.yaml', 'MISSING_KEY', 2, 5],
  ['missing-key-3.yaml', 'MISSING_KEY', 2, 5],
  ['missing-key-4.yaml', 'MISSING_KEY', 2, 5],
  ['missing-key-5.yaml', 'MISSING_KEY', 2, 5],
  ['secret-1.yaml', 'SECRET', 3, 12],
  ['secret-2.yaml', 'SECRET', 3, 18],
  ['secret-3.yaml', 'SECRET', 3, 24],
  ['secret-4.yaml', 'SECRET', 3, 15],
  ['secret-5.yaml', 'SECRET', 3, 14],
  ['syntax-1.yaml', 'SYNTAX', 2, 1],
  ['syntax-2.yaml', 'SYNTAX', 2, 1],
  ['syntax-3.yaml', 'SYNTAX', 1, 10],
  ['syntax-4.yaml', 'SYNTAX', 2, 1],
  ['syntax-5.yaml', 'SYNTAX', 1, 4],
  ['unknown-key-1.yaml', 'UNKNOWN_KEY', 1, 1],
  ['unknown-key-2.yaml', 'UNKNOWN_KEY', 3, 5],
  ['unknown-key-3.yaml', 'UNKNOWN_KEY', 4, 5],
  ['unknown-key-4.yaml', 'UNKNOWN_KEY', 7, 5],
  ['unknown-key-5.yaml', 'UNKNOWN_KEY', 2, 3],
  ['unknown-name-1.yaml', 'UNKNOWN_NAME', 5, 9],
  ['unknown-name-2.yaml', 'UNKNOWN_NAME', 1, 7],
  ['unknown-name-3.yaml', 'UNKNOWN_NAME', 1, 12],
  ['unknown-name-4.yaml', 'UNKNOWN_NAME', 2, 3],
  ['unknown-name-5.yaml', 'UNKNOWN_NAME', 3, 19],
  ['wrong-type-1.yaml', 'WRONG_TYPE', 1, 8],
  ['wrong-type-2.yaml', 'WRONG_TYPE', 1, 18],
  ['wrong-type-3.yaml', 'WRONG_TYPE', 1, 15],
  ['wrong-type-4.yaml', 'WRONG_TYPE', 1, 11],
  ['wrong-type-5.yaml', 'WRONG_TYPE', 2, 10],
] as const;

describe('malformed policy files', () => {
  it('are all listed: ten kinds of mistake by five', () => {
    expect(EXPECTED.map(([file]) => file)).toEqual(readdirSync(FOLDER).sort());
    expect(new Set(EXPECTED.map(([file]) => file.replace(/-\d+\.yaml$/, ''))).size).toBe(10);
    expect(EXPECTED).toHaveLength(50);
  });

  it.each(EXPECTED)('%s is refused with %s at %i:%i', (file, code, line, column) => {
    const { isRefused, problems } = parsePolicy(readFileSync(`${FOLDER}/${file}`, 'utf8'), file);

    expect(isRefused).toBe(true);
    expect(problems[0]).toMatchObject({
      code: `POSTURE_POLICY_${code}`,
      severity: 'error',
      file,
      line,
      column,
    });
  });

  it('says what was probably meant', () => {
    const { problems } = parsePolicy('zonez: {}\n', 'netposture.yaml');

    expect(problems[0]?.suggestion).toBe('zones');
  });

  it('never repeats a secret', () => {
    const { problems } = parsePolicy('accounts:\n  - token: hunter2\n', 'netposture.yaml');

    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});
