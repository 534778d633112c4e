import type { Graph } from '../graph.ts';
import { recordsOf } from '../graph.ts';
import type { Interface } from '../interface.ts';
import type { GraphRecord } from '../record.ts';
import type { RecordBase } from '../record-base.ts';
import type { ResourceId } from '../resource-id.ts';
import { isUnknown } from '../unknown.ts';

/** Interfaces by what they hang on. Every list is in order of id, whatever the order of the graph. Built when first asked. */
export class InterfaceIndex {
  /** All interfaces, in order of id. */
  readonly all: readonly Interface[];
  readonly #records: ReadonlyMap<ResourceId, GraphRecord>;
  #byNetwork: ListMap<ResourceId> | undefined;
  #bySubnet: ListMap<ResourceId> | undefined;
  #byOwner: ListMap<ResourceId> | undefined;
  #byFilter: ListMap<ResourceId> | undefined;
  #byAccount: ListMap<string> | undefined;
  #byLabel: ListMap<string> | undefined;
  #withUnknownLayer: readonly Interface[] | undefined;
  #withUnseenOwner: readonly Interface[] | undefined;

  constructor(graph: Graph) {
    this.#records = graph.records;
    this.all = [...recordsOf(graph, 'interface')].sort(byId);
  }

  /** Those of a network. */
  inNetwork(id: ResourceId): readonly Interface[] {
    this.#byNetwork ??= listMap(this.all, ({ network }) => [network]);
    return this.#byNetwork.get(id) ?? [];
  }

  /** Those of a subnet. */
  inSubnet(id: ResourceId): readonly Interface[] {
    this.#bySubnet ??= listMap(this.all, ({ subnet }) => (subnet === undefined ? [] : [subnet]));
    return this.#bySubnet.get(id) ?? [];
  }

  /** Those behind which this record stands. */
  ofOwner(id: ResourceId): readonly Interface[] {
    this.#byOwner ??= listMap(this.all, ({ owner }) => (owner === undefined ? [] : [owner]));
    return this.#byOwner.get(id) ?? [];
  }

  /** Whatever the enforcement, each once. */
  carrying(filter: ResourceId): readonly Interface[] {
    this.#byFilter ??= listMap(this.all, filtersOf);
    return this.#byFilter.get(filter) ?? [];
  }

  /** By {@link accountOf}. */
  inAccount(account: string): readonly Interface[] {
    this.#byAccount ??= listMap(this.all, (record) => [accountOf(record)]);
    return this.#byAccount.get(account) ?? [];
  }

  /** With the label, on itself or on its owner. */
  labelled(key: string, value: string): readonly Interface[] {
    this.#byLabel ??= listMap(this.all, (record) => this.#labelTexts(record));
    return this.#byLabel.get(labelText(key, value)) ?? [];
  }

  /** Some layer could not be read, so that it may carry any filter. */
  get withUnknownLayer(): readonly Interface[] {
    this.#withUnknownLayer ??= this.all.filter(({ layers }) => layers.some(isUnknown));
    return this.#withUnknownLayer;
  }

  /** Its owner is unseen, or no record at all. */
  get withUnseenOwner(): readonly Interface[] {
    this.#withUnseenOwner ??= this.all.filter((record) => this.hasUnseenOwner(record));
    return this.#withUnseenOwner;
  }

  /** Does it have an owner of which nothing is known? */
  hasUnseenOwner({ owner }: Interface): boolean {
    return owner !== undefined && this.ownerOf({ owner }) === undefined;
  }

  /** The record of its owner; nothing where it has none, or an unseen one. */
  ownerOf({ owner }: Pick<Interface, 'owner'>): GraphRecord | undefined {
    const record = owner === undefined ? undefined : this.#records.get(owner);
    return record?.kind === 'unseen' ? undefined : record;
  }

  #labelTexts(record: Interface): string[] {
    const own = labelTextsOf(record);
    const owner = this.ownerOf(record);
    return owner?.labels === undefined ? own : [...new Set([...own, ...labelTextsOf(owner)])];
  }
}

/** Names an account across providers: interfaces belong to the account record with the same text. */
export function accountOf({ provenance }: RecordBase): string {
  return `${provenance.provider}/${provenance.account}`;
}

/** Orders records by id. */
export function byId(a: RecordBase, b: RecordBase): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

type ListMap<K> = ReadonlyMap<K, readonly Interface[]>;

function listMap<K>(
  interfaces: readonly Interface[],
  keysOf: (record: Interface) => readonly K[],
): ListMap<K> {
  const lists = new Map<K, Interface[]>();
  for (const record of interfaces) {
    for (const key of keysOf(record)) {
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [record]);
      else list.push(record);
    }
  }
  return lists;
}

function filtersOf({ layers }: Interface): ResourceId[] {
  const filters: ResourceId[] = [];
  for (const layer of layers) {
    if (isUnknown(layer)) continue;
    for (const { filter } of layer.attachments) if (!filters.includes(filter)) filters.push(filter);
  }
  return filters;
}

function labelTextsOf({ labels }: RecordBase): string[] {
  return Object.entries(labels ?? {}).map(([key, value]) => labelText(key, value));
}

/** Keys never hold a zero byte, so that no two labels share a text. */
function labelText(key: string, value: string): string {
  return `${key}\0${value}`;
}
