import type { ProviderId } from '@netposture/network/graph';
import type { CoverageEntry, CoverageOutcome, CoverageScope } from './coverage.ts';
import { canonicalJson, type JsonObject, type JsonValue } from './json.ts';
import type { Operation } from './operation.ts';

/** The location of what belongs to no region. */
export const GLOBAL = 'global';

/**
 * What one call of one provider answered, exactly as received except for secret-bearing fields,
 * which never get this far. Observations are the replay boundary: a scan is a pure function of
 * them, and a failed call is an observation too, with an outcome and no items.
 */
export interface Observation {
  /** The version of this envelope. A change of meaning is a new number. */
  readonly format: 1;
  readonly provider: ProviderId;
  /** AWS account id, GCP project id, Hetzner project name, DigitalOcean team id. */
  readonly account: string;
  /** The provider's own region or zone name, or {@link GLOBAL}. */
  readonly location: string;
  /** The id of the {@link Operation} that was called. */
  readonly operation: string;
  /** The object that was asked about, for operations that answer about one object at a time. */
  readonly subject?: string;
  /** The parameters that were sent, without credentials and page tokens. */
  readonly request: JsonObject;
  readonly outcome: CoverageOutcome;
  /** One sentence for the user where the outcome is not `complete`; free of secrets. */
  readonly message?: string;
  /** The permission that would have made the difference, where the provider tells. */
  readonly missingPermission?: string;
  /** How many pages were read; 0 where the first one already failed. */
  readonly pages: number;
  /** When the last page was read, ISO 8601 in UTC. */
  readonly collectedAt: string;
  /** All items of all pages, in the order received. Items that the schema refuses are kept here. */
  readonly items: readonly JsonValue[];
}

/** What an observation covers. */
export function scopeOf(observation: Observation): CoverageScope {
  const { provider, account, location, operation, subject } = observation;
  const scope = { provider, account, location, operation };
  return subject === undefined ? scope : { ...scope, subject };
}

/** How the call behind an observation ended. Coverage is derived from observations and from nothing else. */
export function coverageOf(observation: Observation): CoverageEntry {
  const scope = scopeOf(observation);
  const { outcome, message, missingPermission, items } = observation;
  return {
    scope,
    outcome,
    items: items.length,
    ...(message === undefined ? {} : { message }),
    ...(missingPermission === undefined ? {} : { missingPermission }),
  };
}

/** The items of an observation that fit their schema, and what is wrong with the others. */
export interface ParsedItems<T> {
  readonly items: readonly T[];
  /** One `partial` entry per refused item, its subject being the item's native id or `#index`. */
  readonly gaps: readonly CoverageEntry[];
}

/** What reads a raw item: a wire schema, or what does the same as one. */
export interface ItemReader<T> {
  readonly item: Pick<Operation<T>['item'], 'safeParse'>;
  readonly nativeId: Operation<T>['nativeId'];
}

/**
 * Reads the items of an observation through a wire schema. A refused item becomes a gap of that
 * object, never a silent loss: whoever normalizes must add the gaps to the graph.
 */
export function parseItems<T>(observation: Observation, operation: ItemReader<T>): ParsedItems<T> {
  const items: T[] = [];
  const gaps: CoverageEntry[] = [];
  for (const [index, raw] of observation.items.entries()) {
    const parsed = operation.item.safeParse(raw);
    if (parsed.success) {
      items.push(parsed.data);
      continue;
    }
    const subject = operation.nativeId(raw) ?? `#${index}`;
    const scope = { ...scopeOf(observation), subject };
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'item');
    const message = `The provider's answer about ${subject} does not have the expected shape (${[...new Set(fields)].slice(0, 5).join(', ')}).`;
    gaps.push({ scope, outcome: 'partial', message, items: 1 });
  }
  return { items, gaps };
}

/**
 * The content address of an observation's items: a hash of what the wire schema reads of them,
 * sorted by native id. A field that the schema does not read (`LatestRestorableTime`) and the order
 * of the answer change nothing; an item that the schema refuses counts as a whole.
 *
 * @param hash a collision-resistant hash of text, handed in because this function is pure.
 */
export function shardKey(
  observation: Observation,
  operation: Pick<Operation, 'item' | 'nativeId'>,
  hash: (text: string) => string,
): string {
  const rows = observation.items.map((raw) => {
    const parsed = operation.item.safeParse(raw);
    // The projection of a JSON value by a schema without transforms is a JSON value again.
    const projected = parsed.success ? (parsed.data as JsonValue) : raw;
    const mark = parsed.success ? 'read' : 'refused';
    return canonicalJson([operation.nativeId(raw) ?? '', mark, projected]);
  });
  const head = [observation.provider, observation.operation, observation.subject ?? null];
  return hash(`${canonicalJson(head)}\n${rows.sort().join('\n')}`);
}
