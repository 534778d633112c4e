import type { GraphRecord, ResourceId, Unseen } from '@netposture/network/graph';

/** The records of a graph in the making. */
export class RecordSet {
  readonly #byId = new Map<ResourceId, GraphRecord>();

  /**
   * Adds a record. The first one of an id stays: a list that changes while it is paged may name an
   * object twice. What was only referred to so far gives way to the thing itself.
   */
  add(record: GraphRecord): void {
    const known = this.#byId.get(record.id);
    if (known === undefined || known.kind === 'unseen') this.#byId.set(record.id, record);
  }

  /** Adds a stand-in for something that is referred to, unless it is there. */
  addUnseen(unseen: Unseen): void {
    if (!this.#byId.has(unseen.id)) this.#byId.set(unseen.id, unseen);
  }

  all(): Iterable<GraphRecord> {
    return this.#byId.values();
  }
}
