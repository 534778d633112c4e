import {
  type CoverageKey,
  type FilterLayer,
  type Interface,
  type Known,
  type ResourceId,
  type Service,
  type ServiceEndpoint,
  unknown,
} from '@netposture/network/graph';
import { internetIpv4, PortSet, TransportSet } from '@netposture/network/netset';
import { DATABASE_POOLS, DATABASE_REPLICAS, DATABASES } from '../operations/service.ts';
import { engineOf, hasPools, hasReplicas } from '../schema/engine.ts';
import type { Connection, Database, DatabaseReplica } from '../schema/service.ts';
import { routeTableOf } from './network.ts';
import { labelsOf } from './tag.ts';
import type { Team } from './team.ts';
import { trustedSources } from './trusted-source.ts';

/** A managed database and its read replicas: each is a service with trusted sources of its own. */
export function addDatabase(database: Database, team: Team): void {
  const { engine } = database;
  const replicas = hasReplicas(engine)
    ? team.answers.to(DATABASE_REPLICAS, database.id)
    : undefined;
  const pools = hasPools(engine) ? team.answers.to(DATABASE_POOLS, database.id) : undefined;
  const gaps = [replicas, pools].flatMap((answer) =>
    answer?.hole === undefined ? [] : [answer.key],
  );
  new ManagedDatabase(database, engine, team).add(
    [
      database.ui_connection,
      database.schema_registry_connection,
      ...(pools?.items ?? []).map(({ connection }) => connection),
    ],
    gaps,
  );
  for (const replica of replicas?.items ?? []) {
    new ManagedDatabase(replica, engine, team).add([], []);
  }
}

/** Where one cluster or replica answers. */
class ManagedDatabase {
  readonly #database: Database | DatabaseReplica;
  readonly #engine: string;
  readonly #team: Team;

  constructor(database: Database | DatabaseReplica, engine: string, team: Team) {
    this.#database = database;
    this.#engine = engine;
    this.#team = team;
  }

  /** @param further connections to other ports of the same hosts. */
  add(further: readonly Connection[], gaps: readonly CoverageKey[]): void {
    const { names, records } = this.#team;
    const { id, name, region, tags, status } = this.#database;
    const operation = 'engine' in this.#database ? DATABASES : DATABASE_REPLICAS;
    const rules = 'rules' in this.#database ? this.#database.rules : undefined;
    const admission = trustedSources({ id, name, engine: this.#engine, region, rules }, this.#team);
    records.add(admission);
    const cards = [this.#publicInterface(admission.id), this.#privateInterface(admission.id)];
    const endpoints = cards.map((card, index): ServiceEndpoint => {
      records.add(card);
      return this.#endpoint(index === 0 ? 'public' : 'private', card.id, admission.id, further);
    });
    const standby = this.#standbyEndpoints(endpoints);
    const service: Service = {
      kind: 'service',
      id: names.id('service', id),
      name,
      provenance: names.provenance(operation, id, region ?? undefined),
      ...labelsOf(tags),
      serviceKind: engineOf(this.#engine).kind,
      engine: this.#engine,
      state: stateOf(status),
      endpoints: [...endpoints, ...standby],
      ...(gaps.length > 0 ? { gaps } : {}),
    };
    records.add(service);
  }

  /** The host names of the standby nodes: the same ends under other names. */
  #standbyEndpoints(ends: readonly ServiceEndpoint[]): readonly ServiceEndpoint[] {
    const database = this.#database;
    if (!('engine' in database)) return [];
    const hosts = [database.standby_connection?.host, database.standby_private_connection?.host];
    return ends.flatMap((end, index) => {
      const hostname = hosts[index];
      return hostname ? [{ ...end, name: `standby ${end.name}`, hostname }] : [];
    });
  }

  /** Every cluster has a public host name, whether or not it stands in a VPC. */
  #publicInterface(admission: ResourceId): Interface {
    const { names } = this.#team;
    return {
      ...this.#card('public', admission),
      network: names.publicSpace(),
      addresses: [{ inside: internetIpv4, plane: 'public', exact: false }],
      isPrimary: true,
    };
  }

  #privateInterface(admission: ResourceId): Interface {
    const { id, private_network_uuid: vpc } = this.#database;
    return {
      ...this.#card('private', admission),
      network: this.#team.networkId(vpc, `database-${id}`),
      routeTable: routeTableOf(vpc, { isPrivate: false }, this.#team),
      addresses: [{ inside: this.#team.rangeOf(vpc), plane: 'private', exact: false }],
      isPrimary: false,
    };
  }

  #card(
    plane: 'public' | 'private',
    admission: ResourceId,
  ): Pick<Interface, 'kind' | 'id' | 'name' | 'provenance' | 'owner' | 'forwards' | 'layers'> {
    const { names } = this.#team;
    const { id, name, region } = this.#database;
    const native = `database-${id}/${plane}`;
    const layer: FilterLayer = {
      kind: 'layer',
      combine: 'pool',
      attachments: [{ filter: admission, enforcement: 'enforced' }],
      whenNone: { ingress: 'allow', egress: 'allow' },
      atEnd: { ingress: 'deny', egress: 'deny' },
    };
    return {
      kind: 'interface',
      id: names.id('interface', native),
      name: `${name}/${plane}`,
      provenance: names.provenance(DATABASES, native, region ?? undefined),
      owner: names.id('service', id),
      forwards: false,
      layers: [layer],
    };
  }

  #endpoint(
    name: 'public' | 'private',
    card: ResourceId,
    admission: ResourceId,
    further: readonly Connection[],
  ): ServiceEndpoint {
    const { connection, private_connection } = this.#database;
    const own = name === 'public' ? connection : private_connection;
    return {
      name,
      interfaces: [card],
      ...(own?.host ? { hostname: own.host } : {}),
      listens: portsOf([connection, private_connection, ...further]),
      admission,
      authentication: this.#engine === 'kafka' ? 'mixed' : 'password',
      tls: tlsOf(own),
    };
  }
}

/** Every port that an answer names; all of them where none does. */
function portsOf(connections: readonly Connection[]): TransportSet {
  const ports = connections.flatMap((connection) => connection?.port ?? []);
  return TransportSet.tcp(ports.length > 0 ? PortSet.of(...ports) : PortSet.all);
}

/** `ssl` says that a connection *should* use TLS, and not that the server takes no other. */
function tlsOf(connection: Connection): NonNullable<ServiceEndpoint['tls']> {
  if (connection?.ssl === false) return 'optional';
  return unknown('DigitalOcean says that connections should use TLS, not that others are refused.');
}

function stateOf(status: string | null | undefined): Known<'running' | 'stopped'> {
  const serves = ['online', 'resizing', 'migrating', 'forking'];
  return status && serves.includes(status)
    ? 'running'
    : unknown(`DigitalOcean says that the database's status is "${status ?? 'not told'}".`);
}
