import { AWS_OPERATIONS } from '../../../packages/providers/src/aws/operations/index.ts';
import { SERVICES, type ServiceName } from '../../../packages/providers/src/aws/service.ts';
import { ACTIONS } from './actions.ts';
import { inShapeOrder, wireAction } from './wire-shape.ts';
import type { AwsWorld, RegionWorld } from './world.ts';

/** One file with the output of the AWS CLI. */
export interface SavedFile {
  readonly path: string;
  readonly text: string;
}

/** A world as people have it: one file per call in `aws/<account>/<region>/`, as the AWS CLI prints it. */
export async function savedFiles(world: AwsWorld): Promise<readonly SavedFile[]> {
  const files: SavedFile[] = [];
  for (const [account, { regions, global }] of Object.entries(world.accounts)) {
    for (const [region, answers] of [
      ...Object.entries(regions),
      ['global', global ?? {}] as const,
    ]) {
      files.push(...(await regionFiles(`aws/${account}/${region}`, answers)));
    }
  }
  return files;
}

async function regionFiles(folder: string, answers: RegionWorld): Promise<readonly SavedFile[]> {
  const files: SavedFile[] = [];
  if (Object.keys(answers).length === 0 && !folder.endsWith('/global')) {
    files.push({ path: `${folder}/DescribeSubnets.json`, text: '{"Subnets": []}' });
  }
  for (const [key, held] of Object.entries(answers)) {
    const [service = '', action = ''] = key.split(':');
    const name = AWS_OPERATIONS.find((one) => one.service === service && one.action === action)?.id;
    const library = await SERVICES[service as ServiceName].load();
    const output = wireAction(library, action)?.output;
    const { list = '', shape } = ACTIONS[key] ?? {};
    if (name === undefined || output === undefined) throw new Error(`no call answers ${key}`);
    const add = (file: string, items: readonly unknown[]) => {
      const document = inShapeOrder(output, { [list]: shape === 'object' ? items[0] : items });
      files.push({ path: `${folder}/${file}.json`, text: JSON.stringify(document, undefined, 2) });
    };
    if (isList(held)) add(name, held);
    else
      for (const [subject, items] of Object.entries(held))
        add(`${name}.${encodeURIComponent(subject)}`, items);
  }
  return files;
}

function isList(held: RegionWorld[string]): held is readonly unknown[] {
  return Array.isArray(held);
}
