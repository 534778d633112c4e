import type { CollectContext } from '../collect-context.ts';
import { CallFailure } from './call-failure.ts';
import type { HttpResponse, Layer } from './transport.ts';

/** Gives up on an answer that does not come in time; the request underneath is aborted. */
export function limitTime(timeoutMs: number, context: Pick<CollectContext, 'startTimeout'>): Layer {
  return (next) => ({
    async send(request): Promise<HttpResponse> {
      const timeout = context.startTimeout(timeoutMs);
      const signal = AbortSignal.any([request.signal, timeout.expired]);
      try {
        return await Promise.race([next.send({ ...request, signal }), rejectionOf(signal)]);
      } catch (error) {
        if (!timeout.expired.aborted) throw error;
        throw new CallFailure('timed-out', `No answer came within ${timeoutMs} ms.`);
      } finally {
        timeout.cancel();
      }
    },
  });
}

/** Rejects when the signal fires: not every transport listens to its signal. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
