import type { Interface } from '../interface.ts';
import type { Selector } from '../selector.ts';
import type { Match } from './match.ts';
import { candidatesOf, type Selection, selection } from './selection.ts';
import type { SelectorFacts } from './selector-facts.ts';
import { matchSelector } from './selector-match.ts';

/** Whether selectors name interfaces, and which, remembered by the selector's object. */
export class Membership {
  readonly #facts: SelectorFacts;
  readonly #selections = new WeakMap<Selector, Selection>();
  /** By interface; `unlisted` where the selector names too much, or something unseen, for an index to be of use. */
  readonly #matches = new WeakMap<Selector, ReadonlyMap<Interface, Match> | 'unlisted'>();

  constructor(facts: SelectorFacts) {
    this.#facts = facts;
  }

  /** The interfaces that a selector names. */
  select(selector: Selector): Selection {
    let selected = this.#selections.get(selector);
    if (selected === undefined) {
      selected = selection(this.#facts, selector);
      this.#selections.set(selector, selected);
    }
    return selected;
  }

  /** Whether a selector names the interface, which need not be the one in the graph. */
  match(selector: Selector, candidate: Interface): Match {
    const listed = this.#listed(selector);
    if (listed === 'unlisted' || this.#facts.record(candidate.id) !== candidate) {
      return matchSelector(this.#facts, selector, candidate);
    }
    return listed.get(candidate) ?? 'no';
  }

  #listed(selector: Selector): ReadonlyMap<Interface, Match> | 'unlisted' {
    let listed = this.#matches.get(selector);
    if (listed === undefined) {
      const isListed = candidatesOf(this.#facts, selector) !== undefined;
      const selected = isListed ? this.select(selector) : undefined;
      const isWhole = selected !== undefined && selected.incomplete === undefined;
      listed = isWhole ? matchesOf(selected) : 'unlisted';
      this.#matches.set(selector, listed);
    }
    return listed;
  }
}

function matchesOf({ yes, maybe }: Selection): ReadonlyMap<Interface, Match> {
  const matches = new Map<Interface, Match>();
  for (const one of yes) matches.set(one, 'yes');
  for (const one of maybe) matches.set(one, 'maybe');
  return matches;
}
