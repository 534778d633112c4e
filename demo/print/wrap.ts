/** Every line of the demo fits into this many columns. */
export const COLUMNS = 108;

/**
 * Text broken at spaces, the first line behind `first`, the others behind `rest`. A word that is longer than a line stays whole.
 */
export function wrap(text: string, first: string, rest: string): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
