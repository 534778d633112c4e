import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readObservations, saveObservations, shardKey } from '@netposture/providers';
import { expect } from 'vitest';
import type { Check } from '../check.ts';
import { byScope, healthyScan, withCloud } from '../scan.ts';
import type { Subject } from '../subject.ts';
import { graphText } from './normalizing.ts';

/** What was seen once can be looked at again. */
export const replayingChecks: readonly Check[] = [
  { name: 'gives the same observations after saving and reading', run: survivesSaving },
  { name: 'recognises its own answers in files that people already have', run: readsSavedAnswers },
  { name: 'has a shard key for all items, whatever their order', run: shardKeysHold },
];

async function survivesSaving(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  await inFolder(async (folder) => {
    await saveObservations(folder, observations);
    const read = await readObservations(folder, { providers: [subject.provider] });
    const { normalize } = subject.provider;
    expect(read.gaps).toEqual([]);
    expect(byScope(read.observations)).toEqual(byScope(observations));
    expect(graphText(normalize(read.observations))).toBe(graphText(normalize(observations)));
  });
}

async function readsSavedAnswers(subject: Subject): Promise<void> {
  const { observations } = await healthyScan(subject);
  const { files, secrets } = await withCloud(subject, async (cloud) => ({
    files: cloud.savedAnswers(),
    secrets: cloud.secrets,
  }));
  await inFolder(async (folder) => {
    for (const { path, text } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const read = await readObservations(folder, { providers: [subject.provider] });
    const given = read.observations.filter(({ pages }) => pages > 0);
    expect(read.gaps).toEqual([]);
    const shown = JSON.stringify(read.observations);
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
    const live = byScope(observations);
    expect(given.length).toBeGreaterThan(0);
    for (const [scope, { items }] of byScope(given)) {
      expect(sorted(items), scope).toEqual(sorted(live.get(scope)?.items ?? []));
    }
    const idsOf = (some: typeof observations) =>
      [...subject.provider.normalize(some).records.keys()].sort();
    expect(idsOf(read.observations)).toEqual(idsOf(observations));
  });
}

async function shardKeysHold(subject: Subject): Promise<void> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const { observations } = await healthyScan(subject);
  for (const one of observations) {
    const operation = subject.provider.operations.find(({ id }) => id === one.operation);
    if (operation === undefined) throw new Error(`${one.operation} is not declared.`);
    const key = shardKey(one, operation, hash);
    expect(shardKey({ ...one, items: one.items.toReversed() }, operation, hash)).toBe(key);
    const refused = one.items.filter((item) => !operation.item.safeParse(item).success);
    expect(refused, `items of ${one.operation} that its own schema refuses`).toEqual([]);
    const nameless = one.items.filter((item) => operation.nativeId(item) === undefined);
    expect(nameless, `items of ${one.operation} without a native id`).toEqual([]);
  }
}

function sorted(items: readonly unknown[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'netposture-conformance-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
