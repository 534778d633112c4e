import { describe, expect, it } from 'vitest';
import { aws } from '../../../packages/providers/src/aws/index.ts';
import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import { ACCOUNT, publicEstate, REGION } from '../../clouds/aws/estate.ts';
import { type SimulatedAws, simulateAws } from '../../clouds/aws/simulated-aws.ts';
import { trailEvent } from '../../clouds/aws/trail.ts';

/** The clock of the test context begins at midnight of 2026-01-01. */
const MIDNIGHT = Date.UTC(2026, 0, 1);

const minutesBefore = (minutes: number) => new Date(MIDNIGHT - minutes * 60_000).toISOString();

/** Changes of one route table, so many minutes before midnight. */
const changes = (...minutes: readonly number[]) =>
  minutes.map((ago) =>
    trailEvent({ name: 'CreateRoute', at: minutesBefore(ago), resources: ['rtb-1'] }),
  );

async function collected(events: readonly ReturnType<typeof trailEvent>[]) {
  const estate = publicEstate().put('cloudtrail:LookupEvents', ...events);
  const cloud: SimulatedAws = await simulateAws(estate.alone());
  try {
    const settings = aws.settings.parse({
      endpoint: cloud.endpoint,
      credentials: cloud.credentialsOf(ACCOUNT),
    });
    const context = createTestContext();
    const found = [];
    for await (const one of aws.collect({ account: ACCOUNT, location: REGION }, settings, context))
      if (one.operation === 'LookupEvents') found.push(one);
    const requests = cloud.calls.filter(({ action }) => action === 'cloudtrail:LookupEvents');
    return { observation: found[0], requests: requests.length, slept: context.slept };
  } finally {
    await cloud.close();
  }
}

describe('the event history of CloudTrail', () => {
  it('is read for a day, in one request where little was changed', async () => {
    const { observation, requests } = await collected(changes(5, 23 * 60, 25 * 60));

    expect(observation).toMatchObject({ outcome: 'complete', pages: 1 });
    expect(observation?.items).toHaveLength(2);
    expect(requests).toBe(1);
  });

  it('is read no further than the latest 150 changes, at two requests per second, and that is no gap', async () => {
    const minutes = Array.from({ length: 400 }, (_, index) => index + 1);
    const { observation, requests, slept } = await collected(changes(...minutes));

    expect(observation).toMatchObject({ outcome: 'complete', pages: 3 });
    expect(observation?.items).toHaveLength(150);
    expect(observation?.items[149]).toMatchObject({ EventTime: minutesBefore(150) });
    expect(requests).toBe(3);
    expect(slept.filter((pause) => pause === 500)).toHaveLength(2);
  });

  it('tells who changed the table', async () => {
    const { observation } = await collected(changes(5));
    const told = aws.attribute?.(observation === undefined ? [] : [observation]);

    expect(told).toEqual([
      {
        account: ACCOUNT,
        nativeId: 'rtb-1',
        at: minutesBefore(5),
        action: 'CreateRoute',
        actor: 'alice',
      },
    ]);
  });
});
