import {
  type Filter,
  type FilterLayer,
  type FilterRule,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import { internet, PortSet, ProtocolSet, TransportSet } from '@netposture/network/netset';
import type { Draft } from './draft.ts';
import { metadataServer } from './google-ranges.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworkFacts } from './network-facts.ts';
import { STAGE_DEFAULTS } from './vpc-rules.ts';

/** What no stage keeps an instance from. */
export function addMetadataFilter(draft: Draft, network: NetworkFacts): ResourceId {
  return draft.add({
    ...builtIn(network, 'always-allowed', 'always allowed'),
    ...STAGE_DEFAULTS,
    rules: [
      {
        id: 'metadata',
        direction: 'egress',
        action: 'allow',
        peer: { kind: 'addresses', set: metadataServer },
        transport: TransportSet.all,
        label: 'always allowed: metadata server, DHCP, DNS, time',
      },
    ],
  });
}

/** What Google blocks whatever the rules say: mail to the internet in most projects, odd protocols to it. */
export function addPlatformLayer(draft: Draft, network: NetworkFacts): FilterLayer {
  const doubt = (
    id: string,
    direction: 'ingress' | 'egress',
    transport: TransportSet,
    reason: string,
  ): FilterRule => ({
    id,
    direction,
    action: { kind: 'undetermined', cause: unknown(reason) },
    peer: { kind: 'addresses', set: internet },
    transport,
    label: reason,
  });
  const odd = 'Google carries only some protocols to and from external addresses.';
  const mail =
    'Whether a project may send mail to the internet by TCP port 25 is not told by any API.';
  const defaults = { noRule: 'allow', noMatch: 'allow' } as const;
  const filter = draft.add({
    ...builtIn(network, 'always-blocked', 'always blocked'),
    ...STAGE_DEFAULTS,
    combination: 'first-match',
    defaults: { ingress: defaults, egress: defaults },
    rules: [
      doubt('mail', 'egress', TransportSet.tcp(PortSet.of(25)), mail),
      doubt('protocols-out', 'egress', UNUSUAL, odd),
      doubt('protocols-in', 'ingress', UNUSUAL, odd),
    ],
  });
  return {
    kind: 'layer',
    combine: 'pool',
    attachments: [{ filter, enforcement: 'enforced' }],
    whenNone: { ingress: 'allow', egress: 'allow' },
    atEnd: { ingress: 'allow', egress: 'allow' },
  };
}

function builtIn(
  network: NetworkFacts,
  id: string,
  nativeKind: string,
): Pick<Filter, 'kind' | 'id' | 'name' | 'provenance' | 'nativeKind' | 'network'> {
  return {
    kind: 'filter',
    id: idOf('filter', network.project, 'global', `networks/${network.told.item.name}/${id}`),
    name: `${nativeKind} by Google Cloud in ${network.told.item.name}`,
    provenance: provenanceOf(network.told, {
      location: 'global',
      nativeId: `${network.told.item.name}/${id}`,
    }),
    nativeKind,
    network: network.id,
  };
}

/** Protocols that external addresses do not carry; those that they do: SEMANTICS and semantics.md, "Protocols". */
const UNUSUAL = TransportSet.protocols(
  ProtocolSet.all.subtract(ProtocolSet.of(1, 4, 6, 17, 47, 50, 51, 58, 132)),
);
