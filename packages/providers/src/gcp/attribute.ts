import type { RecordKind } from '@netposture/network/graph';
import type { Attribution } from '../attribution.ts';
import type { JsonValue } from '../json.ts';
import { type Observation, parseItems } from '../observation.ts';
import { linkOf } from './operation.ts';
import { auditLog } from './operations/audit-log.ts';
import { firewalls, instances, networks, routes } from './operations/compute.ts';
import type { AuditLogItem } from './schema/audit-log.ts';

/** One call that changed something, and what of. */
interface Change {
  readonly entry: AuditLogItem;
  readonly at: number;
  readonly actor: string | undefined;
  readonly resource: Resource;
}

/** The parts of a resource's name. */
interface Resource {
  readonly project: string;
  /** Absent for the instances of Cloud SQL. */
  readonly location: string | undefined;
  readonly collection: string;
  readonly name: string;
}

/** The kinds of record whose native id is the resource's own name. */
const KINDS: Readonly<Record<string, readonly RecordKind[]>> = {
  clusters: ['service'],
  networks: ['network'],
  subnetworks: ['subnet'],
  firewallPolicies: ['filter'],
  securityPolicies: ['filter'],
  forwardingRules: ['load-balancer'],
  addresses: ['address'],
};

/**
 * Who changed what, as each project's log of admin activity tells, newest first. Calls that failed are left out, and a
 * long-running one is told once. What two resources of one name in different places may have been is left out as well:
 * nobody is named rather than the wrong one.
 *
 * Cost: linear in the items of all observations where the log holds anything, and in those of the log otherwise.
 */
export function attributeGcp(observations: readonly Observation[]): readonly Attribution[] {
  const changes = observations
    .filter(({ operation }) => operation === auditLog.id)
    .flatMap((log) => changesIn(log));
  if (changes.length === 0) return [];
  const listed = new Listed(observations, changes);
  return changes.sort((a, b) => b.at - a.at).flatMap((change) => attributionsOf(change, listed));
}

function changesIn(log: Observation): readonly Change[] {
  const { items } = parseItems(log, auditLog);
  const calls = Map.groupBy(items, ({ operation, insertId }, index) =>
    JSON.stringify([operation?.id ?? '', operation?.id ? '' : (insertId ?? index)]),
  );
  return [...calls.values()].flatMap((entries): readonly Change[] => {
    const [entry] = entries.sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp));
    const named = entries.find(({ protoPayload }) => protoPayload.resourceName !== undefined);
    const resource = resourceIn(named?.protoPayload.resourceName ?? '', log.account);
    const at = Date.parse(entry?.timestamp ?? '');
    if (entry === undefined || resource === undefined || Number.isNaN(at)) return [];
    if (entries.some(({ protoPayload }) => (protoPayload.status?.code ?? 0) !== 0)) return [];
    const actor = entries.flatMap(
      ({ protoPayload }) => protoPayload.authenticationInfo?.principalEmail || [],
    )[0];
    return [{ entry, at, actor, resource }];
  });
}

/** Reads `projects/p/zones/z/instances/i` and resource URLs that end so; some services write the project's number. */
function resourceIn(text: string, account: string): Resource | undefined {
  const found =
    /(?:^|\/)projects\/([^/]+)\/(?:(?:(global)|(?:regions|zones|locations)\/([^/]+))\/)?([A-Za-z]+)\/([^/]+)$/.exec(
      text,
    );
  const [, project, global, place, collection, name] = found ?? [];
  if (project === undefined || collection === undefined || name === undefined) return undefined;
  const named = /^\d+$/.test(project) ? account : project;
  return { project: named, location: global ?? place, collection, name };
}

function attributionsOf(change: Change, listed: Listed): readonly Attribution[] {
  const { resource, entry, actor } = change;
  const { project, location, collection, name } = resource;
  const told = (nativeId: string, kinds: readonly RecordKind[], of = ''): Attribution => ({
    account: project,
    nativeId,
    kinds,
    at: entry.timestamp,
    action: `${entry.protoPayload.methodName}${of}`,
    ...(actor === undefined ? {} : { actor }),
  });
  if (collection === 'instances' && location === undefined) return [told(name, ['service'])];
  if (listed.isElsewhere(resource)) return [];
  switch (collection) {
    // Rules and routes are no records of their own: what holds them is the network's.
    case 'firewalls':
    case 'routes': {
      const network = listed.networkOf(resource);
      if (network === undefined) return [];
      const kind = collection === 'routes' ? 'route-table' : 'filter';
      return [told(`${network}/${collection}`, [kind], ` of ${name}`)];
    }
    case 'instances': {
      const cards = listed.cardsOf(resource).map((card) => told(`${name}/${card}`, ['interface']));
      return [told(name, ['workload']), ...cards];
    }
    default: {
      const kinds = KINDS[collection];
      return kinds === undefined ? [] : [told(name, kinds)];
    }
  }
}

/** What the lists of the projects tell about the resources that were changed. */
class Listed {
  readonly #items = new Map<string, { readonly location: string; readonly raw: JsonValue }[]>();
  /** The networks of each project whose list is complete. */
  readonly #networks = new Map<string, readonly string[]>();

  constructor(observations: readonly Observation[], changes: readonly Change[]) {
    const wanted = new Set(changes.map(({ resource }) => keyOf(resource)));
    for (const observation of observations) {
      if (observation.operation === networks.id && observation.outcome === 'complete') {
        const names = parseItems(observation, networks).items.map(({ name }) => name);
        this.#networks.set(observation.account, names);
      }
      for (const raw of observation.items) {
        const resource = resourceIn(linkOf(raw) ?? '', observation.account);
        if (resource?.location === undefined || !wanted.has(keyOf(resource))) continue;
        const same = this.#items.get(keyOf(resource)) ?? [];
        this.#items.set(keyOf(resource), [...same, { location: resource.location, raw }]);
      }
    }
    // A network that is gone may have been the one of a rule that is gone.
    for (const { resource, entry } of changes) {
      if (resource.collection === 'networks' && /\.delete$/.test(entry.protoPayload.methodName))
        this.#networks.delete(resource.project);
    }
  }

  /** Whether something of the same name and kind stands in another place. */
  isElsewhere(resource: Resource): boolean {
    return this.#of(resource).some(({ location }) => location !== resource.location);
  }

  /** The name of the network of a rule or route; of one that is gone, the only network that there is. */
  networkOf(resource: Resource): string | undefined {
    const operation = resource.collection === 'routes' ? routes : firewalls;
    const [found] = this.#of(resource);
    if (found !== undefined) {
      const parsed = operation.item.safeParse(found.raw);
      return parsed.success ? parsed.data.network.split('/').at(-1) : undefined;
    }
    const names = this.#networks.get(resource.project) ?? [];
    return names.length === 1 ? names[0] : undefined;
  }

  /** The names of an instance's network interfaces. */
  cardsOf(resource: Resource): readonly string[] {
    const parsed = instances.item.safeParse(this.#of(resource)[0]?.raw);
    const cards = parsed.success ? (parsed.data.networkInterfaces ?? []) : [];
    return cards.map(({ name }, index) => name ?? `nic${index}`);
  }

  #of(resource: Resource) {
    return this.#items.get(keyOf(resource)) ?? [];
  }
}

function keyOf({ project, collection, name }: Resource): string {
  return JSON.stringify([project, collection, name]);
}
