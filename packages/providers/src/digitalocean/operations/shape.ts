import type { RecordKind } from '@netposture/network/graph';
import { z } from 'zod';
import { isJsonObject, type JsonValue } from '../../json.ts';
import type { Operation } from '../../operation.ts';

/** A team of the API, or the Spaces of one of its keys. */
export type Family = 'team' | 'spaces';

/** A call, and where its items stand. */
export interface ListOperation<Item = unknown> extends Operation<Item> {
  /** Below `/v2`, for lists that are asked once. */
  readonly at: string;
  /** The member of the answer that holds the items. */
  readonly key: string;
}

/** A call about one object, and where its items stand. */
export interface SubjectOperation<Item = unknown> extends Operation<Item> {
  readonly key: string;
}

/** What all calls have in common. Every one is a GET. */
export const COMMON = {
  need: 'optional',
  depth: 'modelled',
  scope: 'global',
  family: 'team',
  secretPaths: [],
} as const;

/** Lists with `page` and `per_page`, and a link to the next page. */
export const LISTED = { ...COMMON, paging: 'link' } as const;

/** What is only listed. */
export const INVENTORY = { depth: 'inventory', feeds: [] as readonly RecordKind[] } as const;

/**
 * The connections of a database hold user, password and a URI with both. The scope
 * `database:view_credentials` is documented for the first two only, so none of them is relied upon
 * to be absent.
 */
export const DATABASE_SECRETS: readonly string[] = [
  '**.uri',
  '**.user',
  '**.users',
  '**.password',
  '**.access_key',
  '**.access_cert',
];

/** The page of the API reference about one call. */
export function referenceOf(operation: string): string {
  return `https://docs.digitalocean.com/reference/api/reference/${operation}`;
}

const text = z.union([z.string(), z.number()]);

/** Reads the native id from a member of a raw item. */
export function idIn(member: string): (item: JsonValue) => string | undefined {
  return (item) => {
    const parsed = text.safeParse(isJsonObject(item) ? item[member] : undefined);
    return parsed.success ? String(parsed.data) : undefined;
  };
}
