/** The mutants that no test kills, as the report of Stryker names them and as `SURVIVORS.md` explains them. */
import type { MutantResult, Position } from '@stryker-mutator/api/core';

/** What is read of the report of a run. */
export interface Report {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly MutantResult[] }>
  >;
}

/** A mutant as a reader recognises it: its file, and the lines that it changes, as they read then. */
export interface Survivor {
  readonly file: string;
  readonly code: string;
}

/** The mutants that survived or that no test reaches. */
export function survivorsOf(report: Report): readonly Survivor[] {
  return Object.entries(report.files).flatMap(([name, { source, mutants }]) =>
    mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map((mutant) => ({ file: fileName(name), code: mutatedCode(source, mutant) })),
  );
}

/** The names of the files that were mutated. */
export function filesOf(report: Report): readonly string[] {
  return Object.keys(report.files).map(fileName);
}

/**
 * What a text explains: under a heading with the name of a file, an item for each mutant, `` - `code`: reason `` or, for lines
 * that read alike, `` - `code` (2 times): reason ``.
 */
export function explainedIn(markdown: string): readonly Survivor[] {
  const explained: Survivor[] = [];
  let file = '';
  for (const line of markdown.split('\n')) {
    file = /^## (\S+)$/.exec(line)?.[1] ?? file;
    const item = /^- (`+) ?(.+?) ?\1(?: \((\d+) times\))?: \S/.exec(line);
    const [, , code, times = '1'] = item ?? [];
    if (code === undefined) continue;
    for (let n = 0; n < Number(times); n++) explained.push({ file, code });
  }
  return explained;
}

/** Those of the first list that the second has not, counting how often each occurs, as items of {@link explainedIn}. */
export function missing(from: readonly Survivor[], among: readonly Survivor[]): readonly string[] {
  const rest = among.map(keyOf);
  return from
    .map(keyOf)
    .filter((key) => {
      const at = rest.indexOf(key);
      if (at >= 0) rest.splice(at, 1);
      return at < 0;
    })
    .sort();
}

function keyOf({ file, code }: Survivor): string {
  const fence = code.includes('`') ? '``' : '`';
  return `${file}: ${fence}${code}${fence}`;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The lines from the first to the last that the mutant touches, as they read with it, in one line. */
function mutatedCode(source: string, { location, replacement = '' }: MutantResult): string {
  const { start, end } = location;
  const from = offsetOf(source, { line: start.line, column: 1 });
  const before = source.slice(from, offsetOf(source, start));
  const rest = source.slice(offsetOf(source, end));
  const after = rest.slice(0, rest.indexOf('\n'));
  return `${before}${replacement}${after}`.replaceAll(/\s+/g, ' ').trim();
}

/** Lines and columns of a report are counted from 1. */
function offsetOf(source: string, { line, column }: Position): number {
  let offset = 0;
  for (let n = 1; n < line; n++) offset = source.indexOf('\n', offset) + 1;
  return offset + column - 1;
}
