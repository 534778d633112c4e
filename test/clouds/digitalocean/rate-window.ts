/** How fast a token may ask. */
export interface RateWindowOptions {
  /** Requests in any hour; DigitalOcean's is 5,000. */
  readonly perHour: number;
  /** Requests in any minute; DigitalOcean's is 250. */
  readonly perMinute: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The rate limits of one token, as DigitalOcean counts and announces them: rolling windows. */
export class RateWindow {
  readonly #options: RateWindowOptions;
  #times: number[] = [];

  constructor(options: RateWindowOptions) {
    this.#options = options;
  }

  /** How long to wait in seconds, or 0 where the request is admitted now. */
  take(): number {
    const now = this.#options.now();
    this.#times = this.#times.filter((time) => time > now - HOUR_MS);
    const inMinute = this.#times.filter((time) => time > now - MINUTE_MS);
    const oldest =
      this.#times.length >= this.#options.perHour
        ? (this.#times[0] ?? now) + HOUR_MS
        : inMinute.length >= this.#options.perMinute
          ? (inMinute[0] ?? now) + MINUTE_MS
          : undefined;
    if (oldest !== undefined) return Math.max(1, Math.ceil((oldest - now) / 1000));
    this.#times.push(now);
    return 0;
  }

  /** `ratelimit-reset` is when the oldest request leaves the window. */
  headers(): Readonly<Record<string, string>> {
    const { perHour, now } = this.#options;
    const oldest = this.#times[0] ?? now();
    return {
      'ratelimit-limit': String(perHour),
      'ratelimit-remaining': String(perHour - this.#times.length),
      'ratelimit-reset': String(Math.ceil((oldest + HOUR_MS) / 1000)),
    };
  }
}
