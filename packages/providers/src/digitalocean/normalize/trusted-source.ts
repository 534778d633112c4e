import {
  type Filter,
  type FilterRule,
  type Peer,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import { addressSetIn } from '../../normalize/wire-address.ts';
import { APPS, DATABASE_FIREWALL } from '../operations/service.ts';
import { engineOf } from '../schema/engine.ts';
import type { TrustedSource } from '../schema/service.ts';
import { clusterPeers } from './cluster-peer.ts';
import { tagPeers } from './tag.ts';
import type { Team } from './team.ts';

/** Whose trusted sources are read. */
export interface Trusting {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
  readonly region?: string | null | undefined;
  /** Rules that came with the cluster itself; used where its own list was never asked for. */
  readonly rules?: readonly TrustedSource[] | null | undefined;
}

/**
 * The trusted sources of one database or replica. An empty list admits everybody who finds the host
 * name; with one entry all others are kept out, on the public and on the private host name alike.
 * Source: https://docs.digitalocean.com/products/databases/postgresql/how-to/secure/ (2026-03-09); that an
 * empty list is open is told by third parties (semantics.md).
 */
export function trustedSources(database: Trusting, team: Team): Filter {
  const { names } = team;
  const native = `trusted-sources-${database.id}`;
  const { sources, hole } = sourcesOf(database, team);
  return {
    kind: 'filter',
    id: names.id('filter', native),
    name: `${database.name} trusted sources`,
    provenance: names.provenance(DATABASE_FIREWALL, database.id, database.region ?? undefined),
    nativeKind: 'trusted sources',
    stateful: true,
    planes: ['public', 'private'],
    combination: 'any-allow',
    defaults: {
      ingress: { noRule: 'allow', noMatch: 'deny' },
      egress: { noRule: 'allow', noMatch: 'allow' },
    },
    exemptions: [],
    isDefault: false,
    rules: sources.map((source, index) => ruleOf(source, index, team)),
    ...(hole === undefined ? {} : { incomplete: hole }),
    words: {
      noRule: {
        ingress: 'without trusted sources the database is open to all incoming connections',
      },
      noMatch: { ingress: 'only trusted sources are admitted' },
    },
  };
}

function sourcesOf(
  database: Trusting,
  team: Team,
): { readonly sources: readonly TrustedSource[]; readonly hole?: Unknown } {
  const list = team.answers.to(DATABASE_FIREWALL, database.id);
  if (!engineOf(database.engine).isDocumented) {
    const reason = `What trusted sources of a database of the kind "${database.engine}" do is not documented.`;
    return { sources: list.items, hole: unknown(reason) };
  }
  if (list.hole === undefined) return { sources: list.items };
  const came = database.rules;
  const isFromCluster = list.items.length === 0 && Array.isArray(came);
  return isFromCluster ? { sources: came } : { sources: list.items, hole: list.hole };
}

function ruleOf(source: TrustedSource, index: number, team: Team): FilterRule {
  const peers = peersOf(source, team);
  const [only] = peers;
  return {
    id: source.uuid || String(index),
    direction: 'ingress',
    action: 'allow',
    peer: peers.length === 1 && only !== undefined ? only : { kind: 'any-of', peers },
    transport: TransportSet.all,
    label: `${source.type} ${source.value}`,
    ...(source.description ? { description: source.description } : {}),
  };
}

function peersOf({ type, value }: TrustedSource, team: Team): readonly Peer[] {
  switch (type) {
    case 'ip_addr': {
      const set = addressSetIn(value);
      if (set !== undefined) return [{ kind: 'addresses', set }];
      return [undetermined(`"${value}" is no address range that we can read.`)];
    }
    case 'droplet': {
      const ids = [team.names.id('workload', value)];
      return [{ kind: 'selector', selector: { kind: 'resources', ids }, addresses: 'both' }];
    }
    case 'k8s':
      return clusterPeers(value, team);
    case 'tag':
      return tagPeers([value], team);
    case 'app':
      return [appPeer(value, team)];
    default:
      return [undetermined(`"${type}" is a kind of trusted source that is not known to us.`)];
  }
}

/** Apps send with addresses that many customers share, unless they have dedicated ones. */
function appPeer(id: string, team: Team): Peer {
  const app = team.answers.to(APPS).items.find((one) => one.id === id);
  const dedicated = app?.spec?.egress?.type === 'DEDICATED_IP' ? (app.dedicated_ips ?? []) : [];
  const inside = app?.vpc?.egress_ips ?? [];
  const known = [...dedicated, ...inside].flatMap(({ ip }) => (ip ? (addressSetIn(ip) ?? []) : []));
  const shared = undetermined(`Which addresses the app ${id} sends with is not told.`);
  if (known.length === 0) return shared;
  const own: Peer = { kind: 'addresses', set: AddressSet.unionOf(known) };
  return dedicated.length > 0 ? own : { kind: 'any-of', peers: [own, shared] };
}

function undetermined(reason: string): Peer {
  return { kind: 'undetermined', cause: unknown(reason) };
}
