import type { RecordKind } from '@netposture/network/graph';
import type { z } from 'zod';
import { type GcpOperation, type OperationGiven, operation } from '../operation.ts';

/** Compute Engine pages hold at most 500 items (maxResults, every list method). */
export const PAGE = { parameter: 'maxResults', maximum: 500 } as const;

type Extra<Item> = Partial<OperationGiven<Item>>;

/** A list over all zones and regions in one answer; scopes that did not answer are named in it. */
export function aggregated<Item>(
  key: string,
  reads: string,
  item: z.ZodType<Item>,
  feeds: readonly RecordKind[],
  extra: Extra<Item> = {},
): GcpOperation<Item> {
  return operation({
    id: key,
    reads,
    service: 'compute',
    method: `compute.${key}.aggregatedList`,
    path: `/compute/v1/projects/{account}/aggregated/${key}`,
    // Without it one zone that is down fails the whole call (reference of every aggregatedList, 2026-09-22).
    query: { returnPartialSuccess: 'true' },
    pageSize: PAGE,
    answer: { kind: 'aggregated', key },
    permissions: [`compute.${key}.list`],
    depth: 'modelled',
    feeds,
    item,
    ...extra,
  });
}

/** A list of global resources. */
export function global<Item>(
  key: string,
  reads: string,
  item: z.ZodType<Item>,
  feeds: readonly RecordKind[],
  extra: Extra<Item> = {},
): GcpOperation<Item> {
  return operation({
    id: key,
    reads,
    service: 'compute',
    method: `compute.${key}.list`,
    path: `/compute/v1/projects/{account}/global/${key}`,
    pageSize: PAGE,
    answer: { kind: 'list', key: 'items' },
    permissions: [`compute.${key}.list`],
    depth: 'modelled',
    feeds,
    item,
    ...extra,
  });
}

/** Without it no verdict is worth giving. */
export const essential = { need: 'essential' } as const;
/** Listed, and judged undetermined. */
export const inventory = { depth: 'inventory' } as const;
