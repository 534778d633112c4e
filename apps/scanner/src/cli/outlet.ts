import { setImmediate } from 'node:timers/promises';

/** A stream that falls silent when its reader goes away (`netposture … | head`), or when it can be written no more. */
export interface Outlet {
  readonly write: (text: string) => void;
  /** Whether nothing that is written arrives any more. */
  readonly isClosed: () => boolean;
  /** Waits until all is written. Gives the code of what prevented it, unless that was the reader's own wish. */
  readonly flush: () => Promise<string | undefined>;
}

/** Takes a standard stream over: its errors end nothing. */
export function outlet(stream: NodeJS.WriteStream): Outlet {
  let isClosed = false;
  let failure: string | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code !== 'EPIPE') failure ??= error.code ?? error.message;
  });
  return {
    write: (text) => {
      if (!isClosed) stream.write(text);
    },
    isClosed: () => isClosed,
    flush: async () => {
      if (!isClosed) await new Promise<void>((resolve) => stream.write('', () => resolve()));
      // The event of a failed write comes after its callback.
      await setImmediate();
      return failure;
    },
  };
}
