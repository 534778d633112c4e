import type { CoverageKey } from './coverage.ts';

/** A fact that could not be read or is not modelled. Whatever leans on it is undetermined, never clean. */
export interface Unknown {
  readonly kind: 'unknown';
  /** Why, in one sentence for the user. */
  readonly reason: string;
  /** The call that would have told, where there is one. */
  readonly coverage?: CoverageKey;
}

/** A fact, or the statement that it is not known. */
export type Known<T> = T | Unknown;

/** The statement that a fact is not known. */
export function unknown(reason: string, coverage?: CoverageKey): Unknown {
  return coverage === undefined
    ? { kind: 'unknown', reason }
    : { kind: 'unknown', reason, coverage };
}

/** Whether a fact is missing. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'unknown';
}
