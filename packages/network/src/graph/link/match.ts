/** Whether a selector names an interface; `maybe` where something that decides it could not be seen. */
export type Match = 'yes' | 'maybe' | 'no';

/** No if one is no, else maybe if one is maybe, else yes. */
export function everyMatch<T>(items: Iterable<T>, matchOf: (item: T) => Match): Match {
  let result: Match = 'yes';
  for (const item of items) {
    const match = matchOf(item);
    if (match === 'no') return 'no';
    if (match === 'maybe') result = 'maybe';
  }
  return result;
}

/** Yes if one is yes, else maybe if one is maybe, else no. */
export function someMatch<T>(items: Iterable<T>, matchOf: (item: T) => Match): Match {
  let result: Match = 'no';
  for (const item of items) {
    const match = matchOf(item);
    if (match === 'yes') return 'yes';
    if (match === 'maybe') result = 'maybe';
  }
  return result;
}

/** The opposite; maybe stays maybe. */
export function notMatch(match: Match): Match {
  if (match === 'maybe') return 'maybe';
  return match === 'yes' ? 'no' : 'yes';
}
