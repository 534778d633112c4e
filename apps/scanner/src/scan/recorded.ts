import type { LinkedGraph } from '@netposture/network/graph';

/** A finding as the store keeps it: what its rule found, and when it was seen. */
export type RecordedFinding = Readonly<Record<string, unknown>>;

/** A scan as the store keeps it. */
export type RecordedScan = Readonly<Record<string, unknown>>;

/** What was recorded, and asking for more: in this process, or through the service that holds the data. */
export interface Recorded {
  /** Every finding that is not resolved, in order of id. */
  findings(): Promise<readonly RecordedFinding[]>;
  /**
   * Scans everything, and answers when that is recorded.
   *
   * @throws PostureError `POSTURE_SCAN_FAILED`; the signal's reason where it fires before, while the scan goes on.
   */
  scan(signal: AbortSignal): Promise<RecordedScan>;
}

/** What the command line says of where things are; what is absent comes from the environment. */
export interface RecordedOptions {
  readonly config?: string;
  readonly dataDir?: string;
  /** What is adopted as known before a scan: a file, a folder, or the id of a scan. */
  readonly baseline?: string;
  /** A folder of observations that is recorded, in place of what the clouds answer. */
  readonly observations?: string;
  /** Of that folder: makes every optional feature without a file a gap. */
  readonly strict?: boolean;
}

/** Opens what was recorded for one use, and closes it afterwards. */
export interface UseRecorded {
  readonly findings: (options: RecordedOptions) => Promise<readonly RecordedFinding[]>;
  readonly scan: (options: RecordedOptions, signal: AbortSignal) => Promise<RecordedScan>;
  /**
   * The estate as a recorded scan saw it. Opened here: no running service hands an estate out.
   *
   * @throws PostureError `POSTURE_SCAN_UNKNOWN`, `POSTURE_DATA_DIRECTORY_LOCKED`
   */
  readonly estate: (options: RecordedOptions, scanId: string) => Promise<LinkedGraph>;
}
