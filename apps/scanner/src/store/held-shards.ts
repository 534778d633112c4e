import type { Observation } from '@netposture/providers';

type Items = Observation['items'];

interface Held {
  readonly items: Items;
  /** Length of the items as JSON. */
  readonly size: number;
}

/**
 * Items of shards by their hash, so that what this process wrote or read is not read again. What was used longest ago goes when
 * the sizes together exceed the limit. Equal hashes have equal meaning for ever, so nothing here becomes untrue.
 */
export class HeldShards {
  readonly #limit: number;
  readonly #held = new Map<string, Held>();
  #size = 0;

  /** @param limit of all items together, in characters of JSON */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The items of a shard, if they are held; they are then the last to go. */
  get(hash: string): Items | undefined {
    const found = this.#held.get(hash);
    if (found === undefined) return undefined;
    this.#held.delete(hash);
    this.#held.set(hash, found);
    return found.items;
  }

  /** Holds the items of a shard, as far as there is room. */
  keep(hash: string, items: Items, size: number): void {
    if (size > this.#limit || this.#held.has(hash)) return;
    this.#held.set(hash, { items, size });
    this.#size += size;
    for (const [oldest, { size: freed }] of this.#held) {
      if (this.#size <= this.#limit) return;
      this.#held.delete(oldest);
      this.#size -= freed;
    }
  }
}
