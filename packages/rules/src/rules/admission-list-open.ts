import { allow, isUnknown, recordsOf, undetermined } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { NARROW_ADMISSION } from '../catalogue/remediations.ts';
import { admittedSources } from '../facts/admitted-sources.ts';
import { defineRule } from '../rule.ts';
import { ground } from './ground.ts';

function graphWith(peer: Parameters<typeof allow>[1]) {
  return () => {
    const { world } = ground();
    const network = world.publicSpace('endpoints');
    const admission = world.filter('trusted sources', { ingress: [allow('any', peer)] });
    world.database('orders', { network, inside: '198.18.0.30', listens: 'tcp/5432', admission });
    return world.graph();
  };
}

/** An admission list that lets everybody in. */
export const admissionListOpen = defineRule({
  id: 'admission-list-open',
  title: 'The admission list of a service is open',
  group: 'data-tier',
  severity: 'high',
  preset: 'recommended',
  rationale:
    'A list that is empty where empty means open, or that holds the internet or an edge network shared by strangers, admits strangers.',
  doesNotSee:
    'Whether something else keeps strangers away: the exposure rules judge that; ends at which every caller shows a role of the cloud, which are made for callers from anywhere.',
  remediation: NARROW_ADMISSION,
  references: [
    {
      title: 'DigitalOcean: restrict database connections',
      url: 'https://docs.digitalocean.com/products/databases/postgresql/how-to/secure/',
    },
  ],
  controls: [
    { control: 'PCI DSS 1.3', why: 'a list that admits everybody restricts nothing' },
    {
      control: 'ISO27001:2022 A.8.20',
      why: 'the list is the control of the service, and it is open',
    },
  ],
  parameters: {},
  examples: [
    { expect: 'violates', title: 'The list holds every address', graph: graphWith('0.0.0.0/0') },
    { expect: 'complies', title: 'The list holds one address', graph: graphWith('203.0.112.7') },
    {
      expect: 'undetermined',
      title: 'The list could not be read',
      graph: graphWith(undetermined('the list could not be read')),
    },
  ],
  *evaluate({ linked, exposed, classifier }) {
    for (const service of recordsOf(linked.graph, 'service')) {
      for (const endpoint of service.endpoints) {
        const { admission, listens, authentication } = endpoint;
        if (admission === undefined || authentication === 'iam') continue;
        const about = {
          subject: { kind: 'records', ids: [service.id] },
          members: [service.id],
        } as const;
        const filter = isUnknown(admission) ? undefined : linked.record('filter', admission);
        if (filter === undefined) {
          const reason = isUnknown(admission) ? admission.reason : `${admission} could not be seen`;
          yield {
            ...about,
            peerClass: 'internet',
            state: 'undetermined',
            message: `the admission list of ${service.name} could not be seen`,
            reasons: [reason],
          };
          continue;
        }
        const { certain, possible } = admittedSources(linked, filter, listens);
        const isOpen = (sources: AddressSet) => {
          const parts = classifier.partitionByClass(sources);
          if (parts.some((part) => part.class === 'any')) return 'internet' as const;
          const strange = AddressSet.unionOf(
            parts
              .filter((part) => part.class === 'unknown-public' || part.class === 'provider-pool')
              .map(({ addresses }) => addresses),
          );
          if (exposed.isWide(strange)) return 'internet' as const;
          return parts.some((part) => part.class === 'shared-edge')
            ? ('shared-edge' as const)
            : undefined;
        };
        const sure = isOpen(certain);
        const peerClass = sure ?? isOpen(possible);
        if (peerClass === undefined) continue;
        const who = peerClass === 'internet' ? 'the internet' : 'a shared edge network';
        yield {
          ...about,
          peerClass,
          state: sure === undefined ? 'undetermined' : 'open',
          message: `the admission list ${filter.name} of ${service.name} ${sure === undefined ? 'perhaps ' : ''}admits ${who}`,
        };
      }
    }
  },
});
