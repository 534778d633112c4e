/** The part of Vitest that the mutated tests use: `describe`, `it`, and their `each`. Assertions are Vitest's own. */
import { format } from 'node:util';

/** One test: its body fails by throwing, or by a promise that is rejected. */
export interface Test {
  /** File and full name, as Stryker tells tests apart. */
  readonly id: string;
  readonly body: () => unknown;
}

type Body = (...values: unknown[]) => unknown;
type Rest = [Body] | [object, Body] | [Body, number];

/** What a file of tests sees of Vitest, and the tests that it has declared so far. */
export function suiteOf(file: string, expect: unknown) {
  const tests: Test[] = [];
  let names: readonly string[] = [];

  function it(name: string, ...rest: Rest): void {
    tests.push({ id: unused(`${file}#${[...names, name].join(' ')}`), body: bodyOf(rest) });
  }

  function describe(name: string, ...rest: Rest): void {
    const outer = names;
    names = [...outer, name];
    bodyOf(rest)();
    names = outer;
  }

  function unused(id: string): string {
    const same = tests.filter((test) => test.id === id || test.id.startsWith(`${id} (`)).length;
    return same === 0 ? id : `${id} (${same + 1})`;
  }

  it.each = each(it);
  describe.each = each(describe);
  return { tests, vitest: { it, describe, expect } };
}

function each(declare: (name: string, body: Body) => void) {
  return (table: readonly unknown[]) =>
    (name: string, ...rest: Rest): void => {
      for (const row of table) {
        const values = Array.isArray(row) ? (row as unknown[]) : [row];
        declare(nameOf(name, values), () => bodyOf(rest)(...values));
      }
    };
}

/** The placeholders of Vitest: `%s` and `%i` for a value, `$key` for a property. */
function nameOf(name: string, values: readonly unknown[]): string {
  const [first] = values;
  const places = name.match(/%[a-z]/g)?.length ?? 0;
  const named = name.replaceAll(/\$(\w+)/g, (whole, key: string) =>
    typeof first === 'object' && first !== null && key in first
      ? String(Object(first)[key])
      : whole,
  );
  return format(named, ...values.slice(0, places));
}

function bodyOf(rest: Rest): Body {
  const body = rest.find((one) => typeof one === 'function');
  if (body === undefined) throw new Error('A test without a body.');
  return body as Body;
}
