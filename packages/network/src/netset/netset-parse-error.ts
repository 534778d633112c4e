/**
 * Text (or a number) that names no set. A refused text is always preferred to a silently different
 * set, so the parsers of this folder never guess: they throw this.
 */
export class NetsetParseError extends Error {
  readonly code = 'POSTURE_NETSET_PARSE';
  /** The text as it was given, whole. */
  readonly text: string;
  /** Index in `text` of the first character that cannot be right (its length: something lacks at the end). */
  readonly position: number;
  /** What is wrong there, one clause without a full stop. */
  readonly reason: string;

  constructor(text: string, position: number, reason: string) {
    super(`Cannot read "${text}": ${reason} (at character ${position + 1}).`);
    this.name = 'NetsetParseError';
    this.text = text;
    this.position = position;
    this.reason = reason;
  }
}
