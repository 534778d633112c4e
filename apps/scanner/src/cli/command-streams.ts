/** Where a command writes: results for the next program, messages for the person. */
export interface CommandStreams {
  /** Standard output. */
  readonly writeResult: (text: string) => void;
  /** Standard error. */
  readonly writeMessage: (text: string) => void;
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
