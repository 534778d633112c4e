import type { Observation } from '../../observation.ts';
import { parseItems } from '../../observation.ts';
import {
  associations,
  foldersIn,
  hierarchicalPolicy,
  organizationGroups,
} from '../operations/hierarchy.ts';
import type { Ask } from './ask.ts';
import { completed } from './completed.ts';

/**
 * Asks an organisation for its folders, level by level, and for the firewall policies in force on each of them and on
 * itself.
 */
export async function* collectOrganization(account: string, ask: Ask): AsyncGenerator<Observation> {
  yield await ask(organizationGroups);
  const policies = new Set<string>();
  const seen = new Set<string>();
  for (let level = [`organizations/${account}`]; level.length > 0; ) {
    for (const node of level) seen.add(node);
    const asked = level.flatMap((node) => {
      const subject = node.replace('/', '-');
      return [
        ask(foldersIn, { subject, query: { parent: node } }),
        ask(associations, { subject, query: { targetResource: node } }),
      ];
    });
    level = [];
    for await (const observation of completed(asked)) {
      if (observation.operation === foldersIn.id) {
        const folders = parseItems(observation, foldersIn).items;
        level.push(...folders.map((folder) => folder.name).filter((name) => !seen.has(name)));
      } else {
        for (const item of parseItems(observation, associations).items) {
          if (item.firewallPolicyId !== undefined) policies.add(item.firewallPolicyId);
        }
      }
      yield observation;
    }
  }
  yield* completed([...policies].sort().map((subject) => ask(hierarchicalPolicy, { subject })));
}
