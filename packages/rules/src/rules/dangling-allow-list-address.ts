import { type AddressSighting, resourceId } from '@netposture/network/graph';
import { AddressSet, PacketSet } from '@netposture/network/netset';
import { REPLACE_ENTRY } from '../catalogue/remediations.ts';
import { allowListEntries } from '../facts/allow-list-entries.ts';
import { defineRule } from '../rule.ts';
import { admittingServer } from './admitting-server.ts';

const EARLIER: readonly AddressSighting[] = [
  {
    addresses: AddressSet.parse('203.0.112.9'),
    account: 'made/acme',
    record: resourceId({
      provider: 'made',
      account: 'acme',
      location: 'global',
      kind: 'address',
      nativeId: 'old-nat',
    }),
    stability: 'static',
    isEgressIdentity: true,
    firstSeen: '2026-01-01T00:00:00Z',
    lastSeen: '2026-06-01T00:00:00Z',
  },
];

/** An allow list admits an address that used to be ours. */
export const danglingAllowListAddress = defineRule({
  id: 'dangling-allow-list-address',
  title: 'An allow list admits an address that used to be ours and no longer is',
  group: 'allow-lists',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'A released address goes to the next customer of the provider, who then stands on our allow list.',
  doesNotSee:
    'Addresses that were released before the first scan, lists in systems that are not scanned, and entries as wide as the public: the exposure rules judge those.',
  remediation: REPLACE_ENTRY,
  references: [
    {
      title: 'AWS: Elastic IP addresses',
      url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html',
    },
  ],
  controls: [
    { control: 'SOC2 CC6.6', why: 'the boundary admits a stranger who was given our old address' },
    {
      control: 'ISO27001:2022 A.8.20',
      why: 'an allow list is controlled only while its entries are known',
    },
    { control: 'CyFun PR.AC-5.3', why: 'connections are limited to identified peers' },
  ],
  parameters: {},
  examples: [
    {
      expect: 'violates',
      title: 'A rule still admits the address of a NAT gateway that is gone',
      earlier: EARLIER,
      graph: admittingServer('tcp/443', '203.0.112.9'),
    },
    {
      expect: 'complies',
      title: 'The rule admits an address that was never ours',
      earlier: EARLIER,
      graph: admittingServer('tcp/443', '203.0.112.10'),
    },
    {
      expect: 'complies',
      title: 'The rule admits half of the internet, our former address among all others',
      earlier: EARLIER,
      graph: admittingServer('tcp/443', '128.0.0.0/1'),
    },
    {
      expect: 'undetermined',
      title: 'An account that may hold the address could not be seen',
      earlier: EARLIER,
      unseenAccounts: ['made/other'],
      graph: admittingServer('tcp/443', '203.0.112.9'),
    },
  ],
  *evaluate({ linked, classifier, exposed }) {
    const all = classifier.addressesOf('own-former');
    const former = (addresses: AddressSet) =>
      AddressSet.unionOf(
        (all.overlaps(addresses) ? classifier.partitionByClass(addresses) : [])
          .filter((part) => part.class === 'own-former')
          .map((part) => part.addresses),
      );
    for (const { filter, rule, addresses, list } of allowListEntries(
      linked,
      (set) => !former(set).isEmpty,
    )) {
      // Whoever admits the public admits our former addresses among all others: the exposure rules judge that.
      if (exposed.isWide(addresses)) continue;
      const source = former(addresses);
      if (source.isEmpty) continue;
      const { dangling, withheld } = classifier.classify(addresses);
      const isSure = !dangling.isEmpty;
      yield {
        subject: { kind: 'records', ids: [filter.id] },
        peerClass: 'provider-pool',
        state: isSure ? 'open' : 'undetermined',
        packets: PacketSet.all.restrict({ source, transport: rule.transport }),
        message: `${filter.name} ${list === undefined ? '' : `(by ${list}) `}admits ${source.toString()}, which ${isSure ? 'is no longer ours' : 'was ours and was not seen this time'}`,
        members: linked.carriersOf(filter.id).map(({ owner, id }) => owner ?? id),
        reasons: withheld === undefined ? [`rule "${rule.label}"`] : [withheld.reason],
      };
    }
  },
});
