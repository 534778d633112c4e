import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOfflineEstate } from '../../../apps/scanner/src/scan/offline-estate.ts';
import { AWS_ACCOUNT, AWS_REGION, awsWorld } from '../../../demo/company/aws.ts';
import { DIGITALOCEAN_TOKEN, digitalOceanWorld } from '../../../demo/company/digitalocean.ts';
import { AS_FOUND, type CompanyFacts } from '../../../demo/company/facts.ts';
import { GCP_PROJECT, gcpWorld } from '../../../demo/company/gcp.ts';
import { hetznerWorld } from '../../../demo/company/hetzner.ts';
import { Larkfield } from '../../demo/larkfield.testkit.ts';
import { runDocumented } from './documented-commands.testkit.ts';
import {
  awsPrints,
  digitalOceanPrints,
  gcloudPrints,
  hcloudPrints,
} from './saved-by-tools.testkit.ts';

/** One folder for all four clouds, filled by the commands of docs/providers and by nothing else. */
let larkfield: Larkfield;
const scratch = mkdtempSync(join(tmpdir(), 'netposture-four-clouds-'));
beforeAll(async () => {
  larkfield = await Larkfield.start();
});
afterAll(async () => {
  await larkfield.close();
  rmSync(scratch, { recursive: true });
});

async function folderOf(facts: CompanyFacts): Promise<string> {
  const folder = mkdtempSync(join(scratch, 'saved-'));
  for (const [index, name] of ['larkfield-production', 'larkfield-staging'].entries()) {
    const project = hetznerWorld(facts).projects?.[index];
    if (project === undefined) throw new Error(`there is no project ${name}`);
    runDocumented('hetzner', {
      folder,
      scratch,
      names: { shop: name },
      prints: hcloudPrints(project),
    });
  }
  for (const team of digitalOceanWorld(facts).teams) {
    runDocumented('digitalocean', {
      folder,
      scratch,
      names: { shop: 'larkfield' },
      prints: digitalOceanPrints(team),
      environment: { DIGITALOCEAN_TOKEN },
    });
  }
  runDocumented('aws', {
    folder,
    scratch,
    names: { '111111111111': AWS_ACCOUNT, 'eu-central-1': AWS_REGION },
    prints: await awsPrints(awsWorld(facts), AWS_REGION),
  });
  runDocumented('gcp', {
    folder,
    scratch,
    names: { PROJECT: GCP_PROJECT },
    prints: gcloudPrints(gcpWorld(facts), GCP_PROJECT),
  });
  return join(folder, 'answers');
}

it('files that people saved by the documented commands give the findings of the live scan', async () => {
  const { linked } = await readOfflineEstate(await folderOf(AS_FOUND), { strict: false });
  const live = await larkfield.asFound();

  expect(linked.graph.coverage.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(larkfield.judge(linked)).toEqual(live.findings);
});

it('and so do files of the day before, when nothing dangled', async () => {
  const yesterday = { ...AS_FOUND, hasRetiredWorker: true };
  const { linked } = await readOfflineEstate(await folderOf(yesterday), { strict: false });
  const live = await larkfield.scan({ hasRetiredWorker: true });

  expect(larkfield.judge(linked)).toEqual(live.findings);
});
