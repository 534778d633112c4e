import { type AddressSet, PacketSet } from '@netposture/network/netset';
import { type AnswerSets, type ReachAnswer, verdictSets } from '@netposture/network/reachability';
import { Interns } from './interns.ts';

/**
 * What outsiders can do by some way, apart from the destinations: ways to targets that differ in their addresses alone
 * share one, so that whatever hangs on senders and transports is worked out once for all of them.
 */
export class ExposureClass {
  /** The same object for equal sets of one evaluation. To every destination where the way names destinations, else as they are. */
  readonly allowed: PacketSet;
  /** As `allowed`. */
  readonly undetermined: PacketSet;
  #sources: AddressSet | undefined;

  constructor(allowed: PacketSet, undetermined: PacketSet) {
    this.allowed = allowed;
    this.undetermined = undetermined;
  }

  /** Who sends of both. */
  get sources(): AddressSet {
    this.#sources ??= this.allowed.sources().union(this.undetermined.sources());
    return this.#sources;
  }
}

/** A class, and to which destinations a way narrows it. */
export interface ClassedSets {
  readonly of: ExposureClass;
  /** Absent = the sets of the class are those of the way. */
  readonly destinations?: AddressSet;
}

const NOBODY: AnswerSets = { allowed: PacketSet.empty, undetermined: PacketSet.empty };

/** The classes of one evaluation: equal ones are one object. */
export class ExposureClasses {
  readonly #interns = new Interns<PacketSet>();
  readonly #numbers = new Map<PacketSet, number>();
  readonly #known = new Map<string, ExposureClass>();
  readonly #spread = new Map<ReachAnswer, ExposureClass>();

  /** The class of an answer: conversation for TCP, arrival for the rest. */
  ofAnswer(answer: ReachAnswer): ClassedSets {
    if (answer.spread !== undefined) {
      const { answer: shared, destinations } = answer.spread;
      return { of: this.#ofSpread(shared), destinations };
    }
    const wide = widenedAnswer(answer);
    if (wide === undefined) return { of: this.#ofSets(answer) };
    return { of: this.#ofSets(wide.answer), destinations: wide.destinations };
  }

  /** Many ways share the answer, so that its sets need not be compared for each. */
  #ofSpread(answer: ReachAnswer): ExposureClass {
    let known = this.#spread.get(answer);
    if (known === undefined) {
      known = this.#ofSets(answer);
      this.#spread.set(answer, known);
    }
    return known;
  }

  #ofSets({ delivered, conversable }: ReachAnswer): ExposureClass {
    const arrives = this.#keyOf(delivered);
    const converses = isSameSets(delivered, conversable) ? arrives : this.#keyOf(conversable);
    const isSame = arrives === converses;
    const key = isSame ? arrives : `${arrives} ${converses}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const sets = isSame ? delivered : this.#verdict(delivered, conversable);
      const allowed = this.#interns.of(sets.allowed);
      const undetermined = this.#interns.of(sets.undetermined);
      known = new ExposureClass(allowed, undetermined);
      this.#known.set(key, known);
    }
    return known;
  }

  /** Conversation for TCP, arrival for the rest; where the two have equal packets, those. */
  #verdict(delivered: AnswerSets, conversable: AnswerSets): AnswerSets {
    const side = (name: 'allowed' | 'undetermined'): PacketSet => {
      const [arrives, converses] = [delivered[name], conversable[name]];
      if (this.#interns.of(arrives) === this.#interns.of(converses)) return arrives;
      const alone = (packets: PacketSet): AnswerSets => ({ ...NOBODY, [name]: packets });
      return verdictSets({ delivered: alone(arrives), conversable: alone(converses) })[name];
    };
    return { allowed: side('allowed'), undetermined: side('undetermined') };
  }

  #keyOf({ allowed, undetermined }: AnswerSets): string {
    return `${this.#numberOf(allowed)} ${this.#numberOf(undetermined)}`;
  }

  #numberOf(set: PacketSet): number {
    const interned = this.#interns.of(set);
    let number = this.#numbers.get(interned);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(interned, number);
    }
    return number;
  }
}

/** Conversation for TCP, arrival for the rest; cheap where the two agree. */
export function setsOf(answer: ReachAnswer): AnswerSets {
  const { delivered, conversable } = answer;
  return isSameSets(delivered, conversable) ? delivered : verdictSets(answer);
}

function isSameSets(a: AnswerSets, b: AnswerSets): boolean {
  return a.allowed === b.allowed && a.undetermined === b.undetermined;
}

/** The answer to every destination, where all of its sets agree on the destinations of each family. */
function widenedAnswer({
  delivered,
  conversable,
}: ReachAnswer): { readonly answer: ReachAnswer; readonly destinations: AddressSet } | undefined {
  const arrives = widenedSets(delivered);
  if (arrives === undefined) return undefined;
  if (isSameSets(delivered, conversable))
    return {
      answer: { delivered: arrives.sets, conversable: arrives.sets },
      destinations: arrives.destinations,
    };
  const converses = widenedSets(conversable);
  const destinations = converses && agreed(arrives.destinations, converses.destinations);
  if (converses === undefined || destinations === undefined) return undefined;
  return { answer: { delivered: arrives.sets, conversable: converses.sets }, destinations };
}

function widenedSets({
  allowed,
  undetermined,
}: AnswerSets): { readonly sets: AnswerSets; readonly destinations: AddressSet } | undefined {
  const sure = allowed.widened();
  const perhaps = undetermined.widened();
  if (sure === undefined || perhaps === undefined) return undefined;
  const destinations = agreed(sure.destinations, perhaps.destinations);
  if (destinations === undefined) return undefined;
  return { sets: { allowed: sure.packets, undetermined: perhaps.packets }, destinations };
}

/** Both destinations together, where no family has two different ones. */
function agreed(a: AddressSet, b: AddressSet): AddressSet | undefined {
  if (a.equals(b) || b.isEmpty) return a;
  if (a.isEmpty) return b;
  for (const family of ['ipv4', 'ipv6'] as const) {
    const [mine, theirs] = [a[family], b[family]];
    if (!mine.isEmpty && !theirs.isEmpty && !mine.equals(theirs)) return undefined;
  }
  return a.union(b);
}

/** The part of a class's packets that goes to a way's destinations. */
export function narrowed(packets: PacketSet, destinations: AddressSet | undefined): PacketSet {
  return destinations === undefined ? packets : packets.toDestinations(destinations);
}
