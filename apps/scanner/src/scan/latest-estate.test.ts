import { link } from '@netposture/network/graph';
import { expect, it } from 'vitest';
import { LatestEstates, type OpenedEstate } from './latest-estate.ts';

function source() {
  const opened: string[] = [];
  const linked = link({ records: new Map(), coverage: [] });
  const open = async (scanId: string): Promise<OpenedEstate> => {
    opened.push(scanId);
    if (scanId === 'broken' && opened.length === 1) throw new Error('the database is away');
    return { scanId, recordedAt: '2026-11-21T12:00:00.000Z', olderParts: [], linked };
  };
  let latest: string | undefined;
  return {
    opened,
    record: (id: string) => {
      latest = id;
    },
    estates: new LatestEstates({ latestId: async () => latest, open }),
  };
}

it('there is nothing to ask before a scan is recorded', async () => {
  expect(await source().estates.forQuestions(1)).toBeUndefined();
});

it('an estate is opened once for all questions, those at the same moment included', async () => {
  const { estates, record, opened } = source();
  record('s1');

  const [a, b] = await Promise.all([estates.forQuestions(1), estates.forQuestions(1)]);
  const c = await estates.forQuestions(1);

  expect(opened).toEqual(['s1']);
  expect(a?.reachability).toBe(c?.reachability);
  expect(b?.reachability).toBe(c?.reachability);
});

it('another recorded scan takes its place', async () => {
  const { estates, record, opened } = source();
  record('s1');
  await estates.forQuestions(1);
  record('s2');

  expect((await estates.forQuestions(1))?.scanId).toBe('s2');
  expect(opened).toEqual(['s1', 's2']);
});

it('what the engine remembers is dropped after many questions, and the estate stays open', async () => {
  const { estates, record, opened } = source();
  record('s1');
  const first = await estates.forQuestions(4_000);
  const second = await estates.forQuestions(4_000);

  expect(second?.reachability).not.toBe(first?.reachability);
  expect(opened).toEqual(['s1']);
});

it('an estate that could not be opened is tried again', async () => {
  const { estates, record } = source();
  record('broken');

  await expect(estates.forQuestions(1)).rejects.toThrow('the database is away');
  expect((await estates.forQuestions(1))?.scanId).toBe('broken');
});
