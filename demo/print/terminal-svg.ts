import { STYLES, type Style } from './paint.ts';
import { COLUMNS } from './wrap.ts';

const COLORS: Readonly<Record<Style, string>> = {
  critical: '#ff6b62',
  high: '#ff9d8f',
  medium: '#e3b341',
  low: '#79c0ff',
  title: '#f0f6fc',
  dim: '#8b949e',
  good: '#7ee787',
};
const BOLD: ReadonlySet<Style> = new Set(['critical', 'title']);

const CHARACTER = 8.4;
const LINE = 19;
const MARGIN = 18;

/** What a terminal shows, as a picture; reads the codes of `paint.ts` and no others. */
export function terminalSvg(lines: readonly string[], title: string): string {
  const width = Math.ceil((COLUMNS + 2) * CHARACTER + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const texts = lines.flatMap((line, index) => {
    const spans = spansOf(line).join('');
    if (spans === '') return [];
    return `<text x="${MARGIN}" y="${MARGIN + index * LINE + 14}">${spans}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    '<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:#c9d1d9}</style>',
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...texts,
    '</svg>',
    '',
  ].join('\n');
}

/** The line as pieces of one style each; every piece stands at its column, whatever font is there. */
function spansOf(line: string): readonly string[] {
  const spans: string[] = [];
  let column = 0;
  for (const [index, piece] of line.split('\u001b[').entries()) {
    const end = index === 0 ? 0 : piece.indexOf('m') + 1;
    const text = piece.slice(end);
    if (text.trim() !== '') spans.push(span(text, column, styleOf(piece.slice(0, end - 1))));
    column += text.length;
  }
  return spans;
}

function span(text: string, column: number, style: Style | undefined): string {
  const indent = text.length - text.trimStart().length;
  const x = MARGIN + (column + indent) * CHARACTER;
  const fill = style === undefined ? '' : ` fill="${COLORS[style]}"`;
  const weight = style !== undefined && BOLD.has(style) ? ' font-weight="bold"' : '';
  return `<tspan x="${Number(x.toFixed(1))}"${fill}${weight}>${escaped(text.trim())}</tspan>`;
}

function styleOf(code: string): Style | undefined {
  return (Object.keys(STYLES) as Style[]).find((style) => STYLES[style] === code);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
