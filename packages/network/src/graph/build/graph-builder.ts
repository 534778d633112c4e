import type { AddressGroup, OwnedAddress, Unseen } from '../address.ts';
import type { CoverageEntry, CoverageOutcome } from '../coverage.ts';
import type { Filter } from '../filter.ts';
import type { Gateway, GatewayKind } from '../gateway.ts';
import type { Graph } from '../graph.ts';
import type { Interface, Workload } from '../interface.ts';
import type { LoadBalancer } from '../load-balancer.ts';
import type { Account, Network, Subnet } from '../network.ts';
import type { GraphRecord } from '../record.ts';
import type { RecordBase } from '../record-base.ts';
import type { ResourceId } from '../resource-id.ts';
import type { RouteTable } from '../route-table.ts';
import type { Service } from '../service.ts';
import { type Unknown, unknown } from '../unknown.ts';
import { baseOf, owned } from './base.ts';
import { interfaceRecord, placesOf } from './interface-record.ts';
import type {
  AccountOptions,
  AddressGroupOptions,
  FilterOptions,
  GatewayOptions,
  InterfaceOptions,
  InternetGatewayOptions,
  LoadBalancerOptions,
  NatGatewayOptions,
  NetworkOptions,
  Owned,
  OwnedAddressOptions,
  OwnerOptions,
  PlaceOptions,
  RecordOptions,
  RouteTableOptions,
  ServerOptions,
  ServiceOptions,
  SubnetOptions,
  TransitOptions,
} from './options.ts';
import { loadBalancerRecord, serviceRecord, workloadRecord } from './owner-records.ts';
import { type Changes, RecordStore } from './record-store.ts';
import {
  addressGroupRecord,
  filterRecord,
  gatewayRecord,
  internetGatewayFields,
  natGatewayFields,
  networkRecord,
  ownedAddressRecord,
  routeTableRecord,
  subnetRecord,
  transitAttachment,
} from './records.ts';
import { idOf, present, type Ref } from './text.ts';

/** A builder for a new graph, with a first account of this name. */
export function build(name: string, options: AccountOptions = {}): GraphBuilder {
  return new GraphBuilder(new RecordStore(), name, options);
}

/**
 * Builds the records of one account. Each method adds a record (and, where something has interfaces, those too) and
 * answers with it; ids read `made/acme/global/kind/name`. Throws where two records get one id.
 */
export class GraphBuilder {
  readonly #store: RecordStore;
  readonly #options: AccountOptions;
  /** The account that all records of this builder belong to. */
  readonly account: Account;

  constructor(store: RecordStore, name: string, options: AccountOptions) {
    this.#store = store;
    this.#options = options;
    const base = baseOf(options.provider ?? 'made', name, 'account', name, {
      ...options,
      location: 'global',
      nativeId: name,
    });
    this.account = store.add({ ...base, kind: 'account' });
  }

  /** A builder for another account in the same graph. */
  inAccount(name: string, options: AccountOptions = {}): GraphBuilder {
    return new GraphBuilder(this.#store, name, options);
  }

  /** The id that a record of this kind and name has or will have here; interfaces of `x` are named `x/eth0`, and so on. */
  id(kind: GraphRecord['kind'], name: string, options: RecordOptions = {}): ResourceId {
    return this.#base(kind, name, options).id;
  }

  /** A network whose members reach each other by its routes. */
  network(name: string, options: NetworkOptions = {}): Network {
    return this.#store.add(networkRecord(this.#base('network', name, options), options, false));
  }

  /** A network whose members stand on the internet directly. */
  publicSpace(name: string, options: NetworkOptions = {}): Network {
    return this.#store.add(networkRecord(this.#base('network', name, options), options, true));
  }

  /** A subnet; its ranges are those of its network where none are given. */
  subnet(name: string, options: SubnetOptions): Subnet {
    const network = this.#store.get(idOf(options.network));
    const ranges = network?.kind === 'network' ? network.ranges : 'none';
    return this.#store.add(subnetRecord(this.#base('subnet', name, options), options, ranges));
  }

  /** A route table; without routes it leads nowhere. */
  routeTable(name: string, options: RouteTableOptions = {}): RouteTable {
    return this.#store.add(routeTableRecord(this.#base('route-table', name, options), options));
  }

  /** The way to and from the internet. */
  internetGateway(name: string, options: InternetGatewayOptions): Gateway {
    return this.#gateway(name, 'internet', options, internetGatewayFields(options));
  }

  /** Its network is that of its subnet, where none is given. */
  natGateway(name: string, options: NatGatewayOptions): Gateway {
    const subnet = options.subnet === undefined ? undefined : this.#store.get(idOf(options.subnet));
    const networks = options.networks ?? (subnet?.kind === 'subnet' ? [subnet.network] : []);
    return this.#gateway(name, 'nat', { ...options, networks }, natGatewayFields(options));
  }

  /** The way out for IPv6 without a way in. */
  egressOnlyGateway(name: string, options: GatewayOptions): Gateway {
    return this.#gateway(name, 'egress-only', options);
  }

  /** Joins two networks. */
  peering(
    name: string,
    options: GatewayOptions & { readonly networks: readonly [Ref, Ref] },
  ): Gateway {
    return this.#gateway(name, 'peering', options);
  }

  /** Its networks are those of its attachments. */
  transit(name: string, options: TransitOptions): Gateway {
    const attachments = options.attachments.map(transitAttachment);
    const networks = attachments.flatMap(({ network }) => (network === undefined ? [] : [network]));
    return this.#gateway(name, 'transit', { networks, ...options }, { attachments });
  }

  /** A way to networks that nobody here can see. */
  vpn(name: string, options: GatewayOptions = {}): Gateway {
    return this.#gateway(name, 'vpn', options);
  }

  /** A way to the provider's own services. */
  serviceEndpoint(name: string, options: GatewayOptions = {}): Gateway {
    return this.#gateway(name, 'service-endpoint', options);
  }

  /** A middlebox that is not modelled. */
  appliance(name: string, options: GatewayOptions & { readonly reason?: string } = {}): Gateway {
    const unmodelled = unknown(options.reason ?? `the appliance ${name} is not modelled`);
    return this.#gateway(name, 'appliance', options, { unmodelled });
  }

  /** Stateful, allow-only and closed unless told otherwise. */
  filter(name: string, options: FilterOptions = {}): Filter {
    return this.#store.add(filterRecord(this.#base('filter', name, options), options));
  }

  /** For the border of a subnet: in order, first match decides, closed, each direction judged alone. */
  statelessFilter(name: string, options: FilterOptions = {}): Filter {
    return this.filter(name, { combination: 'first-match', stateful: false, ...options });
  }

  /** A network card without owner, or with one built elsewhere. */
  interface(name: string, options: InterfaceOptions): Interface {
    const base = this.#base('interface', name, options);
    const owner = options.owner === undefined ? undefined : idOf(options.owner);
    return this.#store.add(
      interfaceRecord(base, { isPrimary: true, ...options }, (id) => this.#store.get(id), owner),
    );
  }

  /** A workload with its interfaces. */
  server(name: string, options: ServerOptions = {}): Owned<Workload> {
    const base = this.#base('workload', name, options);
    const interfaces = this.#interfaces(base.id, name, options, options);
    return owned(this.#store.add(workloadRecord(base, options)), interfaces);
  }

  /** A managed service with one endpoint on all its interfaces. */
  service(name: string, options: ServiceOptions = {}): Owned<Service> {
    const base = this.#base('service', name, options);
    const interfaces = this.#interfaces(base.id, name, options, options, options.admission);
    return owned(this.#store.add(serviceRecord(base, options, interfaces)), interfaces);
  }

  /** A service of the kind `database`. */
  database(name: string, options: ServiceOptions = {}): Owned<Service> {
    return this.service(name, { serviceKind: 'database', engine: 'postgres', ...options });
  }

  /** A balancer with its interfaces and listeners. */
  loadBalancer(name: string, options: LoadBalancerOptions = {}): Owned<LoadBalancer> {
    const base = this.#base('load-balancer', name, options);
    const interfaces = this.#interfaces(base.id, name, options, options);
    return owned(this.#store.add(loadBalancerRecord(base, options, interfaces)), interfaces);
  }

  /** A public address of ours; its name is the address where none is given. */
  ownedAddress(name: string, options: OwnedAddressOptions = {}): OwnedAddress {
    return this.#store.add(ownedAddressRecord(this.#base('address', name, options), options));
  }

  /** A prefix list, a declared set or a published range. */
  addressGroup(name: string, options: AddressGroupOptions): AddressGroup {
    return this.#store.add(addressGroupRecord(this.#base('address-group', name, options), options));
  }

  /** Something that is referred to and could not be seen. Its id is the one that the seen record would have. */
  unseen(of: GraphRecord['kind'], name: string, cause?: Unknown): Unseen {
    const base = this.#base(of, name, {});
    return this.#store.add({
      ...base,
      kind: 'unseen',
      of,
      cause: cause ?? unknown(`${of} ${name} lies outside of what could be seen`),
    });
  }

  /** Replaces fields of a record; a field given as undefined is taken away. Answers with the new record. */
  change<R extends GraphRecord>(record: R, changes: Changes<R>): R {
    return this.#store.change(record, changes);
  }

  /** Takes records away, so that references to them dangle. */
  remove(...records: readonly Ref[]): void {
    for (const record of records) this.#store.remove(idOf(record));
  }

  /** Adds a line about this account to the coverage report. */
  coverage(
    operation: string,
    outcome: CoverageOutcome,
    options: Partial<CoverageEntry> = {},
  ): void {
    const { provider, account } = this.account.provenance;
    const scope = { provider, account, location: this.#options.location ?? 'global', operation };
    this.#store.addCoverage({ scope, outcome, items: 0, ...options });
  }

  /** The graph of all accounts, as built so far. */
  graph(): Graph {
    return this.#store.graph();
  }

  #gateway(
    name: string,
    kind: GatewayKind,
    options: GatewayOptions,
    rest?: Partial<Gateway>,
  ): Gateway {
    const base = this.#base('gateway', name, options);
    return this.#store.add(gatewayRecord(base, kind, options, rest));
  }

  #interfaces(
    owner: ResourceId,
    name: string,
    record: RecordOptions,
    options: OwnerOptions,
    admission?: Ref,
  ): Interface[] {
    return placesOf(options).map((place: PlaceOptions, position) => {
      const base = this.#base(
        'interface',
        `${name}/eth${position}`,
        present({ location: record.location }),
      );
      const made = { isPrimary: position === 0, ...place };
      return this.#store.add(
        interfaceRecord(base, made, (id) => this.#store.get(id), owner, admission),
      );
    });
  }

  #base(kind: string, name: string, options: RecordOptions): RecordBase {
    const { provider, account } = this.account.provenance;
    const location = options.location ?? this.#options.location ?? 'global';
    return baseOf(provider, account, kind, name, { ...options, location });
  }
}
