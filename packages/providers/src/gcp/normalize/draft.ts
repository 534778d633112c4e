import type { GraphRecord, ResourceId, Unknown, Unseen } from '@netposture/network/graph';
import { idOf, provenanceOf } from './ids.ts';
import type { Reading } from './reading.ts';

/** The graph while it is being made: records by id, the first one wins. */
export class Draft {
  readonly reading: Reading;
  readonly records = new Map<ResourceId, GraphRecord>();

  constructor(reading: Reading) {
    this.reading = reading;
  }

  /** Adds a record unless its id is taken, and gives its id. */
  add(record: GraphRecord): ResourceId {
    if (!this.records.has(record.id)) this.records.set(record.id, record);
    return record.id;
  }

  /** A stand-in for something that rules, routes or interfaces refer to and that could not be seen. */
  unseen(
    of: string,
    account: string,
    nativeId: string,
    cause: Unknown,
    operation: string,
  ): ResourceId {
    const record: Unseen = {
      kind: 'unseen',
      id: idOf('unseen', account, 'global', `${of}/${nativeId}`),
      name: nativeId,
      provenance: provenanceOf({ account, operation }, { location: 'global', nativeId }),
      of,
      cause,
    };
    return this.add(record);
  }
}
