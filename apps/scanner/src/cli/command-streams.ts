import type { UseRecorded } from '../scan/recorded.ts';
import type { UseAdministration } from '../store/administration.ts';

/** Where a command writes, and how it learns that nobody reads any more: results for the next program, messages for the person. */
export interface CommandStreams {
  /** Standard output. Silent once the reader is gone. */
  readonly writeResult: (text: string) => void;
  /** Standard error. */
  readonly writeMessage: (text: string) => void;
  /** Whether standard output is a terminal that shows colour. Default false. */
  readonly hasColor?: boolean;
  /** Whether standard error is a terminal, on which a line of progress may be rewritten. Default false. */
  readonly isInteractive?: boolean;
  /** Fires on Ctrl-C and on a request to stop. Default: never. */
  readonly signal?: AbortSignal;
  /** Whether the reader of standard output has gone (a closed pipe). Default false. */
  readonly isResultClosed?: () => boolean;
  /** Puts a question to the person at the terminal. Absent where there is none: then nothing may wait for an answer. */
  readonly ask?: (question: string) => Promise<string>;
  /** Environment variables. Default: none. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Runs the service until the signal fires. Handed in by the composition root, since no edge may build the others. */
  readonly serve?: (options: ServeRequest) => Promise<void>;
  /** What was recorded. Handed in by the composition root as well. */
  readonly recorded?: UseRecorded;
  /** The store, for operators. Handed in by the composition root as well. */
  readonly administer?: UseAdministration;
}

/** What `netposture serve` was given; what is absent comes from the environment. */
export interface ServeRequest {
  readonly role: 'all' | 'api' | 'worker' | 'scheduler';
  readonly config?: string;
  readonly dataDir?: string;
  readonly host?: string;
  readonly port?: string;
  readonly baseline?: string;
}

/** How a command ends; a number for the next program. */
export const ExitCode = {
  ok: 0,
  /** Findings at or above the asked severity, or a verdict other than the expected one. */
  findings: 1,
  /** The arguments, or a question, make no sense. */
  usage: 2,
  /** Something asked for could not be seen or evaluated. */
  unseen: 3,
  /** An error of netposture's own. */
  internal: 4,
  interrupted: 130,
} as const;

/** A command cannot do what it was asked to; the message is for the user. */
export class CommandError extends Error {
  /** `POSTURE_…`. */
  readonly code: string;
  readonly exitCode: number;

  constructor(code: string, message: string, exitCode: number = ExitCode.usage) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** How a command reports its exit code. */
export type Finish = (exitCode: number) => void;
