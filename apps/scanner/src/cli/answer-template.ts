/** The ports that a question names. */
export interface AskedPorts {
  readonly port?: number;
  readonly sourcePort?: number;
}

/** A text with the asked ports left open. */
export interface AnswerTemplate {
  /** Holds {@link PORT} and {@link SOURCE_PORT} where the asked ports stand. */
  readonly text: string;
  readonly hasSourcePort: boolean;
}

// JSON writes both characters as escapes, so that no answer holds them.
const PORT = '\u0001';
const SOURCE_PORT = '\u0002';

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
  const parts: string[] = [];
  for (const [position, part] of first.entries()) {
    const other = second[position] ?? '';
    const place = part === other ? part : placeOf(part, other, a, b);
    if (place === undefined) return undefined;
    parts.push(place);
  }
  const text = parts.join('');
  return { text, hasSourcePort: text.includes(SOURCE_PORT) };
}

/** The answer to a question of the same class. */
export function filledIn(
  { text, hasSourcePort }: AnswerTemplate,
  { port, sourcePort }: AskedPorts,
): string {
  const withPort = port === undefined ? text : text.replaceAll(PORT, `${port}`);
  return hasSourcePort ? withPort.replaceAll(SOURCE_PORT, `${sourcePort}`) : withPort;
}

/** Splits a text into numbers (at odd positions) and what stands between them. */
const NUMBERS = /([0-9]+)/;

function placeOf(number: string, other: string, a: AskedPorts, b: AskedPorts): string | undefined {
  if (number === `${a.port}` && other === `${b.port}`) return PORT;
  if (number === `${a.sourcePort}` && other === `${b.sourcePort}`) return SOURCE_PORT;
  return undefined;
}
