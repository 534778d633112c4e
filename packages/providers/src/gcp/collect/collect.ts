import type { CollectContext } from '../../collect-context.ts';
import type { Observation } from '../../observation.ts';
import type { CollectTarget } from '../../provider.ts';
import { createClients } from '../client.ts';
import type { GcpSettings } from '../settings.ts';
import { createAsk } from './ask.ts';
import { collectOrganization } from './collect-organization.ts';
import { collectProject } from './collect-project.ts';

/** Asks one target everything: an organisation for its policies, a project for all that it holds. */
export function collect(
  target: CollectTarget,
  settings: GcpSettings,
  context: CollectContext,
): AsyncIterable<Observation> {
  const { account } = target;
  const clients = createClients(account, settings, context);
  const ask = createAsk(account, clients, context, settings.vendorLibrary);
  return target.family === 'organization'
    ? collectOrganization(account, ask)
    : collectProject(account, ask, context.clock.now());
}
