import { type Graph, recordsOf } from '../graph.ts';
import type { Interface } from '../interface.ts';
import type { GraphRecord, RecordKind } from '../record.ts';
import type { ResourceId } from '../resource-id.ts';
import { accountOf, type InterfaceIndex } from './interface-index.ts';

/** The kinds of records by which interfaces can be named. */
export const SELECTABLE: readonly RecordKind[] = [
  'interface',
  'workload',
  'service',
  'load-balancer',
  'gateway',
  'network',
  'subnet',
  'account',
];

/** What selectors ask about interfaces beyond what stands in their records. */
export class SelectorFacts {
  readonly interfaces: InterfaceIndex;
  readonly #records: ReadonlyMap<ResourceId, GraphRecord>;
  /** Account (as in {@link accountOf}) to the names of its record. */
  readonly #accountNames: ReadonlyMap<string, string>;

  constructor(graph: Graph, interfaces: InterfaceIndex) {
    this.interfaces = interfaces;
    this.#records = graph.records;
    this.#accountNames = new Map(
      recordsOf(graph, 'account').map((record) => [accountOf(record), record.name]),
    );
  }

  /** The record of an id, unseen ones included. */
  record(id: ResourceId): GraphRecord | undefined {
    return this.#records.get(id);
  }

  /** Is there a record with this id, be it a stub? */
  exists(id: ResourceId): boolean {
    return this.#records.has(id);
  }

  /** Does the id name something that has interfaces, or is one? Otherwise nobody knows what a reference to it names. */
  isSelectable(id: ResourceId): boolean {
    const record = this.#records.get(id);
    return record !== undefined && SELECTABLE.includes(record.kind);
  }

  /** The record of the owner; nothing where it has none, or an unseen one. */
  ownerOf(candidate: Interface): GraphRecord | undefined {
    return this.interfaces.ownerOf(candidate);
  }

  /** Does it have an owner of which nothing is known? */
  hasUnseenOwner(candidate: Interface): boolean {
    return this.interfaces.hasUnseenOwner(candidate);
  }

  /** What the owner is called; what the interface is called where it has none. Of an unseen owner only the native id counts. */
  ownerNames(candidate: Interface): readonly string[] {
    const named = candidate.owner === undefined ? candidate : this.#records.get(candidate.owner);
    if (named === undefined) return [];
    const { nativeId } = named.provenance;
    return named.kind === 'unseen' ? [nativeId] : [named.name, nativeId];
  }

  /** Is this the record (or the stub) of the account that the interface belongs to? */
  isOfAccountRecord(candidate: Interface, id: ResourceId): boolean {
    const account = this.accountWithRecord(id);
    return account !== undefined && account === accountOf(candidate);
  }

  /** The account of which this is the record or the stub, as in {@link accountOf}. */
  accountWithRecord(id: ResourceId): string | undefined {
    const record = this.#records.get(id);
    const isAccount =
      record?.kind === 'account' || (record?.kind === 'unseen' && record.of === 'account');
    return record !== undefined && isAccount ? accountOf(record) : undefined;
  }

  /** Is the interface in the account with this id or name? */
  isInAccount(candidate: Interface, idOrName: string): boolean {
    return (
      candidate.provenance.account === idOrName ||
      this.#accountNames.get(accountOf(candidate)) === idOrName
    );
  }
}
