import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AWS_OPERATIONS } from '../operations/index.ts';
import { withoutCopies } from './shape-check.ts';

/** Values that fit a member, nearly fit, or do not: what the schemas of the wire tell apart. */
const leaf = fc.constantFrom(undefined, null, '', 'eni-1', 0, -1, Number.NaN, true, {}, [], ['a']);

/** A value made like the schema says, with a wrong leaf or shape here and there. */
function nearly(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const fitting = (): fc.Arbitrary<unknown> => {
    switch (def.type) {
      case 'string':
        return fc.constant('text');
      case 'number':
        return fc.constant(22);
      case 'boolean':
        return fc.boolean();
      case 'optional':
        return fc.oneof(fc.constant(undefined), nearly(def.innerType));
      case 'array':
        return fc.array(nearly(def.element), { maxLength: 2 });
      case 'object':
        return fc.record(
          Object.fromEntries(Object.entries(def.shape).map(([name, one]) => [name, nearly(one)])),
          { requiredKeys: [] },
        );
      case 'record':
        return fc.dictionary(fc.string(), nearly(def.valueType), { maxKeys: 2 });
      default:
        throw new Error(`the schemas of the wire have no ${def.type}`);
    }
  };
  return fc.oneof({ weight: 60, arbitrary: fitting() }, { weight: 1, arbitrary: leaf });
}

describe('reading items without copies', () => {
  it.each(AWS_OPERATIONS.map((operation) => [operation.id, operation] as const))(
    'takes and refuses of %s what its schema does, for the same reasons',
    (_, { item }) => {
      const quick = withoutCopies(item);

      fc.assert(
        fc.property(nearly(item), (value) => {
          const expected = item.safeParse(value);
          const found = quick.safeParse(value);
          expect(found.success).toBe(expected.success);
          expect(found.error?.issues).toEqual(expected.error?.issues);
        }),
        { numRuns: 150 },
      );
    },
  );

  it('hands the item itself back', () => {
    const item = { VpcId: 'vpc-1', Unread: 1 };

    const { data } = withoutCopies(z.object({ VpcId: z.string() })).safeParse(item);

    expect(data).toBe(item);
  });

  it('leaves to the schema what is more than a shape', () => {
    const trimmed = z.object({ name: z.string().trim() });

    expect(withoutCopies(trimmed)).toBe(trimmed);
    expect(withoutCopies(z.strictObject({}))).toBeInstanceOf(z.ZodObject);
    expect(withoutCopies(z.string().min(1))).toBeInstanceOf(z.ZodString);
  });
});
