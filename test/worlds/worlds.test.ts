import { describe, expect, it } from 'vitest';
import { endsOf, engineSays, oracleSays } from './ask.testkit.ts';
import { formatTable, parseTable, type Table, wordFor } from './table.testkit.ts';
import { worlds } from './worlds.ts';

describe('worlds', () => {
  it('are at least sixty, each with a name of its own', () => {
    const names = new Set(worlds.map(({ name }) => name));

    expect(names.size).toBe(worlds.length);
    expect(worlds.length).toBeGreaterThanOrEqual(60);
  });

  it.each(worlds)('$name', ({ make }) => {
    const { graph, tables } = make();
    for (const table of tables.map(parseTable)) {
      expect(table.columns.toSorted()).toEqual(expect.arrayContaining(endsOf(graph)));
      expect(table.rows.map(({ from }) => from)).toEqual(expect.arrayContaining(endsOf(graph)));
      const by = (say: typeof oracleSays) =>
        formatTable(filledIn(table, (from, to) => wordFor(say(graph, from, to, table.transport))));

      expect(by(oracleSays), 'what the oracle says').toBe(formatTable(table));
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
