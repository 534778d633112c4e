import { z } from 'zod';
import { AddressSet, TransportSet } from '../netset/index.ts';
import type { CoverageEntry } from './coverage.ts';
import { type Graph, graphOf } from './graph.ts';
import { GraphReadError } from './graph-read-error.ts';
import { byId } from './link/interface-index.ts';
import type { GraphRecord } from './record.ts';
import { coverageEntrySchema } from './schema/base-schema.ts';
import {
  interfaceSchema,
  loadBalancerSchema,
  serviceSchema,
  workloadSchema,
} from './schema/endpoint-schema.ts';
import { filterSchema } from './schema/filter-schema.ts';
import {
  accountSchema,
  addressGroupSchema,
  gatewaySchema,
  networkSchema,
  ownedAddressSchema,
  routeTableSchema,
  subnetSchema,
  unseenSchema,
} from './schema/network-schema.ts';

/** The format that {@link serializeGraph} writes and {@link parseGraph} reads. A change of any record's shape changes it. */
export const GRAPH_FORMAT = 1;

/** Data as JSON has it. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

const recordSchema: z.ZodType<GraphRecord> = z.discriminatedUnion('kind', [
  accountSchema,
  networkSchema,
  subnetSchema,
  interfaceSchema,
  workloadSchema,
  serviceSchema,
  loadBalancerSchema,
  gatewaySchema,
  routeTableSchema,
  filterSchema,
  ownedAddressSchema,
  addressGroupSchema,
  unseenSchema,
]);

/**
 * The persisted form of a graph: `format`, records in any order, coverage. Address sets are lists of CIDRs, transport sets
 * their canonical text; fields that are not known here are refused. Parsing gives records and coverage with the sets read.
 */
export const graphSchema: z.ZodType<{
  readonly format: typeof GRAPH_FORMAT;
  readonly records: readonly GraphRecord[];
  readonly coverage: readonly CoverageEntry[];
}> = z.strictObject({
  format: z.literal(GRAPH_FORMAT),
  records: z.array(recordSchema),
  coverage: z.array(coverageEntrySchema),
});

/** The graph as plain JSON, records in order of id, sets as shortest covers: equal graphs give equal data. */
export function serializeGraph(graph: Graph): JsonValue {
  return {
    format: GRAPH_FORMAT,
    records: [...graph.records.values()].sort(byId).map(toPlain),
    coverage: graph.coverage.map(toPlain),
  };
}

/**
 * Reads what {@link serializeGraph} wrote. Throws {@link GraphReadError}: `POSTURE_GRAPH_FORMAT` for another format,
 * `POSTURE_GRAPH_UNREADABLE` for what is no graph, with the place and the reason.
 */
export function parseGraph(json: unknown): Graph {
  const format = z.object({ format: z.number() }).safeParse(json).data?.format;
  if (format !== undefined && format !== GRAPH_FORMAT) throw GraphReadError.ofFormat(format);
  const parsed = graphSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw GraphReadError.at(issue?.path.map(String) ?? [], issue?.message ?? 'no graph');
  }
  const { records, coverage } = parsed.data;
  const ids = new Set(records.map(({ id }) => id));
  if (ids.size < records.length) throw GraphReadError.at(['records'], 'two records share an id');
  return graphOf(records, coverage);
}

function toPlain(value: unknown): JsonValue {
  if (value instanceof AddressSet) return value.cidrs();
  if (value instanceof TransportSet) return value.toString();
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .map(([key, field]) => [key, toPlain(field)]),
    );
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return null;
}
