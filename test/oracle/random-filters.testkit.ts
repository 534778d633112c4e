import {
  allow,
  anyOf,
  type Combination,
  deny,
  enforcedAs,
  exemption,
  type Filter,
  type FilterDefaults,
  type FilterLayer,
  type FilterOptions,
  type GraphBuilder,
  gotoNext,
  type Known,
  type Peer,
  pool,
  type Ref,
  type RuleOptions,
  type RuleSpec,
  type Selector,
  sequence,
  undetermined,
  undeterminedAction,
  unknown,
} from '@netposture/network/graph';
import type { Random } from './random.testkit.ts';
import { BROAD_SETS, NARROW_SETS, RULE_TRANSPORTS } from './sample.testkit.ts';

/** Filters of one family share what members of a pool must share. */
export type Family = readonly Filter[];

/** What random rules may refer to: ids that exist, will exist, or never will. */
export interface References {
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly resources: readonly Ref[];
  readonly filters: readonly Ref[];
  readonly groups: readonly Ref[];
  readonly kinds: readonly string[];
  /** How often something is not known: 0 in a calm graph. */
  readonly doubt: number;
}

/** Makes filters, and layers out of them. */
export class RandomFilters {
  readonly #random: Random;
  readonly #world: GraphBuilder;
  readonly #references: References;
  #count = 0;

  constructor(random: Random, world: GraphBuilder, references: References) {
    this.#random = random;
    this.#world = world;
    this.#references = references;
  }

  /** One to three filters that may stand in one pool. */
  family(): Family {
    const random = this.#random;
    const combination = random.pick<Combination>([
      'any-allow',
      'any-allow',
      'deny-overrides',
      'first-match',
      'priority-with-goto',
      'priority-with-goto',
    ]);
    const shared: FilterOptions = {
      combination,
      stateful: random.chance(0.6),
      planes: random.weighted<FilterOptions['planes']>([
        [7, ['public', 'private']],
        [2, ['public']],
        [1, ['private']],
      ]) ?? ['public'],
    };
    return random.list(random.between(1, 3), () => this.#filter(shared));
  }

  /** A filter for the border of a subnet, where no rule is for some interfaces only. */
  border(): Filter {
    const random = this.#random;
    return this.#filter(
      {
        combination: random.pick<Combination>(['first-match', 'first-match', 'deny-overrides']),
        stateful: random.chance(0.15),
        defaults: random.weighted<FilterDefaults>([
          [3, 'allow'],
          [2, 'deny'],
          [1, 'allow-until-rule'],
        ]),
      },
      false,
    );
  }

  /** A layer of an interface. */
  layer(families: readonly Family[]): Known<FilterLayer> {
    const random = this.#random;
    const { doubt } = this.#references;
    if (random.chance(0.25 * doubt)) return unknown('the filters could not be read');
    const options = {
      whenNone: random.pick(['allow', 'allow', 'deny'] as const),
      atEnd: random.pick(['allow', 'allow', 'deny'] as const),
    };
    const attach = (filter: Ref) => {
      const enforcement = random.weighted<'enforced' | 'pending' | 'removing' | 'failed'>([
        [12, 'enforced'],
        [4 * doubt + 0.2, 'pending'],
        [4 * doubt + 0.2, 'removing'],
        [0.7, 'failed'],
      ]);
      return enforcedAs(enforcement, filter);
    };
    const unseen = random.chance(0.1 * doubt) ? [attach(this.#world.id('filter', 'nowhere'))] : [];
    if (random.chance(0.65)) {
      const members = random.some(random.pick(families), random.between(0, 3)).map(attach);
      return pool(random.some([...unseen, ...members], 3), options);
    }
    const members = random.some(families.flat(), random.between(0, 3)).map(attach);
    return sequence([...members, ...unseen], options);
  }

  #filter(shared: FilterOptions, mayTarget = true): Filter {
    const random = this.#random;
    const { doubt } = this.#references;
    this.#count++;
    const canGoOn = shared.combination === 'priority-with-goto';
    return this.#world.filter(`filter-${this.#count}`, {
      defaults: random.weighted<FilterDefaults>([
        [2, 'deny'],
        [2, 'allow'],
        [2, 'deny-ingress'],
        [2, 'allow-until-egress-rule'],
        [1, 'allow-until-rule'],
        [canGoOn ? 4 : 0.2, 'goto-next'],
      ]),
      ...shared,
      ingress: random.list(random.between(0, 3), () => this.#rule(canGoOn, mayTarget)),
      egress: random.list(random.between(0, 2), () => this.#rule(canGoOn, mayTarget)),
      exemptions: random.chance(0.12)
        ? [
            exemption(
              random.pick(['ingress', 'egress']),
              random.pick(RULE_TRANSPORTS),
              random.pick(NARROW_SETS),
              random.pick(['allow', 'undetermined']),
            ),
          ]
        : [],
      ...(random.chance(0.12 * doubt) ? { incomplete: unknown('some rules are missing') } : {}),
    });
  }

  #rule(canGoOn: boolean, mayTarget: boolean): RuleSpec {
    const random = this.#random;
    const make = random.weighted<typeof allow>([
      [9, allow],
      [3, deny],
      [canGoOn ? 6 : 0.1, gotoNext],
      [1.5 * this.#references.doubt, undeterminedAction],
    ]);
    const transport = random.chance(0.45) ? 'any' : random.pick(RULE_TRANSPORTS);
    const options: RuleOptions = {
      priority: random.between(0, 3),
      ...(random.chance(0.06) ? { establishedOnly: true } : {}),
      ...(random.chance(0.04) ? { disabled: true } : {}),
      ...(random.chance(0.06) ? { own: random.pick(NARROW_SETS) } : {}),
      ...(mayTarget && random.chance(0.08) ? { targets: this.interfaces() } : {}),
    };
    return make(transport, this.#peer(), options);
  }

  #peer(depth = 0): string | Peer {
    const random = this.#random;
    const { doubt } = this.#references;
    return random.weighted<() => string | Peer>([
      [8, () => random.pick(BROAD_SETS)],
      [5, () => random.pick(NARROW_SETS)],
      [
        3,
        () => ({
          kind: 'selector',
          selector: this.#selector(),
          addresses: random.pick(['private', 'private', 'primary-private', 'public', 'both']),
        }),
      ],
      [depth > 0 ? 0.01 : 0.8, () => anyOf(this.#peer(depth + 1), this.#peer(depth + 1))],
      [
        0.9 * doubt,
        () =>
          random.chance(0.5)
            ? undetermined()
            : undetermined('somewhere there', random.pick(NARROW_SETS)),
      ],
    ])();
  }

  /** A selector of interfaces. */
  interfaces(): Selector {
    return this.#selector(1);
  }

  /** A selector of anything; deeper ones name interfaces only. */
  #selector(depth = 0): Selector {
    const random = this.#random;
    const { labels, resources, filters, groups, kinds, doubt } = this.#references;
    const below = () => random.list(random.between(1, 2), () => this.#selector(depth + 1));
    const deeper = depth > 1 ? 0.05 : 0.7;
    return random.weighted<() => Selector>([
      [1, () => ({ kind: 'everything' })],
      [2, () => ({ kind: 'resources', ids: this.#some(resources, 0.1 * doubt) })],
      [
        3,
        () => ({
          kind: 'filter-members',
          filter: this.#some(filters, 0.08 * doubt)[0] ?? this.#world.id('filter', 'nowhere'),
          through: random.some(['peering', 'transit'] as const, random.between(0, 2)),
        }),
      ],
      [
        2,
        () => {
          const [key, value] = random.pick(labels);
          const operator = random.pick(['exists', 'not-exists', 'in', 'not-in'] as const);
          const values = operator === 'in' || operator === 'not-in' ? [value] : [];
          return { kind: 'labels', match: [{ key, operator, values }] };
        },
      ],
      [0.6, () => ({ kind: 'kinds', kinds: [random.pick(kinds)] })],
      [0.3, () => ({ kind: 'accounts', accounts: ['tiny'] })],
      [0.5, () => ({ kind: 'names', patterns: [random.pick(['*-1', 'server-*', 'db*'])] })],
      [0.6, () => ({ kind: 'addresses', set: this.#setOf(random.pick(NARROW_SETS)) })],
      // It names addresses, not interfaces, so it stands alone.
      [depth > 0 ? 0 : 0.8, () => ({ kind: 'address-group', group: this.#group(groups) })],
      [deeper, () => ({ kind: 'all-of', of: below() })],
      [deeper, () => ({ kind: 'any-of', of: below() })],
      [deeper, () => ({ kind: 'none-of', of: below() })],
    ])();
  }

  #setOf(text: string) {
    return this.#world.addressGroup(`set-${++this.#count}`, { addresses: text }).addresses;
  }

  #group(groups: readonly Ref[]) {
    const group = this.#random.pick(groups);
    return typeof group === 'string' ? group : group.id;
  }

  #some(refs: readonly Ref[], nowhere: number) {
    const picked = this.#random.some(refs, this.#random.between(1, 2));
    const ids = picked.map((ref) => (typeof ref === 'string' ? ref : ref.id));
    return this.#random.chance(nowhere) ? [this.#world.id('filter', 'gone'), ...ids] : ids;
  }
}
