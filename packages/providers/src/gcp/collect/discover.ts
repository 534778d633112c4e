import type { CollectContext } from '../../collect-context.ts';
import { parseItems } from '../../observation.ts';
import type { CollectTarget, Discovery } from '../../provider.ts';
import { createClients } from '../client.ts';
import { credentialOf } from '../credential.ts';
import { foldersBelow, projectInfo, projectsBelow } from '../operations/hierarchy.ts';
import type { GcpSettings } from '../settings.ts';
import { ancestorsOf, nodesBelow } from '../tree.ts';
import { createAsk } from './ask.ts';

/**
 * The targets of an entry: the projects that are named, or all active ones below an organisation or folder, or the
 * credential's own; and the organisation itself, where it is named or can be seen above the folder.
 */
export async function discover(settings: GcpSettings, context: CollectContext): Promise<Discovery> {
  const { organization, folder } = settings;
  if (organization !== undefined || folder !== undefined) return discoverBelow(settings, context);
  if (settings.projects !== undefined)
    return { targets: settings.projects.map(project), observations: [] };
  const own = await credentialOf(settings).ownProject();
  if (own !== undefined) return { targets: [project(own)], observations: [] };
  // Asked for the record: the failure is what the user needs to see.
  const ask = createAsk('-', createClients('-', settings, context), context);
  const failed = await ask(projectInfo);
  return { targets: [], observations: [{ ...failed, message: failed.message ?? NO_PROJECT }] };
}

const NO_PROJECT =
  'The credential belongs to no project: name the projects, the folder or the organisation to read.';

async function discoverBelow(settings: GcpSettings, context: CollectContext): Promise<Discovery> {
  const account = settings.organization ?? settings.folder ?? '';
  const ask = createAsk(account, createClients(account, settings, context), context);
  const [foldersSeen, projectsSeen] = await Promise.all([ask(foldersBelow), ask(projectsBelow)]);
  const folders = parseItems(foldersSeen, foldersBelow).items;
  const byName = new Map(folders.map((item) => [item.name, item]));
  const root =
    settings.organization === undefined
      ? `folders/${settings.folder}`
      : `organizations/${settings.organization}`;
  const nodes = new Set([root, ...nodesBelow(root, folders).map((item) => item.name)]);
  const wanted = settings.projects === undefined ? undefined : new Set(settings.projects);
  const projects = parseItems(projectsSeen, projectsBelow)
    .items.filter((item) => item.state === undefined || item.state === 'ACTIVE')
    .filter((item) => item.parent !== undefined && nodes.has(item.parent))
    .map((item) => item.projectId);
  const named = wanted === undefined ? projects : [...wanted];
  const top = settings.organization ?? organizationAbove(root, byName);
  return {
    targets: [
      ...(top === undefined ? [] : [{ account: top, location: 'global', family: 'organization' }]),
      ...[...new Set(named)].sort().map(project),
    ],
    observations: [foldersSeen, projectsSeen],
  };
}

function organizationAbove(
  folder: string,
  folders: ReadonlyMap<string, { readonly name: string; readonly parent: string }>,
): string | undefined {
  return ancestorsOf(folder, folders)?.[0]?.replace('organizations/', '');
}

function project(account: string): CollectTarget {
  return { account, location: 'global', family: 'project' };
}
