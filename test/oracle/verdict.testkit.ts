/** The three answers. */
export const VERDICTS = ['allowed', 'denied', 'undetermined'] as const;
/** One of them. */
export type Verdict = (typeof VERDICTS)[number];

/** What is known of one packet: whether it arrives, and whether a reply comes back too. */
export interface Answer {
  readonly delivered: Verdict;
  readonly conversable: Verdict;
}

/** How well a rule, a selector or a peer meets what it is asked about. */
export type Match = 'no' | 'maybe' | 'yes';

/** All of these steps: denied if one is, else undetermined if one is, else allowed. */
export function allOf(...verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('denied')) return 'denied';
  return verdicts.includes('undetermined') ? 'undetermined' : 'allowed';
}

/** Any of these ways: allowed if one is, else undetermined if one is, else denied. No way at all is denied. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('allowed')) return 'allowed';
  return verdicts.includes('undetermined') ? 'undetermined' : 'denied';
}

/** The weakest of several matches: all of them must hold. */
export function weakest(matches: readonly Match[]): Match {
  if (matches.includes('no')) return 'no';
  return matches.includes('maybe') ? 'maybe' : 'yes';
}

/** The strongest of several matches: one of them suffices. */
export function strongest(matches: readonly Match[]): Match {
  if (matches.includes('yes')) return 'yes';
  return matches.includes('maybe') ? 'maybe' : 'no';
}
