import {
  type Interface,
  type InterfaceAddress,
  type LoadBalancer as LoadBalancerRecord,
  unknown,
} from '@netposture/network/graph';
import { internetIpv4 } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { LOAD_BALANCERS } from '../operations/service.ts';
import type { LoadBalancer } from '../schema/service.ts';
import { admissionOf } from './balancer-admission.ts';
import { listenersOf } from './balancer-listener.ts';
import { routeTableOf } from './network.ts';
import { labelsOf } from './tag.ts';
import type { Team } from './team.ts';

/** A load balancer. Cloud Firewalls cannot stand before it; its own allow and deny lists can. */
export function addLoadBalancer(balancer: LoadBalancer, team: Team): void {
  const { names, records } = team;
  const admission = admissionOf(balancer, team);
  if (admission !== undefined) records.add(admission);
  const card = interfaceOf(balancer, team);
  records.add({
    ...card,
    layers:
      admission === undefined
        ? []
        : [
            {
              kind: 'layer',
              combine: 'pool',
              attachments: [{ filter: admission.id, enforcement: 'enforced' }],
              whenNone: { ingress: 'allow', egress: 'allow' },
              atEnd: { ingress: 'deny', egress: 'deny' },
            },
          ],
  });
  const record: LoadBalancerRecord = {
    kind: 'load-balancer',
    id: names.id('load-balancer', balancer.id),
    name: balancer.name,
    provenance: names.provenance(LOAD_BALANCERS, balancer.id, balancer.region?.slug),
    ...labelsOf(balancer.tag ? [balancer.tag] : []),
    scheme: isInternal(balancer) ? 'internal' : 'internet-facing',
    balancerKind: kindOf(balancer),
    interfaces: [card.id],
    listeners: listenersOf(balancer, team),
    hasOwnFilter: admission !== undefined,
    webFilter: 'none',
    state:
      balancer.status === 'active'
        ? 'running'
        : unknown(`DigitalOcean says that the balancer's status is "${balancer.status}".`),
  };
  records.add(record);
}

/** Whether a balancer answers in its VPC only. */
export function isInternal({ network }: LoadBalancer): boolean {
  return network === 'INTERNAL';
}

function kindOf({ type, forwarding_rules }: LoadBalancer): LoadBalancerRecord['balancerKind'] {
  if (type === 'REGIONAL_NETWORK') return 'passthrough';
  const isHttp = (forwarding_rules ?? []).every(({ entry_protocol }) =>
    /^http/.test(entry_protocol),
  );
  return isHttp ? 'application' : 'proxy';
}

function interfaceOf(balancer: LoadBalancer, team: Team): Omit<Interface, 'layers'> {
  const { names } = team;
  const native = `balancer-${balancer.id}`;
  const common = {
    kind: 'interface',
    id: names.id('interface', native),
    name: `${balancer.name}/${isInternal(balancer) ? 'private' : 'public'}`,
    provenance: names.provenance(LOAD_BALANCERS, native, balancer.region?.slug),
    owner: names.id('load-balancer', balancer.id),
    isPrimary: true,
    forwards: false,
  } as const;
  if (isInternal(balancer)) {
    const inside = balancer.ip ? addressSetIn(balancer.ip) : undefined;
    return {
      ...common,
      network: team.networkId(balancer.vpc_uuid, native),
      routeTable: routeTableOf(balancer.vpc_uuid, { isPrivate: false }, team),
      addresses: [
        {
          inside: inside ?? team.rangeOf(balancer.vpc_uuid),
          plane: 'private',
          exact: inside !== undefined,
        },
      ],
    };
  }
  const addresses = [balancer.ip, balancer.ipv6].flatMap((ip): InterfaceAddress[] => {
    const inside = ip ? addressSetIn(ip) : undefined;
    return inside === undefined ? [] : [{ inside, plane: 'public', exact: true }];
  });
  return {
    ...common,
    network: names.publicSpace(),
    // It has an address as soon as it is made: one that is not told is there all the same.
    addresses:
      addresses.length > 0 ? addresses : [{ inside: internetIpv4, plane: 'public', exact: false }],
  };
}
