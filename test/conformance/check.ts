import type { Subject } from './subject.ts';

/** One thing that every provider must do. */
export interface Check {
  /** The outcome, as a sentence about the provider; also its identity for the planted faults. */
  readonly name: string;
  /** Rejects when the provider does not. */
  readonly run: (subject: Subject) => Promise<void>;
}
