import {
  type FilterAttachment,
  type FilterRule,
  type Graph,
  type GraphRecord,
  graphOf,
  type Peer,
  type Provenance,
  providerId,
  type ResourceId,
  type Route,
  resourceId,
} from '@netposture/network/graph';
import { AddressSet, PortSet, TransportSet } from '@netposture/network/netset';

/** How large an estate is made. */
export interface EstateSize {
  /** Firewall rules in all; a filter has 50 of them on average. */
  readonly rules: number;
}

const RULES_PER_FILTER = 50;
const INTERFACES_PER_RULE = 0.1;
const INTERFACES_PER_NETWORK = 500;

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * An estate as a graph, the same for the same seed: networks of 500 interfaces with public and private subnets, an internet
 * gateway and a NAT gateway each, shared filters (groups that refer to each other, a tenth of them with deny rules), stateless
 * filters at some subnets, peerings, balancers, databases, and IPv6 on two fifths of the interfaces.
 */
export function generateEstate(size: EstateSize, seed: number): Graph {
  return new EstateGenerator(size, randomNumbers(seed)).graph();
}

const OPEN = AddressSet.allIpv4.intern();
const OPEN_V6 = AddressSet.allIpv6.intern();
const EVERYWHERE = AddressSet.all.intern();

class EstateGenerator {
  readonly #size: EstateSize;
  readonly #random: () => number;
  readonly #records: GraphRecord[] = [];
  readonly #transports: readonly TransportSet[];
  readonly #sources: AddressSet[] = [];
  #publicCount = 0;

  constructor(size: EstateSize, random: () => number) {
    this.#size = size;
    this.#random = random;
    this.#transports = commonTransports();
    for (let index = 0; index < 4_000; index++) this.#sources.push(this.#someSource());
  }

  graph(): Graph {
    const interfaces = Math.max(10, Math.round(this.#size.rules * INTERFACES_PER_RULE));
    const networks = Math.max(2, Math.round(interfaces / INTERFACES_PER_NETWORK));
    const filters = Math.max(networks, Math.round(this.#size.rules / RULES_PER_FILTER));
    const perNetwork = { interfaces: interfaces / networks, filters: filters / networks };
    for (let index = 0; index < networks; index++) {
      const count = (each: number) => Math.round((index + 1) * each) - Math.round(index * each);
      this.#network(index, count(perNetwork.interfaces), count(perNetwork.filters));
    }
    return graphOf(this.#records);
  }

  #network(index: number, interfaces: number, filters: number): void {
    const name = `net-${index}`;
    const second = index % 256;
    const network = id('network', name);
    const range = AddressSet.parse(`10.${second}.0.0/16`).intern();
    const range6 = AddressSet.parse(`2600:1f00:${(index % 65_536).toString(16)}::/56`).intern();
    const base = (kind: string, own: string) => ({
      id: id(kind, own),
      name: own,
      provenance: provenance(own),
    });
    this.#records.push({
      ...base('network', name),
      kind: 'network',
      ranges: range.union(range6),
      isDefault: false,
      isPublicSpace: false,
    });
    const internet = {
      ...base('gateway', `${name}-igw`),
      kind: 'gateway',
      gatewayKind: 'internet',
      state: 'active',
      networks: [network],
    } as const;
    const natAddress = AddressSet.parse(`20.0.${index >> 8}.${second}`).intern();
    const nat = {
      ...base('gateway', `${name}-nat`),
      kind: 'gateway',
      gatewayKind: 'nat',
      state: 'active',
      networks: [network],
      egressAddresses: natAddress,
      subnet: id('subnet', `${name}-0`),
    } as const;
    this.#records.push(internet, nat);
    const local: readonly Route[] = [
      {
        destination: range,
        prefixLength: 16,
        preference: 0,
        target: { kind: 'local' },
        label: 'local',
      },
      {
        destination: range6,
        prefixLength: 56,
        preference: 0,
        target: { kind: 'local' },
        label: 'local',
      },
    ];
    const onward = (target: ResourceId): Route => ({
      destination: OPEN,
      prefixLength: 0,
      preference: 0,
      target: { kind: 'gateway', gateway: target },
      label: '0.0.0.0/0',
    });
    const onward6: Route = {
      destination: OPEN_V6,
      prefixLength: 0,
      preference: 0,
      target: { kind: 'gateway', gateway: internet.id },
      label: '::/0',
    };
    const publicTable = {
      ...base('route-table', `${name}-public`),
      kind: 'route-table',
      network,
      routes: [...local, onward(internet.id), onward6],
    } as const;
    const privateTable = {
      ...base('route-table', `${name}-private`),
      kind: 'route-table',
      network,
      routes: [...local, onward(nat.id)],
    } as const;
    this.#records.push(publicTable, privateTable);
    const hasBorder = index % 5 === 0;
    const border = id('filter', `${name}-border`);
    if (hasBorder) this.#borderFilter(border, `${name}-border`);
    for (let subnet = 0; subnet < 4; subnet++) {
      const ranges = AddressSet.parse(`10.${second}.${subnet * 64}.0/18`).intern();
      this.#records.push({
        ...base('subnet', `${name}-${subnet}`),
        kind: 'subnet',
        network,
        ranges,
        zone: subnet % 2 === 0 ? 'a' : 'b',
        routeTable: subnet < 2 ? publicTable.id : privateTable.id,
        ...(hasBorder ? { filter: border } : {}),
      });
    }
    const groups = Array.from({ length: filters }, (_, position) =>
      id('filter', `${name}-group-${position}`),
    );
    for (const [position, group] of groups.entries())
      this.#group(group, `${name}-group-${position}`, groups, position, network);
    for (let position = 0; position < interfaces; position++)
      this.#server(name, network, second, range6, position, groups);
    if (index % 2 === 1) this.#peering(index);
  }

  #group(
    group: ResourceId,
    name: string,
    groups: readonly ResourceId[],
    position: number,
    network: ResourceId,
  ): void {
    const denies = position % 10 === 9;
    const count = Math.max(2, Math.round(RULES_PER_FILTER * (0.2 + 1.6 * this.#random())));
    const rules: FilterRule[] = [
      {
        id: 'egress',
        direction: 'egress',
        action: 'allow',
        peer: { kind: 'addresses', set: EVERYWHERE },
        transport: TransportSet.all,
        label: 'allow all',
      },
    ];
    for (let line = 1; line < count; line++) {
      const action = denies && this.#random() < 0.2 ? 'deny' : 'allow';
      const transport = this.#pick(this.#transports);
      rules.push({
        id: `r${line}`,
        direction: 'ingress',
        action,
        peer: this.#peer(groups),
        transport,
        label: `rule ${line}`,
      });
    }
    this.#records.push({
      id: group,
      name,
      provenance: provenance(name),
      kind: 'filter',
      nativeKind: 'group',
      stateful: true,
      planes: ['public', 'private'],
      combination: denies ? 'deny-overrides' : 'any-allow',
      defaults: {
        ingress: { noRule: 'deny', noMatch: 'deny' },
        egress: { noRule: 'deny', noMatch: 'deny' },
      },
      exemptions: [],
      isDefault: false,
      rules,
      network,
    });
  }

  #borderFilter(border: ResourceId, name: string): void {
    const rule = (
      direction: 'ingress' | 'egress',
      priority: number,
      action: 'allow' | 'deny',
      set: AddressSet,
      transport: TransportSet,
    ): FilterRule => ({
      id: `${direction}-${priority}`,
      direction,
      action,
      priority,
      peer: { kind: 'addresses', set },
      transport,
      label: `${priority} ${action}`,
    });
    const rules: FilterRule[] = [];
    for (let line = 0; line < 8; line++)
      rules.push(
        rule('ingress', line, 'deny', this.#pick(this.#sources), this.#pick(this.#transports)),
      );
    rules.push(
      rule('ingress', 100, 'allow', EVERYWHERE, TransportSet.all),
      rule('egress', 100, 'allow', EVERYWHERE, TransportSet.all),
    );
    this.#records.push({
      id: border,
      name,
      provenance: provenance(name),
      kind: 'filter',
      nativeKind: 'list',
      stateful: false,
      planes: ['public', 'private'],
      combination: 'first-match',
      exemptions: [],
      isDefault: false,
      rules,
      defaults: {
        ingress: { noRule: 'deny', noMatch: 'deny' },
        egress: { noRule: 'deny', noMatch: 'deny' },
      },
    });
  }

  #server(
    name: string,
    network: ResourceId,
    second: number,
    range6: AddressSet,
    position: number,
    groups: readonly ResourceId[],
  ): void {
    const subnet = position % 4;
    const own = `${name}-host-${position}`;
    const host = Math.floor(position / 4) + 4;
    const inside = AddressSet.parse(`10.${second}.${subnet * 64 + (host >> 8)}.${host & 255}`);
    const isPublic = subnet < 2 && position % 3 === 0;
    const isDatabase = position % 20 === 19;
    const hasIpv6 = this.#random() < 0.4;
    // Combinations of filters repeat: hosts of one kind share theirs.
    const kind = Math.floor(this.#random() * Math.max(1, (groups.length * 15) / 100));
    const shift = kind * 7;
    const attachments: FilterAttachment[] = [];
    for (let group = 0; group <= kind % 3; group++) {
      const filter = groups[(shift + group * 10) % groups.length];
      if (filter !== undefined && !attachments.some((held) => held.filter === filter))
        attachments.push({ filter, enforcement: 'enforced' });
    }
    const v6 = hasIpv6
      ? AddressSet.parse(`${firstAddress(range6)}${subnet}:${host.toString(16)}`)
      : undefined;
    const card = id('interface', own);
    const owner = isDatabase ? id('service', own) : id('workload', own);
    this.#records.push({
      id: card,
      name: own,
      provenance: provenance(own),
      kind: 'interface',
      network,
      subnet: id('subnet', `${name}-${subnet}`),
      addresses: [
        {
          inside,
          plane: 'private',
          exact: true,
          ...(isPublic ? { outside: this.#publicAddress() } : {}),
        },
        ...(v6 === undefined ? [] : [{ inside: v6, plane: 'public' as const, exact: true }]),
      ],
      layers: [
        {
          kind: 'layer',
          combine: 'pool',
          attachments,
          whenNone: { ingress: 'allow', egress: 'allow' },
          atEnd: { ingress: 'deny', egress: 'deny' },
        },
      ],
      owner,
      isPrimary: true,
      forwards: false,
    });
    if (isDatabase) {
      this.#records.push({
        id: owner,
        name: own,
        provenance: provenance(own),
        kind: 'service',
        serviceKind: 'database',
        engine: 'postgres',
        state: 'running',
        publicSwitch: isPublic,
        endpoints: [
          {
            name: 'writer',
            interfaces: [card],
            listens: TransportSet.tcp(PortSet.of(5432)),
            authentication: 'password',
            tls: 'optional',
          },
        ],
      });
    } else {
      this.#records.push({
        id: owner,
        name: own,
        provenance: provenance(own),
        kind: 'workload',
        state: 'running',
        labels: { env: ['prod', 'staging', 'dev'][kind % 3] ?? 'dev' },
      });
    }
    if (position % 50 === 10) this.#balancer(name, network, position, card, attachments);
  }

  #balancer(
    name: string,
    network: ResourceId,
    position: number,
    target: ResourceId,
    attachments: readonly FilterAttachment[],
  ): void {
    const own = `${name}-lb-${position}`;
    const card = id('interface', own);
    const outside = this.#publicAddress();
    this.#records.push(
      {
        id: card,
        name: own,
        provenance: provenance(own),
        kind: 'interface',
        network,
        subnet: id('subnet', `${name}-0`),
        addresses: [
          {
            inside: AddressSet.parse(`10.${network.length % 256}.63.${position % 256}`),
            plane: 'private',
            exact: true,
            outside,
          },
        ],
        layers: [
          {
            kind: 'layer',
            combine: 'pool',
            attachments,
            whenNone: { ingress: 'allow', egress: 'allow' },
            atEnd: { ingress: 'deny', egress: 'deny' },
          },
        ],
        owner: id('load-balancer', own),
        isPrimary: true,
        forwards: false,
      },
      {
        id: id('load-balancer', own),
        name: own,
        provenance: provenance(own),
        kind: 'load-balancer',
        scheme: 'internet-facing',
        balancerKind: 'application',
        interfaces: [card],
        hasOwnFilter: true,
        state: 'running',
        listeners: [
          {
            name: 'https',
            listens: TransportSet.tcp(PortSet.of(443)),
            application: 'https',
            targets: [{ clients: 'any', to: target, port: 8080, sees: 'balancer' }],
          },
        ],
      },
    );
  }

  #peering(index: number): void {
    const own = `peer-${index}`;
    this.#records.push({
      id: id('gateway', own),
      name: own,
      provenance: provenance(own),
      kind: 'gateway',
      gatewayKind: 'peering',
      state: 'active',
      networks: [id('network', `net-${index - 1}`), id('network', `net-${index}`)],
    });
  }

  #peer(groups: readonly ResourceId[]): Peer {
    const dice = this.#random();
    if (dice < 0.2 && groups.length > 1) {
      return {
        kind: 'selector',
        addresses: 'private',
        selector: { kind: 'filter-members', filter: this.#pick(groups), through: ['peering'] },
      };
    }
    return { kind: 'addresses', set: dice < 0.23 ? OPEN : this.#pick(this.#sources) };
  }

  #someSource(): AddressSet {
    const byte = () => Math.floor(this.#random() * 256);
    const dice = this.#random();
    if (dice < 0.6) return AddressSet.parse(`10.${byte()}.${byte() & 240}.0/20`).intern();
    if (dice < 0.8)
      return AddressSet.parse(`${1 + (byte() % 9)}.${byte()}.${byte()}.${byte()}`).intern();
    if (dice < 0.9) return AddressSet.parse(`2600:${byte().toString(16)}00::/32`).intern();
    return AddressSet.parse(`172.16.${byte()}.0/24`).intern();
  }

  #publicAddress(): AddressSet {
    const count = this.#publicCount++;
    return AddressSet.parse(
      `52.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`,
    ).intern();
  }

  #pick<T>(from: readonly T[]): T {
    const found = from[Math.floor(this.#random() * from.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }
}

function commonTransports(): readonly TransportSet[] {
  const ports = [
    22, 53, 80, 123, 443, 1433, 2049, 3000, 3306, 3389, 5000, 5432, 5601, 6379, 8000, 8080, 8443,
    9000, 9090, 9092, 9200, 9300, 11211, 27017,
  ];
  return [
    ...ports.map((port) => TransportSet.tcp(PortSet.of(port)).intern()),
    TransportSet.tcp(PortSet.range(1024, 65_535)).intern(),
    TransportSet.tcp(PortSet.range(8000, 8100)).intern(),
    TransportSet.udp(PortSet.of(53)).intern(),
    TransportSet.udp(PortSet.of(123)).intern(),
    TransportSet.icmp().intern(),
    TransportSet.all.intern(),
  ];
}

function firstAddress(range: AddressSet): string {
  return range.toString().replace(/::?\/.*$/, '::');
}

function id(kind: string, name: string): ResourceId {
  return resourceId({
    provider: 'made',
    account: 'estate',
    location: 'global',
    kind,
    nativeId: name,
  });
}

const PROVIDER = providerId('made');

function provenance(nativeId: string): Provenance {
  return {
    provider: PROVIDER,
    account: 'estate',
    location: 'global',
    nativeId,
    operation: 'generated',
  };
}
