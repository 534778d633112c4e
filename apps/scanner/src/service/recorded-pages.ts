import { setTimeout as pause } from 'node:timers/promises';
import { PostureError } from '../errors.ts';
import type { Recorded, RecordedFinding, RecordedScan } from '../scan/recorded.ts';
import type { ReadModel } from '../store/read-model.ts';

/** A part of a list, with what asks for the part that follows. */
export interface RecordedPage {
  readonly items: readonly RecordedFinding[];
  readonly next?: string | undefined;
}

/** Where pages come from: the store, or the API of the service that holds it. */
export interface PageSource {
  findings(cursor: string | undefined): Promise<RecordedPage>;
  scan(id: string): Promise<RecordedScan | undefined>;
  requestScan(): Promise<{ readonly id: string }>;
}

const POLL_MS = 100;

/** Pages of a store that this process has open. */
export function storePages(
  read: Pick<ReadModel, 'findings' | 'scan'>,
  requestScan: PageSource['requestScan'],
): PageSource {
  return {
    // The store hands its cursors out as the API does: encoded.
    findings: (cursor) =>
      read.findings({
        limit: 500,
        cursor: cursor && Buffer.from(cursor, 'base64url').toString('utf8'),
      }),
    scan: (id) => read.scan(id),
    requestScan,
  };
}

/** What was recorded, read page by page. */
export function recordedFrom(source: PageSource): Recorded {
  return {
    findings: async () => {
      const all: RecordedFinding[] = [];
      let cursor: string | undefined;
      do {
        const page: RecordedPage = await source.findings(cursor);
        all.push(...page.items.filter(({ state }) => state !== 'resolved'));
        cursor = page.next;
      } while (cursor !== undefined);
      return all;
    },
    scan: async (signal) => {
      const { id } = await source.requestScan();
      for (;;) {
        const scan = await source.scan(id);
        if (scan?.['state'] === 'recorded') return scan;
        if (scan?.['state'] === 'failed') {
          const why = String(scan['error']);
          throw new PostureError('POSTURE_SCAN_FAILED', `The scan failed: ${why}`);
        }
        await pause(POLL_MS, undefined, { signal });
      }
    },
  };
}
