import type { Logger } from '@netposture/providers';
import type { Clock } from '../clock.ts';
import type { LatestEstate } from '../scan/latest-estate.ts';
import type { ScanRequest, ScanTicket } from '../scan/ports.ts';
import type { Baselines, NewBaseline } from '../store/baselines.ts';
import type { EvidencePage, EvidenceTable } from '../store/evidence-rows.ts';
import type { ReadModel } from '../store/read-model.ts';
import type { Tokens } from '../store/tokens.ts';

/** What the API works with. */
export interface HttpPorts {
  readonly read: ReadModel;
  readonly tokens: Tokens;
  readonly evidence: (table: EvidenceTable, cursor: string | undefined) => Promise<EvidencePage>;
  readonly requestScan: (request: ScanRequest) => Promise<ScanTicket>;
  readonly baselines: Baselines;
  /** What a recorded scan is as a baseline; undefined where there is none of that id. */
  readonly baselineOfScan: (scanId: string) => Promise<NewBaseline | undefined>;
  /** The engine on the latest recorded estate, for so many questions; undefined where nothing was recorded. */
  readonly latestEstate: (questions: number) => Promise<LatestEstate | undefined>;
  readonly isReady: () => Promise<boolean>;
  /** Absent: the hook is off. */
  readonly hookSecret?: string;
  /** False where this signature was accepted before. */
  readonly rememberSignature: (signature: string, validForMs: number) => Promise<boolean>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Names under which the service may be called, without ports. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}
