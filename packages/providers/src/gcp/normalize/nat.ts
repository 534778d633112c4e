import {
  type Gateway,
  type Known,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import { linkKey, linkParts } from '../link.ts';
import { addresses, routerStatus, routers } from '../operations/compute.ts';
import type { Nat, RouterItem } from '../schema/network.ts';
import { addressesIn } from './address-text.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworksByLink } from './network-facts.ts';
import type { Reading, Told } from './reading.ts';

/** A NAT gateway and the part of a subnetwork that it serves. */
export interface NatService {
  readonly gateway: ResourceId;
  /** Alias ranges are served too. */
  readonly aliases: boolean;
}

/** Which NAT gateway serves an interface, by key of its subnetwork's URL. */
export interface NatPlan {
  readonly serviceOf: (subnetwork: string) => NatService | undefined;
  /** Why NAT gateways of a project may be missing. */
  readonly gapOf: (project: string) => Unknown | undefined;
}

/** Makes the NAT gateways. Private NAT and NAT for balancers' proxies serve no instance towards the internet. */
export function planNat(draft: Draft, networks: NetworksByLink): NatPlan {
  const { reading } = draft;
  const reserved = new Map(
    reading.all(addresses).map(({ item }) => [linkKey(item.selfLink), item.address]),
  );
  const services = new Map<string, NatService>();
  for (const told of reading.all(routers)) {
    const router = linkParts(told.item.selfLink);
    const network = networks.get(linkKey(told.item.network ?? ''));
    if (router === undefined || network === undefined) continue;
    for (const nat of told.item.nats ?? []) {
      if (nat.type === 'PRIVATE' || !servesInstances(nat)) continue;
      const nativeId = `${router.name}/${nat.name}`;
      const gateway: Gateway = {
        kind: 'gateway',
        id: idOf('gateway', router.project, router.location, `nat/${nativeId}`),
        name: nat.name,
        provenance: provenanceOf(told, {
          location: router.location,
          nativeId,
          page: 'net-services/nat/list',
        }),
        gatewayKind: 'nat',
        state: 'active',
        networks: [network.id],
        carries: { addresses: AddressSet.allIpv4 },
        egressAddresses: egressOf(told, nat, reserved, reading),
      };
      draft.add(gateway);
      const region = network.subnets.filter(
        ({ item }) => linkParts(item.selfLink)?.location === router.location,
      );
      for (const { item } of region) {
        const aliases = partServed(nat, linkKey(item.selfLink));
        if (aliases !== undefined)
          services.set(linkKey(item.selfLink), { gateway: gateway.id, aliases: aliases === 'all' });
      }
    }
  }
  return {
    serviceOf: (subnetwork) => services.get(linkKey(subnetwork)),
    gapOf: (project) => reading.gap(routers, project),
  };
}

function servesInstances(nat: Nat): boolean {
  return nat.endpointTypes === undefined || nat.endpointTypes.includes('ENDPOINT_TYPE_VM');
}

/** Whether a NAT gateway serves a subnetwork's primary range, all its ranges, or nothing of it. */
function partServed(nat: Nat, subnetwork: string): 'primary' | 'all' | undefined {
  switch (nat.sourceSubnetworkIpRangesToNat) {
    case 'ALL_SUBNETWORKS_ALL_IP_RANGES':
      return 'all';
    case 'ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES':
      return 'primary';
    case 'LIST_OF_SUBNETWORKS': {
      const listed = nat.subnetworks?.find(({ name }) => linkKey(name) === subnetwork);
      if (listed === undefined) return undefined;
      const ranges = listed.sourceIpRangesToNat ?? ['ALL_IP_RANGES'];
      if (ranges.includes('ALL_IP_RANGES')) return 'all';
      return ranges.includes('PRIMARY_IP_RANGE') ? 'primary' : undefined;
    }
    default:
      return undefined;
  }
}

/** The addresses that the outside sees: reserved ones by name, Google's own by the router's status. */
function egressOf(
  told: Told<RouterItem>,
  nat: Nat,
  reserved: ReadonlyMap<string, string | undefined>,
  reading: Reading,
): Known<AddressSet> {
  const { name, selfLink } = told.item;
  if (nat.natIpAllocateOption === 'MANUAL_ONLY' || (nat.natIps ?? []).length > 0) {
    const texts = [...(nat.natIps ?? []), ...(nat.drainNatIps ?? [])].map((link) =>
      reserved.get(linkKey(link)),
    );
    const set = texts.every((text) => text !== undefined) ? addressesIn(texts) : undefined;
    return set ?? unknown(`Not every address of the NAT gateway ${nat.name} could be read.`);
  }
  const location = linkParts(selfLink)?.location ?? 'global';
  const standing = reading.standing(routerStatus, told.account, location, name);
  const [status] = reading.of(routerStatus, told.account, location, name);
  const found = status?.item.result?.natStatus?.find((one) => one.name === nat.name);
  const set =
    found &&
    addressesIn([
      ...(found.autoAllocatedNatIps ?? []),
      ...(found.userAllocatedNatIps ?? []),
      ...(found.drainAutoAllocatedNatIps ?? []),
    ]);
  if (set !== undefined && !set.isEmpty) return set;
  if (standing.kind === 'gap') return standing.cause;
  return unknown(`Google did not tell the addresses that the NAT gateway ${nat.name} uses.`);
}
