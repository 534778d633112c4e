import { type AwsOperation, awsOperation } from '../aws-operation.ts';
import { reduceEvent, trailEvent } from '../schema/trail.ts';

/** The event history of CloudTrail: who changed what. It needs no trail, and no verdict leans on it. */
export const LOOKUP_EVENTS = awsOperation({
  service: 'cloudtrail',
  action: 'LookupEvents',
  reads: 'the latest changes and who made them: at most 150 of the last day',
  item: trailEvent,
  idMember: 'EventId',
  list: 'Events',
  marks: ['EventId', 'EventName'],
  input: {
    LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
    MaxResults: 50,
  },
  token: 'NextToken',
  recent: { hours: 24, pages: 3 },
  // "The rate of lookup requests is limited to two per second, per account, per Region."
  pace: { burst: 1, perSecond: 2, concurrency: 1 },
  reduce: reduceEvent,
  secretPaths: ['AccessKeyId', 'CloudTrailEvent'],
  depth: 'inventory',
  feeds: [],
});

/** Calls that tell who changed what. */
export const AUDIT_OPERATIONS: readonly AwsOperation[] = [LOOKUP_EVENTS];
