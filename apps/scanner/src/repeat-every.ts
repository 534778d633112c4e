import type { Logger } from '@netposture/providers';

/**
 * Runs the work again and again with this pause between its starts, never twice at once. What it throws is logged. The answer
 * ends it, and waits for a running one.
 */
export function repeatEvery(
  pauseMs: number,
  work: { readonly name: string; readonly run: () => Promise<unknown> },
  logger: Logger,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = work
      .run()
      .catch((error: unknown) => logger.error('repeated work failed', { work: work.name, error }))
      .finally(() => {
        isBusy = false;
      });
  }, pauseMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
