import {
  type AddressStability,
  type OwnedAddress,
  type ResourceId,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { addressSetIn } from '../../normalize/wire-address.ts';
import type { Operation } from '../../operation.ts';
import {
  BYOIP_PREFIXES,
  DROPLETS,
  NAT_GATEWAYS,
  RESERVED_IPS,
  RESERVED_IPV6,
} from '../operations/compute.ts';
import { APPS, KUBERNETES_CLUSTERS, LOAD_BALANCERS } from '../operations/service.ts';
import { ownPublicAddresses } from './droplet.ts';
import { isInternal } from './load-balancer.ts';
import type { Team } from './team.ts';

interface Ownership {
  readonly ip: string;
  readonly operation: Operation;
  readonly location?: string | null | undefined;
  readonly name?: string;
  readonly stability: AddressStability;
  readonly attachedTo?: ResourceId;
  readonly isEgressIdentity: boolean | Unknown;
  readonly notes?: Pick<OwnedAddress, 'gaps' | 'assumes'>;
}

/** The public addresses of a team: of Droplets, reserved, of balancers and gateways; held or idle. */
export function addOwnedAddresses(team: Team): void {
  const owned = [
    ...reservedAddresses(team),
    ...dropletAddresses(team),
    ...balancerAddresses(team),
    ...egressAddresses(team),
    ...otherAddresses(team),
  ];
  for (const one of owned) add(one, team);
}

/** A reserved address is held until it is released; whether it is sent with no API shows. */
function reservedAddresses({ answers, names }: Team): readonly Ownership[] {
  const sends = unknown('A reserved address receives; the operating system decides what is sent.');
  const held = (droplet: { readonly id: number } | null | undefined) =>
    droplet
      ? { attachedTo: names.dropletInterface(droplet.id, 'public'), isEgressIdentity: sends }
      : { isEgressIdentity: false };
  return [
    ...answers.to(RESERVED_IPS).items.map(({ ip, region, droplet }) => ({
      ip,
      operation: RESERVED_IPS,
      location: region?.slug,
      stability: 'static' as const,
      ...held(droplet),
    })),
    ...answers.to(RESERVED_IPV6).items.map(({ ip, region_slug, droplet }) => ({
      ip,
      operation: RESERVED_IPV6,
      location: region_slug,
      stability: 'static' as const,
      ...held(droplet),
    })),
  ];
}

/** A Droplet's own addresses go when it goes. Without the list of reserved ones all count as such. */
function dropletAddresses(team: Team): readonly Ownership[] {
  const { answers, names, droplets } = team;
  const reserved = answers.to(RESERVED_IPS);
  const notes = {
    ...(reserved.hole === undefined ? {} : { gaps: [reserved.key] }),
    ...(reserved.assumedAbsent ? { assumes: [reserved.key] } : {}),
  };
  return [...droplets.values()].flatMap((droplet) =>
    ownPublicAddresses(droplet, team).map((ip) => ({
      ip,
      operation: DROPLETS,
      location: droplet.region?.slug,
      stability: 'ephemeral' as const,
      attachedTo: names.dropletInterface(droplet.id, 'public'),
      isEgressIdentity: true,
      notes,
    })),
  );
}

/** A balancer sends to its targets, never on behalf of anyone to the internet. */
function balancerAddresses({ answers, names }: Team): readonly Ownership[] {
  return answers
    .to(LOAD_BALANCERS)
    .items.filter((balancer) => !isInternal(balancer))
    .flatMap((balancer) =>
      [balancer.ip, balancer.ipv6].flatMap((ip) =>
        ip
          ? {
              ip,
              operation: LOAD_BALANCERS,
              location: balancer.region?.slug,
              stability: 'managed' as const,
              attachedTo: names.id('interface', `balancer-${balancer.id}`),
              isEgressIdentity: false,
            }
          : [],
      ),
    );
}

/** Addresses from which traffic leaves and at which nothing is served. */
function egressAddresses({ answers, names }: Team): readonly Ownership[] {
  const gateways = answers.to(NAT_GATEWAYS).items.flatMap(({ id, region, egresses }) =>
    (egresses?.public_gateways ?? []).flatMap(({ ipv4 }) =>
      ipv4
        ? {
            ip: ipv4,
            operation: NAT_GATEWAYS,
            location: region,
            stability: 'egress' as const,
            attachedTo: names.id('gateway', id),
            isEgressIdentity: true,
          }
        : [],
    ),
  );
  const apps = answers.to(APPS).items.flatMap(({ id, dedicated_ips }) =>
    (dedicated_ips ?? []).flatMap(({ ip }) =>
      ip
        ? {
            ip,
            operation: APPS,
            stability: 'egress' as const,
            attachedTo: names.id('service', id),
            isEgressIdentity: true,
          }
        : [],
    ),
  );
  return [...gateways, ...apps];
}

/** Control planes, and prefixes of the team's own that DigitalOcean announces. */
function otherAddresses({ answers, names }: Team): readonly Ownership[] {
  const clusters = answers.to(KUBERNETES_CLUSTERS).items.flatMap(({ id, ipv4, region }) =>
    ipv4
      ? {
          ip: ipv4,
          operation: KUBERNETES_CLUSTERS,
          location: region,
          stability: 'managed' as const,
          attachedTo: names.id('interface', `kubernetes-${id}`),
          isEgressIdentity: false,
        }
      : [],
  );
  const prefixes = answers.to(BYOIP_PREFIXES).items.map(({ prefix, name, region }) => ({
    ip: prefix,
    operation: BYOIP_PREFIXES,
    location: region,
    ...(name ? { name } : {}),
    stability: 'static' as const,
    isEgressIdentity: unknown('Which addresses of the prefix are sent with is not told.'),
  }));
  return [...clusters, ...prefixes];
}

function add(owned: Ownership, { names, records }: Team): void {
  const { ip, operation, location, name, notes, ...rest } = owned;
  const addresses = addressSetIn(ip);
  if (addresses === undefined) return;
  records.add({
    kind: 'address',
    id: names.id('address', ip),
    name: name ?? ip,
    provenance: names.provenance(operation, ip, location ?? undefined),
    addresses,
    ...rest,
    ...notes,
  });
}
