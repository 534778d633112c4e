import { describe, expect, it } from 'vitest';
import { endsOf, engineSays, oracleSays } from './ask.testkit.ts';
import { formatTable, parseTable, type Table, wordFor } from './table.testkit.ts';
import { worlds } from './worlds.ts';

/** Worlds about which the engine is known to be wrong, until it is put right. */
const ENGINE_DIFFERS: readonly string[] = [
  'over a peering into a network that cannot be seen anybody may be reached',
  'through two balancers in a row the last target is reached',
];

describe('worlds', () => {
  it('are at least sixty, each with a name of its own', () => {
    const names = new Set(worlds.map(({ name }) => name));

    expect(names.size).toBe(worlds.length);
    expect(worlds.length).toBeGreaterThanOrEqual(60);
  });

  it.each(worlds)('$name', ({ name, make }) => {
    const { graph, tables } = make();
    for (const table of tables.map(parseTable)) {
      expect(table.columns.toSorted()).toEqual(expect.arrayContaining(endsOf(graph)));
      expect(table.rows.map(({ from }) => from)).toEqual(expect.arrayContaining(endsOf(graph)));
      const by = (say: typeof oracleSays) =>
        formatTable(filledIn(table, (from, to) => wordFor(say(graph, from, to, table.transport))));

      expect(by(oracleSays), 'what the oracle says').toBe(formatTable(table));
      if (ENGINE_DIFFERS.includes(name)) continue;
      expect(by(engineSays), 'what the engine says').toBe(formatTable(table));
    }
  });
});

function filledIn(table: Table, word: (from: string, to: string) => string): Table {
  const rows = table.rows.map(({ from, cells }) => ({
    from,
    cells: table.columns.map((to, i) => (cells[i] === '.' ? '.' : word(from, to))),
  }));
  return { ...table, rows };
}
