import type { Logger } from '@netposture/providers';
import type { Clock } from '../clock.ts';
import type { Outbox } from '../store/outbox.ts';
import type { Destination } from './destination.ts';

/** Attempts until an alert is put aside as failed; with the pauses below more than a day. */
const MOST_ATTEMPTS = 30;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** What delivering works with. */
export interface OutboxPorts {
  readonly outbox: Outbox;
  readonly destinations: readonly Destination[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Delivers everything that is due, one after the other, and answers how many were delivered. An alert is marked before it is
 * sent and again afterwards: one that is found marked was perhaps sent by a process that died, and says so when it is repeated.
 */
export async function deliverDue(ports: OutboxPorts): Promise<number> {
  const { outbox, clock, logger } = ports;
  const destinations = new Map(ports.destinations.map((one) => [one.name, one]));
  let delivered = 0;
  for (;;) {
    const claimed = await outbox.claim([...destinations.keys()]);
    if (claimed === undefined) return delivered;
    const { id, alert, attempts, mayBeRepeat } = claimed;
    const destination = destinations.get(claimed.destination);
    if (destination === undefined) return delivered;
    const outcome = await destination.deliver({ id, alert, mayBeRepeat });
    switch (outcome.kind) {
      case 'delivered':
        await outbox.delivered(id);
        delivered += 1;
        break;
      case 'refused':
        logger.error('an alert was refused', { alert: id, reason: outcome.message });
        await outbox.failed(id, outcome.message);
        break;
      case 'retry': {
        if (attempts >= MOST_ATTEMPTS) {
          logger.error('an alert was given up', { alert: id, reason: outcome.message });
          await outbox.failed(id, outcome.message);
          break;
        }
        const pause =
          outcome.afterMs ?? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
        logger.warn('an alert waits for another attempt', { alert: id, reason: outcome.message });
        await outbox.postpone(id, clock.now() + pause, outcome.message);
        break;
      }
    }
  }
}
