/** An error that a user can act on: a stable code, a sentence that says what is wrong, and what to do. Free of secrets. */
export class PostureError extends Error {
  /** Stable, `POSTURE_...`; programs may compare it. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PostureError';
    this.code = code;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of an error that carries one, such as Node's `ENOENT` or our own `POSTURE_...`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
