/** The ports that a question names. */
export interface AskedPorts {
  readonly port?: number;
  readonly sourcePort?: number;
}

/** A text with the asked ports left open. */
export interface AnswerTemplate {
  /** The text between the open places, one more than there are of those. */
  readonly pieces: readonly string[];
  readonly places: readonly ('port' | 'sourcePort')[];
}

/** One answer as it was worked out. */
export interface AnswerSample extends AskedPorts {
  readonly text: string;
}

/**
 * The text that two answers have in common, with a place for each number in which they differ. Undefined where they differ in
 * anything but the asked ports, or where it cannot be told which of the two ports a number is.
 */
export function templateOf(a: AnswerSample, b: AnswerSample): AnswerTemplate | undefined {
  if (a.port === a.sourcePort && b.port === b.sourcePort) return undefined;
  const [first, second] = [a.text.split(NUMBERS), b.text.split(NUMBERS)];
  if (first.length !== second.length) return undefined;
  const pieces: string[] = [];
  const places: ('port' | 'sourcePort')[] = [];
  let piece = '';
  for (const [position, part] of first.entries()) {
    if (part === second[position]) {
      piece += part;
      continue;
    }
    const place = placeOf(part, second[position] ?? '', a, b);
    if (place === undefined) return undefined;
    pieces.push(piece);
    places.push(place);
    piece = '';
  }
  pieces.push(piece);
  return { pieces, places };
}

/** The answer to a question of the same class. */
export function filledIn({ pieces, places }: AnswerTemplate, asked: AskedPorts): string {
  const parts = [pieces[0]];
  for (const [position, place] of places.entries())
    parts.push(String(asked[place]), pieces[position + 1]);
  return parts.join('');
}

/** Splits a text into numbers (at odd positions) and what stands between them. */
const NUMBERS = /([0-9]+)/;

function placeOf(
  number: string,
  other: string,
  a: AskedPorts,
  b: AskedPorts,
): 'port' | 'sourcePort' | undefined {
  if (number === `${a.port}` && other === `${b.port}`) return 'port';
  if (number === `${a.sourcePort}` && other === `${b.sourcePort}`) return 'sourcePort';
  return undefined;
}
