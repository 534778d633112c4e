import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Graph, unknown } from '@netposture/network/graph';
import { readObservations, saveObservations } from '@netposture/providers';
import { afterEach, describe, expect, it } from 'vitest';
import { aws } from '../../../packages/providers/src/aws/index.ts';
import { ACCOUNT, publicEstate, REGION } from '../../clouds/aws/estate.ts';
import { fullWorld } from '../../clouds/aws/full-world.ts';
import { type SavedFile, savedFiles } from '../../clouds/aws/saved-answers.ts';
import { observe, Situation } from './situation.testkit.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function folderOf(files: readonly SavedFile[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'netposture-aws-'));
  folders.push(folder);
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** Every record without where it came from, what was assumed, and the names that only the organization gives. */
function meaningOf(graph: Graph): ReadonlyMap<string, unknown> {
  const meaning = new Map<string, unknown>();
  for (const { provenance: _, assumes: __, gaps: ___, ...record } of graph.records.values()) {
    meaning.set(record.id, record.kind === 'account' ? record.kind : JSON.stringify(record));
  }
  return meaning;
}

describe('files of the AWS CLI', () => {
  it('give the same graph as the live collection of the same world', async () => {
    const live = aws.normalize(await observe(fullWorld()));
    const folder = await folderOf(await savedFiles(fullWorld()));
    const read = await readObservations(folder, { providers: [aws] });

    expect(read.gaps).toEqual([]);
    expect(meaningOf(aws.normalize(read.observations))).toEqual(meaningOf(live));
  });

  it('and so do recorded observations', async () => {
    const observations = await observe(fullWorld());
    const folder = await folderOf([]);
    await saveObservations(folder, observations);
    const read = await readObservations(folder, { providers: [aws] });

    expect(meaningOf(aws.normalize(read.observations))).toEqual(
      meaningOf(aws.normalize(observations)),
    );
  });

  const small = () =>
    publicEstate()
      .group('sg-1', ['tcp 22 0.0.0.0/0'])
      .instance('web', { ip: '10.0.1.10', publicIp: '3.120.0.10' });

  async function flat(leaveOut: readonly string[] = []) {
    const files = await savedFiles(small().alone());
    const named = files
      .filter(({ path }) => !leaveOut.some((name) => path.includes(name)))
      .map(({ text }, index) => ({ path: `answer-${index}.json`, text }));
    const read = await readObservations(await folderOf(named), { providers: [aws] });
    return { read, situation: new Situation(aws.normalize(read.observations)) };
  }

  it('are recognised in one folder under any name, and tell account and region themselves', async () => {
    const { read, situation } = await flat();

    expect(read.gaps.filter(({ kind }) => kind === 'unrecognised')).toEqual([]);
    expect(situation.record('workload', 'web').provenance).toMatchObject({
      account: ACCOUNT,
      location: REGION,
    });
    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet', 'web', 'tcp 23')).toEqual(['denied', 'denied']);
  });

  it('leave open whether a flow log is on where no file lists the flow logs', async () => {
    const files = await savedFiles(small().alone());
    const flowLogOf = async (given: readonly SavedFile[]) => {
      const { observations } = await readObservations(await folderOf(given), { providers: [aws] });
      return new Situation(aws.normalize(observations)).record('network', 'vpc-1').flowLog;
    };

    const none = {
      path: `aws/${ACCOUNT}/${REGION}/DescribeFlowLogs.json`,
      text: '{"FlowLogs": []}',
    };

    expect(await flowLogOf([...files, none])).toEqual({ state: 'off', traffic: 'all' });
    expect(await flowLogOf(files)).toEqual(unknown('No file that was given lists the flow logs.'));
  });

  it('take the interfaces from the instances where no file holds interfaces', async () => {
    const { situation } = await flat(['DescribeNetworkInterfaces']);

    expect(situation.ask('internet', 'web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.ask('internet', 'web', 'tcp 23')).toEqual(['denied', 'denied']);
  });

  it('take instances to run where no file holds instances, and say so', async () => {
    const { situation } = await flat(['DescribeInstances']);

    expect(situation.ask('internet', 'i-web', 'tcp 22')).toEqual(['allowed', 'allowed']);
    expect(situation.record('workload', 'i-web').assumes).toHaveLength(1);
  });

  it.each([
    'DescribeSubnets',
    'DescribeRouteTables',
    'DescribeSecurityGroups',
    'DescribeNetworkAcls',
  ])('leave the answer undetermined where %s has no file', async (operation) => {
    const { situation } = await flat([operation]);

    expect(situation.ask('internet', 'web', 'tcp 22')[1]).toBe('undetermined');
  });
});
