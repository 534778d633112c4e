import type { Clock } from '../clock.ts';

/** How long each stage of a piece of work took, in milliseconds, in the order in which they ended. */
export class Stages {
  readonly #clock: Clock;
  readonly #took: Record<string, number> = {};
  #since: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** By name; a stage that was gone through several times counts them together. */
  get took(): Readonly<Record<string, number>> {
    return this.#took;
  }

  /**
   * Ends a stage: the time since the last one is its own. Gives way to timers then, since stages follow each other without a
   * pause, and the job's lock is renewed by a timer.
   */
  async end(name: string): Promise<void> {
    const now = this.#clock.now();
    this.#took[name] = (this.#took[name] ?? 0) + now - this.#since;
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.#since = this.#clock.now();
  }
}
