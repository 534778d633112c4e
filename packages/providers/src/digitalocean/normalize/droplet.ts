import {
  type Interface,
  type InterfaceAddress,
  type Known,
  unknown,
  type Workload,
} from '@netposture/network/graph';
import { internet } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { DROPLETS } from '../operations/compute.ts';
import { LOAD_BALANCERS } from '../operations/service.ts';
import type { Droplet } from '../schema/compute.ts';
import { firewallLayer } from './firewall.ts';
import { routeTableOf } from './network.ts';
import { platformLayer } from './platform-block.ts';
import { labelsOf } from './tag.ts';
import type { Team } from './team.ts';

/** A Droplet becomes a workload with one interface on the internet and one in its VPC. */
export function addDroplet(droplet: Droplet, team: Team): void {
  const { names, records, assumes } = team;
  const layer = firewallLayer(droplet, team);
  const workload: Workload = {
    kind: 'workload',
    id: names.id('workload', droplet.id),
    name: droplet.name,
    provenance: names.provenance(DROPLETS, droplet.id, droplet.region?.slug),
    ...labelsOf(droplet.tags),
    ...(assumes.length > 0 ? { assumes } : {}),
    state: stateOf(droplet),
  };
  records.add(workload);
  const isPublic = hasPublicAddress(droplet, team);
  if (isPublic) {
    records.add({
      ...cardOf(droplet, 'public', team),
      network: names.publicSpace(),
      addresses: publicAddresses(droplet, team),
      layers: [layer, platformLayer(team)],
      isPrimary: true,
    });
  }
  const inside = privateAddresses(droplet, team);
  if (inside.length > 0) {
    const sender = {
      isPrivate: !isPublic && Boolean(droplet.networks),
      ...(droplet.created_at ? { createdAt: droplet.created_at } : {}),
    };
    const hidden = team.answers.to(LOAD_BALANCERS).hole;
    const open = droplet.networks ? hidden : (hidden ?? noNetworks(droplet));
    records.add({
      ...cardOf(droplet, 'private', team),
      network: team.networkId(droplet.vpc_uuid, `droplet-${droplet.id}`),
      routeTable: routeTableOf(droplet.vpc_uuid, sender, team),
      addresses: inside,
      // Cloud Firewalls "affect both public and VPC network traffic".
      layers: [layer],
      isPrimary: !isPublic,
      // A load balancer that was not read may lead here.
      ...(open === undefined ? {} : { unmodelledIngress: open }),
    });
  }
}

/** Whether a Droplet is on the internet; without any public address it is a private Droplet. */
export function hasPublicAddress({ id, networks }: Droplet, { reserved }: Team): boolean {
  const own = [...(networks?.v4 ?? []), ...(networks?.v6 ?? [])];
  return own.some(({ type }) => type === 'public') || reserved.of(id).length > 0;
}

/** The public addresses of a Droplet that are its own: those with which it surely sends. */
export function ownPublicAddresses({ networks }: Droplet, { reserved }: Team): readonly string[] {
  const listed = [...(networks?.v4 ?? []), ...(networks?.v6 ?? [])].filter(
    ({ type }) => type === 'public',
  );
  return listed.map(({ ip_address }) => ip_address).filter((ip) => !reserved.has(ip));
}

function cardOf(
  droplet: Droplet,
  plane: 'public' | 'private',
  team: Team,
): Pick<
  Interface,
  'kind' | 'id' | 'name' | 'provenance' | 'owner' | 'forwards' | 'assumes' | 'gaps'
> {
  const { names } = team;
  return {
    kind: 'interface',
    id: names.dropletInterface(droplet.id, plane),
    name: `${droplet.name}/${plane}`,
    provenance: names.provenance(DROPLETS, `${droplet.id}/${plane}`, droplet.region?.slug),
    owner: names.id('workload', droplet.id),
    forwards: false,
    ...team.waysIn(),
  };
}

/**
 * Its own addresses, and the reserved ones that lead to it, which stand in the same list unmarked. A
 * reserved address receives; whether the Droplet also sends with it is decided in its operating
 * system. Source: https://docs.digitalocean.com/products/networking/reserved-ips/ (read 2026-11).
 */
function publicAddresses(droplet: Droplet, team: Team): readonly InterfaceAddress[] {
  const own = ownPublicAddresses(droplet, team);
  const ipv4 = own.filter((ip) => !ip.includes(':'));
  const sends = unknown('A reserved address is sent with only if the operating system says so.');
  const doubt = unknown('Which of its addresses are reserved ones was not read.');
  const isDoubtful = !team.reserved.isComplete && ipv4.length > 1;
  return [
    ...own.map((ip): InterfaceAddress => {
      const address = publicAddress(ip);
      return isDoubtful && ipv4.includes(ip) ? { ...address, originates: doubt } : address;
    }),
    ...team.reserved
      .of(droplet.id)
      .map((ip): InterfaceAddress => ({ ...publicAddress(ip), originates: sends })),
  ];
}

function publicAddress(ip: string): InterfaceAddress {
  const inside = addressSetIn(ip);
  return { inside: inside ?? internet, plane: 'public', exact: inside !== undefined };
}

function privateAddresses(droplet: Droplet, team: Team): readonly InterfaceAddress[] {
  const range = team.rangeOf(droplet.vpc_uuid);
  if (!droplet.networks) return [{ inside: range, plane: 'private', exact: false }];
  return (droplet.networks.v4 ?? [])
    .filter(({ type }) => type !== 'public')
    .map(({ ip_address }) => {
      const inside = addressSetIn(ip_address);
      return { inside: inside ?? range, plane: 'private', exact: inside !== undefined };
    });
}

function noNetworks({ name }: Droplet) {
  return unknown(`DigitalOcean did not say which addresses ${name} has.`);
}

function stateOf({ status }: Droplet): Known<'running' | 'stopped'> {
  if (status === 'active') return 'running';
  if (status === 'off' || status === 'archive') return 'stopped';
  return unknown(`DigitalOcean says that the Droplet's status is "${status}".`);
}
