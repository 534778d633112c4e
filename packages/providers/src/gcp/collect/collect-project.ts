import type { Observation } from '../../observation.ts';
import { parseItems } from '../../observation.ts';
import type { GcpOperation } from '../operation.ts';
import { auditLog, changesBefore } from '../operations/audit-log.ts';
import {
  COMPUTE_OPERATIONS,
  computeProject,
  instances,
  networkEffective,
  networkPolicies,
  networkPolicy,
  regionEffective,
  regionPolicy,
} from '../operations/compute.ts';
import { HIERARCHY_OPERATIONS, projectInfo } from '../operations/hierarchy.ts';
import { SERVICE_OPERATIONS } from '../operations/services.ts';
import type { PolicyItem } from '../schema/hierarchy.ts';
import type { Ask } from './ask.ts';
import { completed } from './completed.ts';
import { followUps, mentionsSecureTags, tagFollowUps } from './subjects.ts';

/** Every list of a project. */
const LISTS = [...HIERARCHY_OPERATIONS, ...COMPUTE_OPERATIONS, ...SERVICE_OPERATIONS].filter(
  (operation) => operation.family === 'project' && operation.perSubject === undefined,
);

/**
 * Asks one project everything: first the lists, then what they tell to ask about single objects.
 *
 * @param nowMs milliseconds since 1970 in UTC: the log is asked for the day before.
 */
export async function* collectProject(
  account: string,
  ask: Ask,
  nowMs: number,
): AsyncGenerator<Observation> {
  const lists: Observation[] = [];
  const asked = [
    ...LISTS.map((operation) => ask(operation)),
    ask(auditLog, { body: changesBefore(nowMs, account) }),
  ];
  for await (const observation of completed(asked)) {
    lists.push(observation);
    yield observation;
  }
  const policies = lists.flatMap(policiesIn);
  const next = followUps(account, lists);
  for await (const observation of completed(
    next.map(({ operation, asked }) => ask(operation, asked)),
  )) {
    policies.push(...policiesIn(observation));
    yield observation;
  }
  if (!mentionsSecureTags(policies)) return;
  const number = projectNumberIn(lists);
  // Without the number nobody can be asked: the tags stay unread, and what depends on them undetermined.
  if (number === undefined) return;
  const found = lists.filter((observation) => observation.operation === instances.id);
  const tags = found.flatMap((observation) => tagFollowUps(number, observation));
  yield* completed(tags.map(({ operation, asked }) => ask(operation, asked)));
}

/** The policies that an answer holds, of whatever kind. */
function policiesIn(observation: Observation): readonly Pick<PolicyItem, 'rules'>[] {
  switch (observation.operation) {
    case networkPolicies.id:
    case networkPolicy.id:
    case regionPolicy.id:
      return parseItems(observation, networkPolicies).items;
    case networkEffective.id:
    case regionEffective.id:
      return parseItems(observation, networkEffective).items.flatMap(
        (item) => item.firewallPolicys ?? [],
      );
    default:
      return [];
  }
}

/** Secure tags are bound to resources named by the project's number; two answers tell it. */
function projectNumberIn(lists: readonly Observation[]): string | undefined {
  const read = <Item>(operation: GcpOperation<Item>): Item | undefined =>
    lists
      .filter((observation) => observation.operation === operation.id)
      .flatMap((observation) => parseItems(observation, operation).items)[0];
  return read(computeProject)?.id ?? read(projectInfo)?.name.replace('projects/', '');
}
