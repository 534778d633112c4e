import { createRedactor, type Logger } from '@netposture/providers';
import { type DestinationStream, pino } from 'pino';

/** How the log is written. */
export interface LogOptions {
  readonly level: string;
  /** Secrets of this installation, hidden wherever they occur. */
  readonly secrets: readonly string[];
  /** Default: standard error. */
  readonly destination?: DestinationStream;
}

/** Names of fields whose value is never written, at any depth. */
const SECRET_NAME = /token|secret|password|passwd|authorization|credential|api_?key|private_?key/i;
const HIDDEN = '[redacted]';
const DEEPEST = 8;

/**
 * A logger that writes one JSON object a line. Every field passes through one function that hides secrets at any depth, since
 * the redaction paths of pino reach one level only.
 */
export function createLog(options: LogOptions): Logger {
  const redact = createRedactor(options.secrets);
  const log = pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
  const clean = (fields: Readonly<Record<string, unknown>> = {}) =>
    cleaned(fields, redact, 0) as object;
  return {
    debug: (message, fields) => log.debug(clean(fields), redact(message)),
    info: (message, fields) => log.info(clean(fields), redact(message)),
    warn: (message, fields) => log.warn(clean(fields), redact(message)),
    error: (message, fields) => log.error(clean(fields), redact(message)),
  };
}

function cleaned(value: unknown, redact: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deeper]';
  if (value instanceof Error) {
    const code = 'code' in value ? { code: String(value.code) } : {};
    return { name: value.name, ...code, message: redact(value.message) };
  }
  if (Array.isArray(value)) return value.map((part) => cleaned(part, redact, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      SECRET_NAME.test(name) ? HIDDEN : cleaned(part, redact, depth + 1),
    ]),
  );
}
