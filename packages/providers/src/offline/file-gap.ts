import { providerId } from '@netposture/network/graph';
import type { CoverageEntry } from '../coverage.ts';

/**
 * Why a file, or something that no file told, is missing from the picture.
 *
 * - `unrecognised`: JSON, but no provider's answer that we know.
 * - `ambiguous`: an empty list, or an item, that fits several operations.
 * - `truncated`: JSON that ends too early.
 * - `unreadable`: no JSON, no permission to read, not a regular file.
 * - `oversized`: larger than the limit.
 * - `no-subject`: an answer about one object that does not say which.
 * - `contradictory`: two files say different things about one object or one call.
 * - `unknown-scope`: nothing tells the account or the location; said once per provider.
 */
export type FileGapKind =
  | 'unrecognised'
  | 'ambiguous'
  | 'truncated'
  | 'unreadable'
  | 'oversized'
  | 'no-subject'
  | 'contradictory'
  | 'unknown-scope';

/** One thing that the offline reader could not take in. */
export interface FileGap {
  readonly kind: FileGapKind;
  /** Relative to the folder that was read, parts joined by `/`. */
  readonly path: string;
  /** What is wrong and what to do, in a sentence or two. */
  readonly message: string;
}

/** The gap as a line of the coverage report; its scope is of no provider. */
export function coverageOfFileGap(gap: FileGap): CoverageEntry {
  return {
    scope: {
      provider: providerId('files'),
      account: 'unknown',
      location: 'unknown',
      operation: gap.kind,
      subject: gap.path,
    },
    outcome: gap.kind === 'unknown-scope' ? 'partial' : 'failed',
    items: 0,
    message: `${gap.path}: ${gap.message}`,
  };
}
