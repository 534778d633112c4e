import { isJsonObject, type JsonValue } from '../json.ts';
import type { AnswerShape, Located, Recogniser } from '../offline/recogniser.ts';
import type { AwsOperation } from './aws-operation.ts';
import { textMember } from './aws-operation.ts';
import { AWS_OPERATIONS } from './operations/index.ts';

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** Where an item itself tells which object was asked about. */
const SUBJECTS: Readonly<Record<string, (item: JsonValue | undefined) => string | undefined>> = {
  DescribeListeners: (item) =>
    item === undefined ? undefined : textMember(item, 'LoadBalancerArn'),
  // `listener-rule/app/name/lb/listener/rule` belongs to `listener/app/name/lb/listener`.
  DescribeRules: (item) => {
    const arn = item === undefined ? undefined : textMember(item, 'RuleArn');
    return arn?.replace(':listener-rule/', ':listener/').replace(/\/[^/]*$/, '');
  },
  DescribeClientVpnAuthorizationRules: (item) =>
    item === undefined ? undefined : textMember(item, 'ClientVpnEndpointId'),
  DescribeClientVpnTargetNetworks: (item) =>
    item === undefined ? undefined : textMember(item, 'ClientVpnEndpointId'),
  DescribeVpcEndpointServicePermissions: (item) =>
    item === undefined ? undefined : textMember(item, 'ServiceId'),
  DescribeCluster: (item) => (item === undefined ? undefined : textMember(item, 'name')),
  'globalaccelerator-ListListeners': (item) =>
    item === undefined
      ? undefined
      : textMember(item, 'ListenerArn')?.replace(/\/listener\/.*$/, ''),
  ListEndpointGroups: (item) =>
    item === undefined
      ? undefined
      : textMember(item, 'EndpointGroupArn')?.replace(/\/endpoint-group\/.*$/, ''),
  ListFunctionUrlConfigs: (item) =>
    item === undefined ? undefined : textMember(item, 'FunctionArn')?.split(':')[6],
  ListAccounts: () => 'organization',
  GetCallerIdentity: () => 'caller',
  // One call may describe several domains; the first one names the answer.
  DescribeDomains: (item) => (item === undefined ? undefined : textMember(item, 'DomainName')),
};

/** Knows the output of the AWS CLI: the same members that the SDK gives, under the same keys. */
export const awsRecogniser: Recogniser = {
  // A role's credential is nothing that people keep, or should.
  answers: AWS_OPERATIONS.filter(({ id }) => id !== 'AssumeRole').map(answerOf),
  folders: { account: /^\d{12}$/, location: /^(?:global|[a-z]{2}(?:-[a-z]+)+-\d)$/ },
  locate: (_, items) => locatedIn(items),
  continuation: (document) => {
    const tokens = ['NextToken', 'nextToken', 'NextMarker', 'Marker', 'nextPageToken'];
    return { more: tokens.some((name) => textMember(document, name) !== undefined) };
  },
};

function answerOf(operation: AwsOperation): AnswerShape {
  const { id, list, marks, idMember } = operation;
  const subject = SUBJECTS[id];
  return {
    operation: id,
    outline: list === undefined ? 'object' : { key: list },
    matches: (item) =>
      idMember === ''
        ? typeof item === 'string'
        : isJsonObject(item) && marks.every((mark) => Object.hasOwn(item, mark)),
    ...(subject === undefined ? {} : { subject: (_, items) => subject(items[0]) }),
  };
}

/** Account and region that most of the items name, by owner, ARN or availability zone. */
function locatedIn(items: readonly JsonValue[]): Located {
  const accounts = new Map<string, number>();
  const locations = new Map<string, number>();
  const count = (counts: Map<string, number>, found: string) =>
    counts.set(found, (counts.get(found) ?? 0) + 1);
  for (const item of items) {
    for (const [name, text] of textsIn(item)) {
      if (name === 'OwnerId' && /^\d{12}$/.test(text)) count(accounts, text);
      const zone = name.endsWith('AvailabilityZone') ? text.replace(/[a-z]$/, '') : undefined;
      if (zone !== undefined && REGION.test(zone)) count(locations, zone);
      if (!text.startsWith('arn:')) continue;
      const [, , , region = '', account = ''] = text.split(':');
      if (/^\d{12}$/.test(account)) count(accounts, account);
      if (REGION.test(region)) count(locations, region);
    }
  }
  const account = mostOf(accounts);
  const location = mostOf(locations);
  return {
    ...(account === undefined ? {} : { account }),
    ...(location === undefined ? {} : { location }),
  };
}

/** The texts of an item and of the objects right below it, by member name. */
function* textsIn(item: JsonValue, depth = 0): Generator<readonly [name: string, text: string]> {
  if (!isJsonObject(item)) return;
  for (const [name, value] of Object.entries(item)) {
    if (typeof value === 'string') yield [name, value];
    else if (depth < 1 && isJsonObject(value)) yield* textsIn(value, depth + 1);
    else if (depth < 1 && name === 'Instances' && Array.isArray(value)) {
      for (const one of value) yield* textsIn(one);
    }
  }
}

function mostOf(counts: ReadonlyMap<string, number>): string | undefined {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}
