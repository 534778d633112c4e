import type { AccountAnswers } from '../../normalize/account-answers.ts';
import {
  BYOIP_ADDRESSES,
  BYOIP_PREFIXES,
  RESERVED_IPS,
  RESERVED_IPV6,
} from '../operations/compute.ts';

/** One address that leads to a Droplet besides its own, or to nothing. */
interface ReservedAddress {
  readonly ip: string;
  readonly droplet?: number;
}

/**
 * The reserved addresses of a team and those of its own prefixes. They stand among the public
 * addresses of a Droplet as well (godo#343), where nothing marks them: this list is what tells.
 */
export class ReservedAddresses {
  readonly #byDroplet: ReadonlyMap<number, readonly string[]>;
  readonly #all: ReadonlySet<string>;
  /** Whether every reserved address is known: only then is any other one a Droplet's own. */
  readonly isComplete: boolean;

  constructor(answers: AccountAnswers) {
    const all = [
      ...answers.to(RESERVED_IPS).items.map(({ ip, droplet }) => reserved(ip, droplet?.id)),
      ...answers.to(RESERVED_IPV6).items.map(({ ip, droplet }) => reserved(ip, droplet?.id)),
      ...answers
        .to(BYOIP_PREFIXES)
        .items.flatMap(({ uuid }) =>
          answers
            .to(BYOIP_ADDRESSES, uuid)
            .items.map(({ byoip, resource }) => reserved(byoip, dropletIn(resource))),
        ),
    ];
    this.#all = new Set(all.map(({ ip }) => ip));
    const held = all.filter(({ droplet }) => droplet !== undefined);
    this.#byDroplet = new Map(
      [...Map.groupBy(held, ({ droplet }) => droplet ?? 0)].map(([droplet, those]) => [
        droplet,
        those.map(({ ip }) => ip),
      ]),
    );
    this.isComplete = [RESERVED_IPS, RESERVED_IPV6].every(
      (operation) => answers.to(operation).hole === undefined,
    );
  }

  has(ip: string): boolean {
    return this.#all.has(ip);
  }

  /** Those that lead to a Droplet. */
  of(droplet: number): readonly string[] {
    return this.#byDroplet.get(droplet) ?? [];
  }
}

/** The Droplet in `do:droplet:13457723`. */
export function dropletIn(urn: string | null | undefined): number | undefined {
  const found = /^do:droplet:(\d+)$/.exec(urn ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

function reserved(ip: string, droplet: number | undefined): ReservedAddress {
  return droplet === undefined ? { ip } : { ip, droplet };
}
