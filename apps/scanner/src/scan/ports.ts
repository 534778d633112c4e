import type { AddressSighting, CoverageEntry, LinkedGraph } from '@netposture/network/graph';
import type { Reachability } from '@netposture/network/reachability';
import type { CollectTarget, Observation, Provider } from '@netposture/providers';
import type { Baseline, BaselineChange } from '../drift/baseline.ts';
import type { EvaluatedFinding, FindingState } from '../drift/compare-findings.ts';
import type { DriftItem } from '../drift/drift-item.ts';
import type { ExposureState, PacketFields } from '../drift/exposure-state.ts';

/** What a scan is asked to look at: everything, or what has all of the given parts. */
export interface ScanScope {
  readonly provider?: string;
  readonly account?: string;
  readonly location?: string;
  /** The folder whose observations were recorded: exactly what is in it. */
  readonly folder?: string;
}

/** One account entry of the configuration, with its adapter and its settings; secrets are in here, so it is never kept. */
export interface AccountEntry {
  readonly provider: Provider;
  readonly settings: unknown;
}

/** One unit of collecting, as the store and the queue keep it: plain data without secrets. */
export interface PlannedTarget extends CollectTarget {
  readonly provider: string;
  /** Which account entry leads to it: its position in the configuration. */
  readonly entry: number;
}

/** What asking for a scan gave. */
export interface ScanTicket {
  readonly id: string;
  /** False where an equal scan was waiting already, or the idempotency key was used before. */
  readonly isNew: boolean;
}

/** A request for a scan. */
export interface ScanRequest {
  readonly scope: ScanScope;
  /** `schedule`, `api`, `hook` or `command`. */
  readonly reason: string;
  readonly idempotencyKey?: string;
}

/** What other scans collected: of targets that this one does not look at, and of those that they looked at later than it. */
export interface TakenOver {
  readonly observations: readonly Observation[];
  /** The oldest `collectedAt` of targets that this scan does not look at; undefined where there are none. */
  readonly oldest?: string;
  /** Targets that another scan looked at later: its own observations of them are out of date. */
  readonly superseded: readonly string[];
}

/** What is known from before. */
export interface KnownState {
  /** Undefined before the first scan. */
  readonly scanId?: string;
  /** When the scan before was asked for: it looked after that. ISO 8601. */
  readonly lookedAt?: string;
  readonly exposures: readonly ExposureState[];
  readonly findings: readonly FindingState[];
  readonly sightings: readonly AddressSighting[];
  /** What was adopted as known, and alerts nobody; absent where nothing was. */
  readonly baseline?: Baseline;
}

/** A drift item with what people need to act on it. */
export interface ExplainedDrift extends DriftItem {
  readonly id: string;
  readonly witness?: PacketFields;
  /** Why the witness gets through, hop by hop. */
  readonly why?: readonly string[];
  readonly fix?: string;
  /** Who did it, where the provider tells. */
  readonly by?: string;
}

/** Everything that one scan concludes and that was not known before; recorded in one transaction. */
export interface ScanRecord {
  readonly scanId: string;
  readonly at: string;
  /** The scan that this one was compared with; the record is refused if another was recorded since. */
  readonly comparedWith?: string;
  readonly coverage: readonly CoverageEntry[];
  /** Those that differ from what stood in the compared scan, new ones among them. */
  readonly exposures: readonly ExposureState[];
  /** Targets whose exposure stood in the compared scan, and does not any more. */
  readonly endedExposures: readonly string[];
  /** Those that differ from what was known, new ones among them. Every other one stands as it stood. */
  readonly findings: readonly FindingState[];
  readonly drift: readonly ExplainedDrift[];
  readonly sightings: readonly AddressSighting[];
  readonly summary: ScanSummary;
  readonly messages: readonly OutgoingMessage[];
  /** Targets whose observations by this scan are out of date, and are dropped. */
  readonly superseded: readonly string[];
  readonly baseline?: BaselineChange;
}

/** A scan in numbers. */
export interface ScanSummary {
  readonly targets: number;
  readonly exposed: number;
  readonly gaps: number;
  readonly openFindings: number;
  /** How many of the open findings the baseline holds; absent where there is no baseline. */
  readonly inBaseline?: number;
  readonly drift: number;
  /** The oldest data that went into it from earlier scans; absent where all is new. */
  readonly oldestData?: string;
}

/** One alert on its way to one destination. */
export interface OutgoingMessage {
  /** Stable for one scan and destination, so that nothing is written twice. */
  readonly id: string;
  readonly destination: string;
  readonly alert: Alert;
}

/** What an alert says, whatever carries it. */
export interface Alert {
  readonly scanId: string;
  readonly at: string;
  /** `first-scan`: one summary instead of a message for everything that was there already. */
  readonly kind: 'first-scan' | 'drift';
  readonly summary: ScanSummary;
  readonly items: readonly ExplainedDrift[];
}

/** What the pipeline needs of a store. */
export interface ScanStore {
  requestScan(request: ScanRequest): Promise<ScanTicket>;
  scopeOf(scanId: string): Promise<ScanScope>;
  /** Keeps the plan; the first one stays, so that a repeated discovery changes nothing. */
  keepPlan(scanId: string, targets: readonly PlannedTarget[]): Promise<readonly PlannedTarget[]>;
  planOf(scanId: string): Promise<readonly PlannedTarget[]>;
  /** Keeps what was collected; repeated ones replace the earlier ones. */
  keepObservations(scanId: string, kept: readonly KeptObservation[]): Promise<void>;
  observationsOf(scanId: string): Promise<readonly Observation[]>;
  /** Whether another scan of the same scope is being collected. True only for a scan without a plan. */
  waitsForEqual(scanId: string): Promise<boolean>;
  /** The latest recorded observations of every target that the scan did not plan, or that others looked at later. */
  takenOver(scanId: string): Promise<TakenOver>;
  /** What is known. `kept` is what was known after some scan: it is answered, and not read again, where that scan is the latest. */
  knownState(kept?: KnownState): Promise<KnownState>;
  isRecorded(scanId: string): Promise<boolean>;
  /** One transaction. False where it had been recorded before, or the compared scan is not the latest any more. */
  record(record: ScanRecord): Promise<boolean>;
  /** Scans that are neither recorded nor failed, oldest first. */
  unfinishedScans(): Promise<readonly string[]>;
  failScan(scanId: string, message: string): Promise<void>;
}

/** An observation with its content address. */
export interface KeptObservation {
  readonly observation: Observation;
  readonly shardHash: string;
}

/** What the rules judge; the shape of `@netposture/rules`, seen from here. */
export type EvaluateRules = (input: {
  readonly linked: LinkedGraph;
  readonly reachability: Reachability;
  /** Own addresses as earlier scans saw them. */
  readonly earlier: readonly AddressSighting[];
  readonly coverage: readonly CoverageEntry[];
  readonly now: string;
}) => {
  readonly findings: readonly EvaluatedFinding[];
  /** Rules that gave no answer: what they found before stays, undetermined. */
  readonly notEvaluated: readonly string[];
};
