import {
  allow,
  type EntryClassification,
  type Graph,
  undetermined,
} from '@netposture/network/graph';
import { AddressSet, PacketSet } from '@netposture/network/netset';
import { REPLACE_ENTRY } from '../catalogue/remediations.ts';
import { allowListEntries, unreadPeers } from '../facts/allow-list-entries.ts';
import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

function graphWith(peer: Parameters<typeof allow>[1]): () => Graph {
  return () => {
    const { world, publicSubnet: subnet } = ground();
    const nat = world.natGateway('nat', { subnet, egress: '203.0.112.9' });
    world.ownedAddress('203.0.112.9', { attachedTo: nat });
    const filters = [world.filter('orders-db', { ingress: [allow('tcp/5432', peer)] })];
    world.server('db-1', { subnet, inside: '10.0.1.20', outside: '198.18.0.20', filters });
    return world.graph();
  };
}

/** What an entry that holds own addresses and others admits. */
interface Broad {
  readonly share: NonNullable<EntryClassification['overBroad']>;
  /** Empty where the others are what was ours. */
  readonly foreign: AddressSet;
}

/** An allow list admits a range of which we own only a part. */
export const overBroadAllowList = defineRule({
  id: 'over-broad-allow-list',
  title: 'An allow list admits a range of which we own only a part',
  group: 'allow-lists',
  severity: 'medium',
  preset: 'recommended',
  rationale:
    'Whoever admits a whole range to admit one own address admits the neighbours too, who are other customers of the provider.',
  doesNotSee:
    'Ranges without any own address; ranges that hold the whole internet, which the exposure rules judge.',
  remediation: REPLACE_ENTRY,
  references: [
    {
      title: 'NIST SP 800-41, guidelines on firewalls',
      url: 'https://csrc.nist.gov/pubs/sp/800/41/r1/final',
    },
  ],
  controls: [
    {
      control: 'PCI DSS 1.3',
      why: 'ingress is restricted to what is necessary, and foreign neighbours are not',
    },
    { control: 'CyFun PR.AC-5.3', why: 'connections are limited to identified peers' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'A /24 stands in the list for one own address',
      graph: graphWith('203.0.112.0/24'),
    },
    {
      expect: 'complies',
      title: 'The own address stands in the list alone',
      graph: graphWith('203.0.112.9'),
    },
    {
      expect: 'undetermined',
      title: 'The range of the entry could not be read',
      graph: graphWith(undetermined('the entry could not be read', '203.0.112.0/24')),
    },
  ],
  *evaluate({ linked, classifier }) {
    const asked = new Map<AddressSet, Broad | undefined>();
    const [held, idle] = [
      classifier.addressesOf('own-attached'),
      classifier.addressesOf('own-idle'),
    ];
    // Of most entries this tells that nothing of them is ours, or all.
    const isPartlyOwn = (set: AddressSet) =>
      (held.overlaps(set) || idle.overlaps(set)) && !held.holds(set);
    // Of equal entries there are many, and one may hold all own addresses.
    const broad = (written: AddressSet): Broad | undefined => {
      const set = written.intern();
      if (asked.has(set)) return asked.get(set);
      if (!isPartlyOwn(set)) return undefined;
      const { parts, overBroad } = classifier.classify(set);
      const isAny = parts.some((part) => part.class === 'any');
      const others = parts.filter((part) => !part.class.startsWith('own-'));
      const foreign = AddressSet.unionOf(others.map((part) => part.addresses));
      const found = overBroad === undefined || isAny ? undefined : { share: overBroad, foreign };
      asked.set(set, found);
      return found;
    };
    for (const { filter, rule, addresses, list } of allowListEntries(
      linked,
      (set) => broad(set) !== undefined,
    )) {
      const found = broad(addresses);
      // What is ours and what was ours alone: `dangling-allow-list-address` tells of the latter.
      if (found === undefined || found.foreign.isEmpty) continue;
      const { share, foreign } = found;
      yield {
        subject: { kind: 'records', ids: [filter.id] },
        peerClass: 'provider-pool',
        state: 'open',
        packets: PacketSet.of(foreign, AddressSet.all, rule.transport),
        message: `${filter.name} ${list === undefined ? '' : `(by ${list}) `}admits ${addresses.toString()}, of which ${share.own} of ${share.total} addresses are ours`,
        members: linked.carriersOf(filter.id).map(({ owner, id }) => owner ?? id),
        reasons: [`rule "${rule.label}"`],
      };
    }
    for (const { filter, cause, within } of unreadPeers(linked)) {
      if (within === undefined || broad(within) === undefined) continue;
      yield {
        subject: { kind: 'records', ids: [filter.id] },
        peerClass: 'provider-pool',
        state: 'undetermined',
        message: `which part of ${within.toString()} ${filter.name} admits could not be seen`,
        reasons: [cause.reason],
      };
    }
  },
});
