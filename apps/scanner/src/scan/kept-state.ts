import type { Estate } from './estate.ts';
import type { KnownState } from './ports.ts';

/** What a process keeps of the scan that it judged last. */
export interface Kept {
  readonly estate?: Estate;
  /** What the store knew after it. */
  readonly known?: KnownState;
}

/**
 * The last judged scan of a process, so that the next one works out only what differs. It is never needed: whoever finds nothing
 * here judges the whole estate and gets the same. One scan is kept, and none where the process is short of memory.
 */
export class KeptState {
  readonly #hasRoom: () => boolean;
  #kept: Kept = {};

  /** @param hasRoom whether the process has memory to spare */
  constructor(hasRoom: () => boolean) {
    this.#hasRoom = hasRoom;
  }

  /** What is kept now. */
  get last(): Kept {
    return this.#kept;
  }

  /** Replaces what is kept, as far as there is room. */
  keep(kept: Kept): void {
    this.#kept = this.#hasRoom() ? kept : {};
  }
}
