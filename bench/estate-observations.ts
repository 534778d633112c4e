import { providerId } from '@netposture/network/graph';
import type { AwsOperation } from '../packages/providers/src/aws/aws-operation.ts';
import { COLLECTED_OPERATIONS } from '../packages/providers/src/aws/operations/index.ts';
import type { JsonValue } from '../packages/providers/src/json.ts';
import type { Observation } from '../packages/providers/src/observation.ts';
import { groupItems } from './estate-aws-group.ts';
import { balancerItems, hostItems } from './estate-aws-host.ts';
import { ACCOUNT, type AwsItem, REGION } from './estate-aws-id.ts';
import { networkItems } from './estate-aws-network.ts';
import { type EstateSize, type NetworkPlan, networkPlans } from './estate-plan.ts';

/**
 * The same estate as AWS would tell it: one observation per call, whose items have the shape of the official answers
 * (`aws ec2 describe-security-groups`), in one account and region. Calls about what the estate does not have answer with
 * nothing. Rules have no ids of their own, as in a folder without `describe-security-group-rules`.
 */
export function observedEstate(
  size: Pick<EstateSize, 'rules'>,
  seed: number,
): readonly Observation[] {
  const answers = new Map<string, Answer>();
  const answerOf = (operation: AwsOperation, subject: string | undefined): Answer => {
    const key = `${operation.id} ${subject ?? ''}`;
    const known = answers.get(key) ?? { operation, subject, items: [] };
    answers.set(key, known);
    return known;
  };
  const byId = new Map(COLLECTED_OPERATIONS.map((operation) => [operation.id, operation]));
  for (const operation of COLLECTED_OPERATIONS) {
    if (operation.perSubject === undefined && operation.id !== 'DescribeSecurityGroupRules')
      answerOf(operation, undefined);
  }
  for (const plan of networkPlans({ ...size, dialect: 'aws' }, seed)) {
    for (const { operation: id, subject, item } of itemsOf(plan)) {
      const operation = byId.get(id);
      if (operation === undefined) throw new Error(`no call of AWS is named ${id}`);
      // The items are made of text, numbers, booleans, lists and records only.
      answerOf(operation, subject).items.push(item as JsonValue);
    }
  }
  return [...answers.values()].map(observationOf);
}

interface Answer {
  readonly operation: AwsOperation;
  readonly subject: string | undefined;
  readonly items: JsonValue[];
}

function* itemsOf(plan: NetworkPlan): Generator<AwsItem> {
  yield* networkItems(plan);
  yield* groupItems(plan);
  for (const host of plan.hosts) yield* hostItems(host, plan);
  for (const balancer of plan.balancers) yield* balancerItems(balancer, plan);
}

function observationOf({ operation, subject, items }: Answer): Observation {
  return {
    format: 1,
    provider: providerId('aws'),
    account: ACCOUNT,
    location: operation.scope === 'global' ? 'global' : REGION,
    operation: operation.id,
    ...(subject === undefined ? {} : { subject }),
    request: {},
    outcome: 'complete',
    pages: 1,
    collectedAt: '2026-11-21T06:00:00.000Z',
    items,
  };
}
