import {
  type AddressSpec,
  build,
  type Graph,
  type GraphBuilder,
  type Interface,
  type Known,
  type Listener,
  type LoadBalancer,
  listener,
  type PlaceOptions,
  target,
  unknown,
} from '@netposture/network/graph';
import type { AddressSet } from '@netposture/network/netset';
import { Random } from './random.testkit.ts';
import { type Family, RandomFilters, type References } from './random-filters.testkit.ts';
import { type Land, RandomLand } from './random-land.testkit.ts';
import {
  NARROW_SETS,
  PRIVATE_IPV4,
  PRIVATE_IPV6,
  PUBLIC_IPV4,
  PUBLIC_IPV6,
} from './sample.testkit.ts';

/** A small graph of everything that the model knows, the same for the same seed. Every third one is calm: it holds no unknown facts of its own. */
export function randomGraph(seed: number): Graph {
  const random = new Random(seed);
  const doubt = seed % 3 === 0 ? 0 : 1.4;
  return new RandomGraph(random, doubt).graph();
}

class RandomGraph {
  readonly #random: Random;
  readonly #doubt: number;
  readonly #world: GraphBuilder = build('tiny');
  readonly #filters: RandomFilters;
  readonly #interfaces: Interface[] = [];
  #count = 0;

  constructor(random: Random, doubt: number) {
    this.#random = random;
    this.#doubt = doubt;
    this.#filters = new RandomFilters(random, this.#world, this.#references());
  }

  graph(): Graph {
    const random = this.#random;
    const families = random.list(random.between(1, 3), () => this.#filters.family());
    const land = new RandomLand(random, this.#world, this.#filters, this.#doubt);
    const lands = land.lands();
    for (let left = random.between(3, 8); left > 0; left--) this.#endpoint(lands, families);
    const balancers = random.weighted([
      [4, 0],
      [4, 1],
      [2, 2],
    ] as const);
    for (let left = balancers; left > 0; left--) this.#balancer(lands, families);
    return this.#world.graph();
  }

  #references(): References {
    const names = ['server-1', 'server-2', 'server-3', 'db-1', 'db-2'];
    const world = this.#world;
    return {
      labels: [
        ['role', 'web'],
        ['role', 'db'],
        ['env', 'prod'],
      ],
      resources: [
        world.account,
        world.id('network', 'land-1'),
        world.id('subnet', 'land-1-a'),
        ...names.map((name) => world.id('interface', `${name}/eth0`)),
      ],
      filters: ['filter-1', 'filter-1', 'filter-2', 'filter-3'].map((name) =>
        world.id('filter', name),
      ),
      groups: [
        world.addressGroup('list', { addresses: this.#random.pick(NARROW_SETS) }),
        world.addressGroup('partial list', {
          addresses: this.#random.pick(NARROW_SETS),
          ...(this.#doubt > 0
            ? { incomplete: unknown('the list could not be read to its end') }
            : {}),
        }),
      ],
      kinds: ['workload', 'service', 'database', 'load-balancer', 'interface'],
      doubt: this.#doubt,
    };
  }

  #endpoint(lands: readonly Land[], families: readonly Family[]): void {
    const random = this.#random;
    const number = ++this.#count;
    const interfaces = random.list(random.chance(0.12) ? 2 : 1, () => this.#place(lands, families));
    const labels = random.weighted<Record<string, string>>([
      [2, { role: 'web' }],
      [2, { role: 'db', env: 'prod' }],
      [1, {}],
    ]);
    const state = random.weighted<Known<'running' | 'stopped'>>([
      [20, 'running'],
      [1, 'stopped'],
      [this.#doubt, unknown('the state could not be read')],
    ]);
    const shape = random.weighted<'server' | 'database' | 'ownerless' | 'orphan'>([
      [6, 'server'],
      [3, 'database'],
      [1, 'ownerless'],
      [0.3 * this.#doubt, 'orphan'],
    ]);
    switch (shape) {
      case 'server':
        this.#interfaces.push(
          ...this.#world.server(`server-${number}`, { interfaces, labels, state }).interfaces,
        );
        return;
      case 'database':
        this.#interfaces.push(
          ...this.#world.database(`db-${number}`, {
            interfaces,
            labels,
            state,
            listens: random.pick(['tcp/5432', 'tcp/22-5432', 'any']),
            ...(random.chance(0.15) ? { admission: random.pick(random.pick(families)) } : {}),
            ...(random.chance(0.15 * this.#doubt) ? { inventoryOnly: 'not modelled' } : {}),
          }).interfaces,
        );
        return;
      case 'ownerless':
      case 'orphan': {
        const place = interfaces[0] ?? this.#place(lands, families);
        const owner = shape === 'orphan' ? { owner: this.#world.id('workload', 'gone') } : {};
        this.#interfaces.push(
          this.#world.interface(`server-${number}/eth0`, { ...place, ...owner, labels }),
        );
      }
    }
  }

  #place(lands: readonly Land[], families: readonly Family[]): PlaceOptions {
    const random = this.#random;
    const doubt = this.#doubt;
    const land = random.pick(lands);
    const seen = land.subnets.length > 0 ? random.pick(land.subnets) : undefined;
    const isLost = seen !== undefined && random.chance(0.04 * doubt);
    const subnet = isLost ? this.#world.id('subnet', 'lost') : seen;
    const layers = random.list(
      random.weighted([
        [6, 0],
        [5, 1],
        [1, 2],
      ] as const),
      () => this.#filters.layer(families),
    );
    return {
      network: land.network,
      ...(subnet === undefined ? {} : { subnet }),
      addresses: this.#addresses(land),
      layers,
      isPrimary: random.chance(0.8),
      forwards: random.chance(0.15),
      ...(random.chance(0.08) && land.tables.length > 0
        ? { routeTable: random.pick(land.tables) }
        : {}),
      ...(random.chance(0.03) ? { noInternetIngress: 'internet traffic is denied' } : {}),
      ...(random.chance(0.06 * doubt)
        ? { unmodelledIngress: unknown('accelerators were not read') }
        : {}),
    };
  }

  #addresses(land: Land): AddressSpec[] {
    const random = this.#random;
    const doubt = this.#doubt;
    const originates = random.weighted<Pick<AddressSpec, 'originates'>>([
      [20, {}],
      [1, { originates: false }],
      [this.#doubt, { originates: unknown('nobody knows how it sends') }],
    ]);
    if (land.isPublicSpace) {
      const inside = random.pick([...PUBLIC_IPV4, ...PUBLIC_IPV6]);
      const second = random.chance(0.2) ? [{ inside: random.pick(PUBLIC_IPV6) }] : [];
      return distinct([{ inside, ...originates }, ...second]);
    }
    const seats: AddressSpec[] = [
      {
        inside: random.chance(0.9) ? random.pick(land.block) : random.pick(PRIVATE_IPV4),
        ...(random.chance(0.5) ? { outside: random.pick(PUBLIC_IPV4) } : {}),
        ...originates,
      },
    ];
    if (random.chance(0.2)) {
      const unanswered = random.chance(0.25 * doubt)
        ? { unansweredDelivery: unknown('perhaps it hears only those whom it can answer') }
        : {};
      seats.push({ inside: random.pick(PUBLIC_IPV6), plane: 'public', ...unanswered });
    }
    if (random.chance(0.02 * doubt))
      seats.push({
        inside: random.pick(PRIVATE_IPV4),
        outside: random.pick(PUBLIC_IPV4),
        unansweredDelivery: unknown('perhaps it hears only those whom it can answer'),
      });
    if (random.chance(0.06)) seats.push({ inside: random.pick(PRIVATE_IPV6) });
    if (random.chance(0.08)) seats.push({ inside: random.pick(PRIVATE_IPV4) });
    if (random.chance(0.06)) seats.push({ inside: '10.0.0.4/31', outside: '8.8.8.4/31' });
    if (random.chance(0.03))
      return [{ inside: random.pick(['10.0.0.0/30', '10.0.0.4/31']), exact: false }];
    if (random.chance(0.02)) return [{ inside: '8.8.8.2/31', plane: 'public', exact: false }];
    return distinct(seats);
  }

  #balancer(lands: readonly Land[], families: readonly Family[]): void {
    const random = this.#random;
    const number = ++this.#count;
    const balancer = this.#world.loadBalancer(`balancer-${number}`, {
      interfaces: random.list(random.chance(0.25) ? 2 : 1, () => this.#place(lands, families)),
      listeners: random.list(random.between(1, 2), () => this.#listener()),
      state: random.weighted<Known<'running' | 'stopped'>>([
        [15, 'running'],
        [1, 'stopped'],
        [this.#doubt, unknown('the state could not be read')],
      ]),
    });
    // A later balancer may lead to this one as a whole, or to its interface as to any other.
    this.#towards.push(balancer.record);
    this.#interfaces.push(...balancer.interfaces);
  }

  readonly #towards: LoadBalancer[] = [];

  #to(): Interface | LoadBalancer {
    const random = this.#random;
    const isChained = this.#towards.length > 0 && random.chance(0.3);
    return random.pick<Interface | LoadBalancer>(isChained ? this.#towards : this.#interfaces);
  }

  #listener(): Listener {
    const random = this.#random;
    return listener(random.pick(['tcp/80,443', 'tcp/443', 'any', 'tcp/22-443; udp']), {
      targets: random.list(random.between(1, 3), () => {
        const to = this.#to();
        return target(to, {
          sees: random.pick(['client', 'balancer', 'either']),
          clients: random.weighted<'any' | 'ipv4' | 'ipv6'>([
            [6, 'any'],
            [1, 'ipv4'],
            [1, 'ipv6'],
          ]),
          port: random.pick(['same', 'same', 80, 5432]),
          ...(random.chance(0.2) ? { balancerAddresses: random.pick(NARROW_ADDRESSES) } : {}),
          ...('addresses' in to && random.chance(0.15)
            ? { targetAddresses: anAddressOf(random, to) }
            : {}),
          ...(random.chance(0.12 * this.#doubt) ? { undetermined: unknown('a middlebox') } : {}),
        });
      }),
      ...(random.chance(0.1 * this.#doubt)
        ? { targetsIncomplete: unknown('not all targets') }
        : {}),
    });
  }
}

const NARROW_ADDRESSES = ['10.0.0.1', '10.0.0.2/31', '8.8.8.5'] as const;

/** The inside addresses of one entry of an interface. */
function anAddressOf(random: Random, { addresses }: Interface): AddressSet {
  return random.pick(addresses).inside;
}

/** One entry for each inside address: the first one wins. */
function distinct(specs: readonly AddressSpec[]): AddressSpec[] {
  const seen = new Set<string>();
  const kept: AddressSpec[] = [];
  for (const spec of specs) {
    const inside = spec.inside === '10.0.0.4/31' ? ['10.0.0.4', '10.0.0.5'] : [String(spec.inside)];
    if (inside.some((each) => seen.has(each))) continue;
    for (const each of inside) seen.add(each);
    kept.push(spec);
  }
  return kept;
}
