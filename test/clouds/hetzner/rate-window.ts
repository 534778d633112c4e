/** How fast a project may be asked. */
export interface RateWindowOptions {
  /** Requests per hour; one three-thousand-six-hundredth of it comes back every second. */
  readonly limit: number;
  /** Requests left at the beginning; default all. */
  readonly remaining?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The rate limit of one project, as Hetzner counts and announces it. */
export class RateWindow {
  readonly #limit: number;
  readonly #now: () => number;
  #remaining: number;
  #countedAt: number;

  constructor({ limit, remaining, now }: RateWindowOptions) {
    this.#limit = limit;
    this.#now = now;
    this.#remaining = remaining ?? limit;
    this.#countedAt = now();
  }

  /** Whether one more request is admitted now. */
  take(): boolean {
    const now = this.#now();
    const refilled = ((now - this.#countedAt) / 1000) * (this.#limit / 3600);
    this.#remaining = Math.min(this.#limit, this.#remaining + refilled);
    this.#countedAt = now;
    if (this.#remaining < 1) return false;
    this.#remaining -= 1;
    return true;
  }

  headers(): Readonly<Record<string, string>> {
    const missingSeconds = (this.#limit - this.#remaining) / (this.#limit / 3600);
    return {
      'RateLimit-Limit': String(this.#limit),
      'RateLimit-Remaining': String(Math.floor(this.#remaining)),
      'RateLimit-Reset': String(Math.ceil(this.#countedAt / 1000 + missingSeconds)),
    };
  }
}
