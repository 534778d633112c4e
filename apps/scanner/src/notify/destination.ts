import type { Alert } from '../scan/ports.ts';

/** How one attempt to deliver ended. */
export type Delivery =
  | { readonly kind: 'delivered' }
  /** Worth another attempt, not before so many milliseconds from now where the receiver says so. */
  | { readonly kind: 'retry'; readonly afterMs?: number; readonly message: string }
  /** The receiver will never take it. */
  | { readonly kind: 'refused'; readonly message: string };

/** Somewhere that alerts go to. */
export interface Destination {
  /** Unique in the configuration; kept with the alert. */
  readonly name: string;
  /** Whether it is also told what got well again, which is no alert: threads end with it. Default false. */
  readonly tellsResolved?: boolean;
  /** Never throws. `mayBeRepeat` where an earlier attempt ended without an answer. */
  deliver(message: {
    readonly id: string;
    readonly alert: Alert;
    readonly mayBeRepeat: boolean;
  }): Promise<Delivery>;
}

const TIMEOUT_MS = 10_000;

/** One POST, judged by its status alone. Redirects are refused: the body would go to a stranger. */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Delivery> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return judged(response);
  } catch (error) {
    // The address is a secret, and fetch quotes it; only the kind of failure is told.
    const kind = error instanceof Error ? error.name : 'error';
    return { kind: 'retry', message: `The receiver could not be reached (${kind}).` };
  }
}

function judged(response: Response): Delivery {
  const { status } = response;
  if (response.ok) return { kind: 'delivered' };
  const message = `The receiver answered ${status}.`;
  if (status !== 429 && status !== 408 && status < 500) return { kind: 'refused', message };
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0
    ? { kind: 'retry', afterMs: seconds * 1000, message }
    : { kind: 'retry', message };
}
