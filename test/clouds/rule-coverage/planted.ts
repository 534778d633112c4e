/**
 * Which rules an estate is to break. An estate without plants breaks none; each plant changes the least that a customer would
 * get wrong: a rule too wide, a switch left on, an address given back.
 */
export type Planted = (rule: string) => boolean;

/** Nothing is planted. */
export const SOUND: Planted = () => false;

/** One of two values, as data of an estate. */
export function chosen<T>(isPlanted: boolean, planted: T, sound: T): T {
  return isPlanted ? planted : sound;
}

/** The values where they are planted, else none. */
export function onlyIf<T>(isPlanted: boolean, ...values: readonly T[]): readonly T[] {
  return isPlanted ? values : [];
}
