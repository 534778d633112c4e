import { z } from 'zod';
import { isJsonObject, type JsonValue } from '../../json.ts';

/** An item of LookupEvents, with what {@link reduceEvent} keeps of its record. */
export const trailEvent = z.object({
  EventId: z.string(),
  EventName: z.string(),
  EventTime: z.string(),
  Username: z.string().optional(),
  Resources: z.array(z.object({ ResourceName: z.string().optional() })).optional(),
  /** Absent where the record could not be read. */
  Record: z
    .object({
      failed: z.boolean(),
      arn: z.string().optional(),
      type: z.string().optional(),
      invokedBy: z.string().optional(),
      /** Ids that the request names. */
      names: z.array(z.string()),
    })
    .optional(),
});

/** One change that CloudTrail recorded. */
export type TrailEvent = z.infer<typeof trailEvent>;

/** The parameters that say what a request changes, in lower case; their values are ids, never secrets. */
const ID_PARAMETERS = new Set([
  ...['groupid', 'networkaclid', 'routetableid', 'instanceid', 'networkinterfaceid', 'subnetid'],
  ...['vpcid', 'prefixlistid', 'dbinstanceidentifier', 'dbclusteridentifier'],
  ...['loadbalancerarn', 'listenerarn'],
]);

/**
 * An event without its access key and without the record of the whole request, which may hold anything. Kept of the record
 * are whether the request failed, the caller's own name, and the ids that it names.
 */
export function reduceEvent(event: unknown): unknown {
  if (typeof event !== 'object' || event === null) return event;
  const {
    AccessKeyId: _,
    CloudTrailEvent: text,
    ...kept
  } = event as Readonly<Record<string, unknown>>;
  const record = recordIn(text);
  return record === undefined ? kept : { ...kept, Record: record };
}

function recordIn(text: unknown): TrailEvent['Record'] {
  if (typeof text !== 'string') return undefined;
  let record: JsonValue;
  try {
    record = JSON.parse(text) as JsonValue;
  } catch {
    // An event whose record cannot be read is told of by nobody; it is no reason to lose the others.
    return undefined;
  }
  if (!isJsonObject(record)) return undefined;
  const identity = record['userIdentity'];
  const told = isJsonObject(identity) ? identity : {};
  const { arn, type, invokedBy } = told;
  return {
    failed: typeof record['errorCode'] === 'string',
    ...(typeof arn === 'string' ? { arn } : {}),
    ...(typeof type === 'string' ? { type } : {}),
    ...(typeof invokedBy === 'string' ? { invokedBy } : {}),
    names: [...idsIn(record['requestParameters'])],
  };
}

/** The ids among the parameters; `ModifySecurityGroupRules` and its like have them one level deeper. */
function* idsIn(parameters: JsonValue | undefined, depth = 0): Generator<string> {
  if (!isJsonObject(parameters)) return;
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string' && ID_PARAMETERS.has(name.toLowerCase())) yield value;
    else if (depth === 0) yield* idsIn(value, 1);
  }
}
