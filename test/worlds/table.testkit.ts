import type { Answer } from '../oracle/verdict.testkit.ts';

/** What a world says about one transport. */
export interface Table {
  /** As a filter rule writes it: `tcp/22`, `icmp/8/0`, `protocol/47`. */
  readonly transport: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly from: string; readonly cells: readonly string[] }[];
}

/** Reads a table: the transport and the targets in the first line, then one sender a line. */
export function parseTable(text: string): Table {
  const lines = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first !== '');
  const [[transport = '', ...columns] = [], ...rows] = lines;
  return {
    transport,
    columns,
    rows: rows.map(([from = '', ...cells]) => ({ from, cells })),
  };
}

/** Writes a table as the worlds do. */
export function formatTable({ transport, columns, rows }: Table): string {
  const lines = [[transport, ...columns], ...rows.map(({ from, cells }) => [from, ...cells])];
  const widths = lines.reduce<number[]>(
    (widest, line) => line.map((word, i) => Math.max(word.length, widest[i] ?? 0)),
    [],
  );
  return lines
    .map((line) =>
      line
        .map((word, i) => word.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The word of an answer. */
export function wordFor({ delivered, conversable }: Answer): string {
  const word = WORDS[`${delivered} ${conversable}`];
  if (word === undefined) throw new Error(`no packet is ${delivered} and ${conversable}`);
  return word;
}

const WORDS: Readonly<Record<string, string>> = {
  'allowed allowed': 'yes',
  'allowed undetermined': 'yes?',
  'allowed denied': 'lost',
  'undetermined undetermined': '?',
  'undetermined denied': '?lost',
  'denied denied': 'no',
};
