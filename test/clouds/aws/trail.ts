import { createHash } from 'node:crypto';
import { ACCOUNT, type Item } from './estate.ts';

/** A change that CloudTrail recorded. */
export interface EventDeclaration {
  /** `AuthorizeSecurityGroupIngress`. */
  readonly name: string;
  readonly at: string;
  readonly resources?: readonly string[];
  readonly parameters?: Item;
  /** By default the IAM user alice. */
  readonly identity?: Item;
  readonly accessKey?: string;
  /** The code of the error with which the request was refused. */
  readonly error?: string;
}

/** An event as LookupEvents answers it: the record of the request is a text. */
export function trailEvent(given: EventDeclaration): Item {
  const { name, resources = [], accessKey = 'AKIAOFTHECALLER00001' } = given;
  const at = new Date(given.at).toISOString();
  const EventId = createHash('sha256').update(JSON.stringify(given)).digest('hex');
  const EventSource = 'ec2.amazonaws.com';
  return {
    EventId,
    EventName: name,
    ReadOnly: 'false',
    AccessKeyId: accessKey,
    EventTime: at,
    EventSource,
    Username: 'alice',
    Resources: resources.map((ResourceName) => ({ ResourceType: 'AWS::Resource', ResourceName })),
    CloudTrailEvent: JSON.stringify({
      eventVersion: '1.11',
      eventID: EventId,
      eventTime: at,
      eventSource: EventSource,
      eventName: name,
      userIdentity: {
        type: 'IAMUser',
        arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
        accountId: ACCOUNT,
        userName: 'alice',
        ...given.identity,
        accessKeyId: accessKey,
      },
      requestParameters: given.parameters ?? {},
      ...(given.error === undefined ? {} : { errorCode: given.error }),
    }),
  };
}

/** The events that a request asks for, newest first as CloudTrail lists them. */
export function eventsAsked(
  events: readonly unknown[],
  parameters: Readonly<Record<string, unknown>>,
): readonly unknown[] {
  const { StartTime: start, LookupAttributes: attributes } = parameters;
  if (typeof start !== 'number') throw new Error('LookupEvents without a start reads 90 days');
  const attribute: unknown = Array.isArray(attributes) ? attributes[0] : undefined;
  if (JSON.stringify(attribute) !== '{"AttributeKey":"ReadOnly","AttributeValue":"false"}')
    throw new Error(`LookupEvents is asked by ${JSON.stringify(attributes)}`);
  const timeOf = (event: unknown) => Date.parse(String(Reflect.get(Object(event), 'EventTime')));
  return events
    .filter((event) => Reflect.get(Object(event), 'ReadOnly') === 'false')
    .filter((event) => timeOf(event) >= start * 1000)
    .sort((a, b) => timeOf(b) - timeOf(a));
}
