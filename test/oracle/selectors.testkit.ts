import {
  type Gateway,
  type GraphRecord,
  type Interface,
  isUnknown,
  type Peer,
  type ResourceId,
  recordOf,
  recordsOf,
  type Selector,
} from '@netposture/network/graph';
import { type AddressSet, internet } from '@netposture/network/netset';
import type { Estate } from './estate.testkit.ts';
import { hasLabels, isNamed, isOfKinds } from './owner-facts.testkit.ts';
import { type Match, strongest, weakest } from './verdict.testkit.ts';

type AddressClass = Extract<Peer, { kind: 'selector' }>['addresses'];
type Members = Extract<Selector, { kind: 'filter-members' }>;

/** Whether the peer of a rule holds an address, as seen from an interface (or subnet border) in a network. */
export function peerHolds(estate: Estate, peer: Peer, address: number, network: ResourceId): Match {
  switch (peer.kind) {
    case 'addresses':
      return estate.universe.holds(peer.set, address) ? 'yes' : 'no';
    case 'undetermined':
      return peer.within === undefined || estate.universe.holds(peer.within, address)
        ? 'maybe'
        : 'no';
    case 'any-of':
      return strongest(peer.peers.map((each) => peerHolds(estate, each, address, network)));
    case 'selector':
      return selectorNames(estate, peer.selector, peer.addresses, address, network);
  }
}

function selectorNames(
  estate: Estate,
  selector: Selector,
  addresses: AddressClass,
  address: number,
  network: ResourceId,
): Match {
  if (selector.kind === 'address-group') return groupHolds(estate, selector.group, address);
  if (selector.kind === 'any-of') {
    return strongest(
      selector.of.map((each) => selectorNames(estate, each, addresses, address, network)),
    );
  }
  const holders = estate.interfaces.map((each) =>
    weakest([holdsAs(estate, each, addresses, address), selects(estate, selector, each, network)]),
  );
  const isPrivate = addresses === 'private' || addresses === 'primary-private';
  const mayHold =
    !isComplete(estate, selector) && !(isPrivate && estate.universe.holds(internet, address));
  return strongest([...holders, mayHold ? 'maybe' : 'no']);
}

function groupHolds(estate: Estate, id: ResourceId, address: number): Match {
  const group = recordOf(estate.graph, 'address-group', id);
  if (group === undefined) return 'maybe';
  if (estate.universe.holds(group.addresses, address)) return 'yes';
  return group.incomplete === undefined ? 'no' : 'maybe';
}

/** Whether an interface holds an address, counting only its addresses of the class that a peer speaks of. */
function holdsAs(estate: Estate, of: Interface, addresses: AddressClass, address: number): Match {
  if (addresses === 'primary-private' && !of.isPrimary) return 'no';
  const wantsInside = (plane: 'public' | 'private') =>
    addresses === 'both' || (addresses === 'public') === (plane === 'public');
  const wantsOutside = addresses === 'public' || addresses === 'both';
  const matches = estate.seatsOf(of).map(({ entry, inside, outside }): Match => {
    const hit =
      (inside === address && wantsInside(entry.plane)) || (outside === address && wantsOutside);
    if (!hit) return 'no';
    return entry.exact ? 'yes' : 'maybe';
  });
  return strongest(matches);
}

/** Whether a selector names an interface, as seen from a network. */
export function selects(
  estate: Estate,
  selector: Selector,
  candidate: Interface,
  network: ResourceId,
): Match {
  switch (selector.kind) {
    case 'everything':
      return 'yes';
    case 'resources':
      return strongest(selector.ids.map((id) => belongsTo(estate, candidate, id)));
    case 'filter-members':
      return isMember(estate, selector, candidate, network);
    case 'labels': {
      const scope =
        selector.scope === undefined ? 'yes' : belongsTo(estate, candidate, selector.scope);
      return weakest([scope, hasLabels(estate, candidate, selector.match)]);
    }
    case 'kinds':
      return isOfKinds(estate, candidate, selector.kinds);
    case 'accounts':
      return isInAccounts(estate, candidate, selector.accounts) ? 'yes' : 'no';
    case 'names':
      return isNamed(estate, candidate, selector.patterns);
    case 'addresses':
      return holdsOneOf(candidate, selector.set);
    // It names addresses, not interfaces.
    case 'address-group':
      return 'no';
    case 'all-of':
      return weakest(selector.of.map((each) => selects(estate, each, candidate, network)));
    case 'any-of':
      return strongest(selector.of.map((each) => selects(estate, each, candidate, network)));
    case 'none-of':
      return opposite(
        strongest(selector.of.map((each) => selects(estate, each, candidate, network))),
      );
  }
}

function opposite(match: Match): Match {
  if (match === 'maybe') return 'maybe';
  return match === 'yes' ? 'no' : 'yes';
}

/** False where the selector names something that cannot be seen: then it may name anything besides. */
function isComplete(estate: Estate, selector: Selector): boolean {
  switch (selector.kind) {
    case 'resources':
      return selector.ids.every((id) => isNameable(estate.graph.records.get(id)));
    case 'labels':
      return selector.scope === undefined || isNameable(estate.graph.records.get(selector.scope));
    case 'filter-members':
      return recordOf(estate.graph, 'filter', selector.filter) !== undefined;
    case 'address-group':
      return recordOf(estate.graph, 'address-group', selector.group)?.incomplete === undefined;
    case 'all-of':
    case 'any-of':
    case 'none-of':
      return selector.of.every((each) => isComplete(estate, each));
    default:
      return true;
  }
}

const NAMEABLE: readonly string[] = [
  'interface',
  'workload',
  'service',
  'load-balancer',
  'gateway',
  'network',
  'subnet',
  'account',
];

function isNameable(record: GraphRecord | undefined): boolean {
  return record !== undefined && NAMEABLE.includes(record.kind);
}

/** Whether an interface is the record with this id, is owned by it, or stands in it. */
function belongsTo(estate: Estate, candidate: Interface, id: ResourceId): Match {
  if ([candidate.id, candidate.owner, candidate.network, candidate.subnet].includes(id)) {
    return 'yes';
  }
  const record = estate.graph.records.get(id);
  if (!isNameable(record)) return 'maybe';
  if (record?.kind !== 'account') return 'no';
  const { provider, account } = record.provenance;
  const own = candidate.provenance;
  return own.provider === provider && own.account === account ? 'yes' : 'no';
}

function isInAccounts(estate: Estate, candidate: Interface, accounts: readonly string[]): boolean {
  const { provider, account } = candidate.provenance;
  const names = recordsOf(estate.graph, 'account')
    .filter((each) => each.provenance.provider === provider && each.provenance.account === account)
    .map((each) => each.name);
  return [account, ...names].some((name) => accounts.includes(name));
}

function holdsOneOf({ addresses }: Interface, set: AddressSet): Match {
  const matches = addresses.map(({ inside, outside, exact }): Match => {
    if (outside?.overlaps(set) || inside.isSubsetOf(set)) return 'yes';
    if (!inside.overlaps(set)) return 'no';
    return exact ? 'yes' : 'maybe';
  });
  return strongest(matches);
}

/** Whether an interface carries the filter and stands where the reference is honoured. */
function isMember(
  estate: Estate,
  selector: Members,
  candidate: Interface,
  network: ResourceId,
): Match {
  const seen = recordOf(estate.graph, 'filter', selector.filter) !== undefined;
  const carried = candidate.layers.flatMap((layer): Match[] =>
    isUnknown(layer)
      ? ['maybe']
      : layer.attachments
          .filter((attachment) => attachment.filter === selector.filter)
          .map(({ enforcement }) => {
            if (enforcement === 'enforced') return 'yes';
            return enforcement === 'failed' ? 'no' : 'maybe';
          }),
  );
  return weakest([
    strongest([...carried, seen ? 'no' : 'maybe']),
    areJoined(estate, candidate.network, network, selector.through),
  ]);
}

function areJoined(
  estate: Estate,
  a: ResourceId,
  b: ResourceId,
  through: Members['through'],
): Match {
  if (a === b) return 'yes';
  const ways = recordsOf(estate.graph, 'gateway').map((gateway) => {
    const isWay =
      (gateway.gatewayKind === 'peering' &&
        through.includes('peering') &&
        peeringJoins(gateway, a, b)) ||
      (gateway.gatewayKind === 'transit' &&
        through.includes('transit') &&
        transitJoins(gateway, a, b));
    if (!isWay) return 'no';
    if (isUnknown(gateway.state)) return 'maybe';
    return gateway.state === 'active' ? 'yes' : 'no';
  });
  return strongest(ways);
}

function peeringJoins(gateway: Gateway, a: ResourceId, b: ResourceId): boolean {
  return (
    gateway.supportsReferences !== false &&
    gateway.networks.includes(a) &&
    gateway.networks.includes(b)
  );
}

function transitJoins(gateway: Gateway, a: ResourceId, b: ResourceId): boolean {
  const attached = (network: ResourceId) =>
    (gateway.attachments ?? []).some(
      (each) => each.network === network && each.supportsReferences && each.state === 'active',
    );
  return gateway.supportsReferences === true && attached(a) && attached(b);
}
