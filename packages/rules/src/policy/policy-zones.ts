import {
  type Interface,
  type LinkedGraph,
  type ResolvedZone,
  type ResourceId,
  resolveZones,
  type Unknown,
} from '@netposture/network/graph';
import { AddressSet, internet } from '@netposture/network/netset';
import type { Senders } from '@netposture/network/reachability';
import type { Policy, PolicyProblem } from './policy.ts';

/** One end of a cell of the matrix. */
export interface MatrixEnd {
  readonly name: string;
  readonly interfaces: readonly ResourceId[];
  /** Interfaces that it may hold. */
  readonly maybe: readonly ResourceId[];
  readonly external?: AddressSet;
  /** Why it may hold more. */
  readonly incomplete?: Unknown;
}

/** The zones of a policy over one graph. Each is resolved when first asked. */
export class PolicyZones {
  readonly #linked: LinkedGraph;
  readonly #policy: Policy;
  readonly #resolved = new Map<string, ResolvedZone | undefined>();
  #byInterface: ReadonlyMap<ResourceId, readonly string[]> | undefined;

  constructor(linked: LinkedGraph, policy: Policy) {
    this.#linked = linked;
    this.#policy = policy;
  }

  /** What a zone holds; undefined where the policy has no such zone. */
  zone(name: string): ResolvedZone | undefined {
    if (this.#resolved.has(name)) return this.#resolved.get(name);
    const zone = this.#policy.zones.get(name);
    const [resolved] = zone === undefined ? [] : resolveZones(this.#linked, [zone]);
    this.#resolved.set(name, resolved);
    return resolved;
  }

  /** The interfaces that some of the zones surely hold, each once. */
  members(names: readonly string[]): readonly Interface[] {
    return [...new Set(names.flatMap((name) => this.zone(name)?.interfaces ?? []))];
  }

  /** The interfaces that some of the zones may hold and none surely holds. */
  possibleMembers(names: readonly string[]): readonly Interface[] {
    const sure = new Set(this.members(names));
    const maybe = names.flatMap((name) => this.zone(name)?.maybe ?? []);
    return [...new Set(maybe)].filter((candidate) => !sure.has(candidate));
  }

  /** A zone, an address set or `internet` as an end of the matrix. */
  end(name: string): MatrixEnd {
    if (name === 'internet') return { name, interfaces: [], maybe: [], external: internet };
    const zone = this.zone(name);
    if (zone !== undefined) {
      const end = {
        name,
        interfaces: zone.interfaces.map(({ id }) => id),
        maybe: zone.maybe.map(({ id }) => id),
      };
      return zone.incomplete === undefined ? end : { ...end, incomplete: zone.incomplete };
    }
    const addresses = this.#policy.addressSets.get(name)?.addresses ?? AddressSet.empty;
    const holders = [
      ...this.#linked.insideHolders(addresses),
      ...this.#linked.publicHolders(addresses),
    ];
    const interfaces = [...new Set(holders.map((holder) => holder.interface.id))].sort();
    return { name, interfaces, maybe: [], external: addresses };
  }

  /** The names of the zones that surely hold an interface, in the order of the policy. */
  zonesOf(id: ResourceId): readonly string[] {
    this.#byInterface ??= this.#index();
    return this.#byInterface.get(id) ?? [];
  }

  /** Zones and public endpoints that match nothing, which their owner should hear. */
  warnings(): readonly PolicyProblem[] {
    const problems: PolicyProblem[] = [];
    const warn = (
      message: string,
      { line, column }: { readonly line: number; readonly column: number },
    ) =>
      problems.push({
        code: 'POSTURE_POLICY_MATCHES_NOTHING',
        severity: 'warning',
        message,
        file: this.#policy.file,
        line,
        column,
      });
    for (const { name, position } of this.#policy.zones.values()) {
      const zone = this.zone(name);
      if (
        zone !== undefined &&
        zone.interfaces.length === 0 &&
        zone.maybe.length === 0 &&
        zone.addresses.isEmpty
      )
        warn(`The zone "${name}" matches nothing. Check its labels, names and accounts.`, position);
    }
    for (const { names, position } of this.#policy.publicEndpoints) {
      for (const pattern of names) {
        const { yes, maybe } = this.#linked.select({ kind: 'names', patterns: [pattern] });
        if (yes.length + maybe.length === 0)
          warn(`The public endpoint "${pattern}" matches nothing. Check the name.`, position);
      }
    }
    return problems;
  }

  #index(): ReadonlyMap<ResourceId, readonly string[]> {
    const found = new Map<ResourceId, string[]>();
    for (const name of this.#policy.zones.keys()) {
      for (const { id } of this.zone(name)?.interfaces ?? []) {
        const names = found.get(id);
        if (names === undefined) found.set(id, [name]);
        else names.push(name);
      }
    }
    return found;
  }
}

/** An end as senders. */
export function sendersOf({ interfaces, external }: MatrixEnd): Senders {
  return external === undefined ? { interfaces } : { interfaces, external };
}
