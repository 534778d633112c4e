import type { CoverageEntry } from '../coverage.ts';
import { type Graph, graphOf } from '../graph.ts';
import type { GraphRecord } from '../record.ts';
import type { ResourceId } from '../resource-id.ts';

/** New values for some fields of a record; undefined takes a field away. */
export type Changes<R> = { readonly [K in keyof R]?: R[K] | undefined };

/** The records of a graph in the making, shared by the builders of its accounts. */
export class RecordStore {
  readonly #records = new Map<ResourceId, GraphRecord>();
  readonly #coverage: CoverageEntry[] = [];

  /** Adds a record. Throws where its id is taken. */
  add<R extends GraphRecord>(record: R): R {
    if (this.#records.has(record.id)) throw new Error(`${record.id} is built twice`);
    this.#records.set(record.id, record);
    return record;
  }

  /** The record as it is now. */
  get(id: ResourceId): GraphRecord | undefined {
    return this.#records.get(id);
  }

  /** Replaces fields of a record; a field given as undefined is taken away. Throws where it was never added. */
  change<R extends GraphRecord>(record: R, changes: Changes<R>): R {
    const current = this.#records.get(record.id);
    if (current?.kind !== record.kind) throw new Error(`${record.id} was never built`);
    const fields = Object.entries({ ...current, ...changes }).filter(([, f]) => f !== undefined);
    const changed = Object.fromEntries(fields) as R;
    this.#records.set(record.id, changed);
    return changed;
  }

  /** Takes a record away, so that references to it dangle. */
  remove(id: ResourceId): void {
    this.#records.delete(id);
  }

  /** Adds a line to the coverage report. */
  addCoverage(entry: CoverageEntry): void {
    this.#coverage.push(entry);
  }

  /** The graph of what was added so far. */
  graph(): Graph {
    return graphOf(this.#records.values(), [...this.#coverage]);
  }
}
