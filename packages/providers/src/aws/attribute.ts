import type { RecordKind } from '@netposture/network/graph';
import type { Attribution } from '../attribution.ts';
import { type Observation, parseItems } from '../observation.ts';
import { textMember } from './aws-operation.ts';
import { LOOKUP_EVENTS } from './operations/audit.ts';
import { AWS_OPERATIONS } from './operations/index.ts';
import type { TrailEvent } from './schema/trail.ts';

/** One kind of resource: how its ids look, and which events change it rather than only name it. */
interface Changed {
  readonly id: RegExp;
  readonly events: RegExp;
}

/** `RunInstances` names its groups and its subnet, and changes neither: the event must speak of the resource. */
const BY_ID: readonly Changed[] = [
  { id: /^sg-/, events: /SecurityGroup(?!RuleDescriptions)/ },
  { id: /^acl-/, events: /NetworkAcl/ },
  { id: /^rtb-/, events: /Route/ },
  { id: /^i-/, events: /Instance|Address/ },
  { id: /^eni-/, events: /NetworkInterface|Address/ },
  { id: /^eipalloc-/, events: /Address/ },
  { id: /^igw-/, events: /InternetGateway/ },
  { id: /^nat-/, events: /NatGateway/ },
  { id: /^subnet-/, events: /Subnet|NetworkAclAssociation|RouteTable/ },
  { id: /^vpc-/, events: /Vpc(?!Endpoint|Peering)|InternetGateway/ },
  { id: /^vpce-/, events: /VpcEndpoint/ },
  { id: /^pcx-/, events: /VpcPeering/ },
  { id: /^tgw-/, events: /TransitGateway/ },
  { id: /^pl-/, events: /PrefixList/ },
];

const DATABASE = /DB(?:Instance|Cluster)/;
const BALANCER = /LoadBalancer|Listener|Rule|SecurityGroups|Subnets|IpAddressType/;
const BALANCER_ARN = /:elasticloadbalancing:[^:]*:[^:]*:(?:loadbalancer|listener)\/\w+\/([^/]+)\//;

/**
 * What CloudTrail says was done to which resource, and by whom, newest first. Failed requests changed nothing and are left
 * out, and so are events of which nothing says whether they failed. Names of databases and load balancers are no ids:
 * where several resources of an account have one name, nothing is said.
 *
 * Cost: linear in all items where an event names a database or load balancer, else in the events.
 */
export function attributeAws(observations: readonly Observation[]): readonly Attribution[] {
  const namesakes = countNames(observations);
  return observations
    .filter(({ operation }) => operation === LOOKUP_EVENTS.id)
    .flatMap((observation) => {
      const { items } = parseItems(observation, LOOKUP_EVENTS);
      return items.flatMap((event) => attributionsOf(observation.account, event, namesakes));
    })
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** How many resources of an account have a name. */
type Namesakes = (account: string, name: string) => number;

function attributionsOf(
  account: string,
  event: TrailEvent,
  namesakes: Namesakes,
): readonly Attribution[] {
  const { EventName: action, EventTime: at, Record: record } = event;
  if (record === undefined || record.failed) return [];
  const actor = actorOf(event);
  const names = new Set([
    ...(event.Resources ?? []).flatMap(({ ResourceName }) => ResourceName ?? []),
    ...record.names,
  ]);
  const changed = new Map<string, readonly RecordKind[] | undefined>();
  for (const name of names) {
    const known = BY_ID.find(({ id }) => id.test(name));
    if (known?.events.test(action)) changed.set(name, undefined);
    if (known !== undefined) continue;
    const balancer = BALANCER_ARN.exec(name)?.[1];
    if (balancer !== undefined && BALANCER.test(action) && namesakes(account, balancer) === 1)
      changed.set(balancer, ['load-balancer']);
    if (DATABASE.test(action) && namesakes(account, name) === 1) changed.set(name, ['service']);
  }
  return [...changed].map(([nativeId, kinds]) => ({
    account,
    nativeId,
    ...(kinds === undefined ? {} : { kinds }),
    at,
    action,
    ...(actor === undefined ? {} : { actor }),
  }));
}

/** A user's name, a role with the name of its session, `root`, or the service that acted; never an access key. */
function actorOf({ Record: record, Username }: TrailEvent): string | undefined {
  const resource = record?.arn?.split(':').slice(5).join(':');
  if (record?.type === 'Root' || resource === 'root') return 'root';
  const role = resource?.match(/^assumed-role\/(.+)$/)?.[1];
  return role ?? resource?.split('/').at(-1) ?? record?.invokedBy ?? Username;
}

/** Counts names by account, once and only when asked. */
function countNames(observations: readonly Observation[]): Namesakes {
  let counts: Map<string, number> | undefined;
  return (account, name) => {
    counts ??= namesIn(observations);
    return counts.get(`${account} ${name}`) ?? 0;
  };
}

function namesIn(observations: readonly Observation[]): Map<string, number> {
  const operations = new Map(AWS_OPERATIONS.map((operation) => [operation.id, operation]));
  const counts = new Map<string, number>();
  for (const { account, operation: id, subject, items } of observations) {
    const operation = operations.get(id);
    // What is asked about one subject names nothing new.
    if (operation === undefined || operation === LOOKUP_EVENTS || subject !== undefined) continue;
    for (const item of items) {
      const name = textMember(item, 'LoadBalancerName') ?? operation.nativeId(item);
      if (name === undefined) continue;
      const key = `${account} ${name}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}
