import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { resourceIdParts } from '@netposture/network/graph';
import { PacketSet } from '@netposture/network/netset';
import { verdictSets } from '@netposture/network/reachability';
import { z } from 'zod';
import type { BaselineEntry } from '../drift/baseline.ts';
import { ReadablePackets } from '../drift/baseline-json.ts';
import { type PacketRows, packetSetOf } from '../drift/exposure-state.ts';
import { codeOf, PostureError } from '../errors.ts';

const Sets = z.object({ allowed: ReadablePackets });
const Answer = z.object({ delivered: Sets, conversable: Sets });

/** What is read of a report of `netposture scan --format json`. */
const Report = z.object({
  schemaVersion: z.literal(1),
  findings: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      packets: ReadablePackets,
      subject: z.object({ ids: z.array(z.string()) }),
      members: z.array(z.string()),
    }),
  ),
  exposures: z.array(
    z.object({
      target: z.object({ id: z.string() }),
      ...Answer.shape,
      afterFailover: Answer.nullable(),
    }),
  ),
});

const Place = z.object({ provider: z.string(), account: z.string(), location: z.string() });
const FindingRow = z.object({
  id: z.string(),
  state: z.string(),
  content: z.object({ packets: ReadablePackets, places: z.array(Place) }),
});
const ExposureRow = z.object({
  scanId: z.string(),
  /** Null while it stands; absent in exports of versions that wrote every exposure of every scan. */
  endedScanId: z.string().nullable().optional(),
  target: z.string(),
  content: z.object({ ...Place.shape, allowed: ReadablePackets }),
});
const ScanRow = z.object({ id: z.string(), state: z.string(), recordedAt: z.string().nullable() });

const CURE =
  'Write one with `netposture scan --format json --output FILE`, name the folder of a `netposture export`, or name a recorded scan by its id.';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a baseline is named by the id of a scan, and not by a file. */
export function isScanId(name: string): boolean {
  return UUID.test(name);
}

/**
 * Reads a baseline from a report of `netposture scan --format json`, or from the folder of an export. Of both only what is
 * certain: open findings, and packets that surely get through.
 *
 * @throws PostureError `POSTURE_BASELINE_UNREADABLE`, `POSTURE_BASELINE_INVALID`
 */
export async function readBaselineFile(path: string): Promise<readonly BaselineEntry[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  return found.isDirectory() ? fromExport(path) : fromReport(path);
}

async function fromReport(path: string): Promise<readonly BaselineEntry[]> {
  const text = await textOf(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(path, 'it is no JSON document');
  }
  if (isRecordedList(value)) {
    throw invalid(path, 'it holds findings, and not what can be reached');
  }
  const { findings, exposures } = parsed(path, Report, value);
  return [
    ...findings
      .filter(({ state }) => state === 'open')
      .map(({ id, packets, subject, members }) =>
        entry('finding', id, packets, [...subject.ids, ...members]),
      ),
    ...exposures.flatMap((exposure) => {
      const answers = [
        exposure,
        ...(exposure.afterFailover === null ? [] : [exposure.afterFailover]),
      ];
      const allowed = PacketSet.unionOf(answers.map(reachingOf));
      const { id } = exposure.target;
      return allowed.isEmpty ? [] : [entry('exposure', id, allowed.toJSON(), [id])];
    }),
  ];
}

async function fromExport(folder: string): Promise<readonly BaselineEntry[]> {
  const scans = await rowsOf(join(folder, 'scans.ndjson'), ScanRow);
  const latest = scans
    .filter(({ state, recordedAt }) => state === 'recorded' && recordedAt !== null)
    .toSorted((a, b) => ((a.recordedAt ?? '') < (b.recordedAt ?? '') ? 1 : -1))[0];
  if (latest === undefined) throw invalid(folder, 'it holds no recorded scan');
  const findings = await rowsOf(join(folder, 'findings.ndjson'), FindingRow);
  const exposures = await rowsOf(join(folder, 'exposures.ndjson'), ExposureRow);
  return [
    ...findings
      .filter(({ state }) => state === 'open')
      .map(({ id, content: { packets, places } }) => ({
        kind: 'finding' as const,
        id,
        packets,
        places,
        isOutgrown: false,
      })),
    ...exposures
      .filter(({ scanId, endedScanId }) =>
        endedScanId === undefined ? scanId === latest.id : endedScanId === null,
      )
      .filter(({ content }) => content.allowed.length > 0)
      .map(({ target, content: { allowed } }) => entry('exposure', target, allowed, [target])),
  ];
}

function reachingOf({ delivered, conversable }: z.infer<typeof Answer>): PacketSet {
  const undetermined = PacketSet.empty;
  return verdictSets({
    delivered: { allowed: packetSetOf(delivered.allowed), undetermined },
    conversable: { allowed: packetSetOf(conversable.allowed), undetermined },
  }).allowed;
}

function entry(
  kind: BaselineEntry['kind'],
  id: string,
  packets: PacketRows,
  records: readonly string[],
): BaselineEntry {
  const places = new Map(
    records.map((record) => {
      // A resource id as it was written: nothing else is done with it but reading its parts.
      const { provider, account, location } = resourceIdParts(
        record as Parameters<typeof resourceIdParts>[0],
      );
      return [JSON.stringify([provider, account, location]), { provider, account, location }];
    }),
  );
  return { kind, id, packets, places: [...places.values()], isOutgrown: false };
}

/** What `findings --format json` and `scan --record --format json` print. */
function isRecordedList(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'findings' in value && !('exposures' in value)
  );
}

async function rowsOf<T>(path: string, row: z.ZodType<T>): Promise<readonly T[]> {
  const lines = (await textOf(path)).split('\n').filter((line) => line !== '');
  return lines.map((line, index) => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw invalid(path, `line ${index + 1} is no JSON`);
    }
    return parsed(path, row, value);
  });
}

function parsed<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(path, `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is no baseline'}`);
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable(path, error);
  });
}

function unreadable(path: string, error: unknown): PostureError {
  const code = codeOf(error) ?? 'unknown reason';
  return new PostureError(
    'POSTURE_BASELINE_UNREADABLE',
    `The baseline ${path} could not be read (${code}). ${CURE}`,
  );
}

function invalid(path: string, what: string): PostureError {
  return new PostureError(
    'POSTURE_BASELINE_INVALID',
    `${path} is no baseline: ${what}. Nothing was adopted. ${CURE}`,
  );
}
