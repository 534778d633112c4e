import type { ColumnType, Generated } from 'kysely';

/** An instant: a `Date` when read, ISO 8601 when written. */
type Instant = ColumnType<Date, string, string>;
type OptionalInstant = ColumnType<Date | null, string | null, string | null>;
/** JSON: parsed when read, text when written. */
type Json<T> = ColumnType<T, string, string>;

/** Items of an answer, kept once however often they are seen. Items are deflated JSON. */
interface ShardTable {
  readonly hash: string;
  readonly items: Uint8Array;
  readonly item_count: number;
  readonly created_at: Instant;
}

/** One scan, from the asking to its record. */
interface ScanTable {
  readonly id: string;
  readonly state: string;
  /** What was asked: everything, or one provider, account or location. */
  readonly scope: Json<unknown>;
  readonly reason: string;
  readonly idempotency_key: string | null;
  /** What is collected; null until discovery ended. */
  readonly targets: ColumnType<unknown, string | null, string | null>;
  readonly requested_at: Instant;
  readonly recorded_at: OptionalInstant;
  readonly error: string | null;
  readonly summary: ColumnType<unknown, string | null, string | null>;
}

/** One observation of a scan: the envelope here, the items in the shard. */
interface ScanShardTable {
  readonly scan_id: string;
  /** `provider/account/location`, percent-encoded. */
  readonly target: string;
  /** The operation, and the subject where it has one. */
  readonly part: string;
  readonly envelope: Json<unknown>;
  readonly shard_hash: string;
}

interface CoverageTable {
  readonly scan_id: string;
  readonly key: string;
  readonly outcome: string;
  readonly entry: Json<unknown>;
}

/** What outsiders can do to one target, from the scan that found it until the scan that found something else. */
interface ExposureTable {
  readonly scan_id: string;
  /** Null while it stands. */
  readonly ended_scan_id: string | null;
  readonly target: string;
  readonly content: Json<unknown>;
}

interface FindingTable {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly state: string;
  readonly content: Json<unknown>;
  readonly first_seen: Instant;
  /** When it was found last; of open and waived ones the view `finding_seen` tells it, since every scan finds them. */
  readonly last_seen: Instant;
  readonly changed_scan_id: string;
}

interface FindingEventTable {
  readonly id: Generated<number>;
  readonly finding_id: string;
  readonly scan_id: string;
  readonly at: Instant;
  readonly from_state: string | null;
  readonly to_state: string;
  readonly content: Json<unknown>;
}

interface DriftTable {
  readonly id: string;
  readonly scan_id: string;
  readonly at: Instant;
  readonly kind: string;
  readonly subject: string;
  readonly content: Json<unknown>;
}

interface WaiverTable {
  readonly id: string;
  readonly content: Json<unknown>;
}

interface AddressSightingTable {
  readonly account: string;
  readonly addresses: string;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly content: Json<unknown>;
}

/** What is to be sent. A row is written with what it tells of, in one transaction. */
interface OutboxTable {
  readonly id: string;
  readonly destination: string;
  readonly state: string;
  readonly message: Json<unknown>;
  readonly attempts: number;
  /** An attempt began that did not end: the next one says that it may be a repeat. */
  readonly in_doubt: boolean;
  readonly due_at: Instant;
  readonly created_at: Instant;
  readonly sent_at: OptionalInstant;
  readonly error: string | null;
}

/** API tokens, by their hash only. */
interface TokenTable {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly role: string;
  readonly created_at: Instant;
  /** Worth nothing from then on; null: for ever. */
  readonly expires_at: OptionalInstant;
  readonly revoked_at: OptionalInstant;
}

/** A policy as the service read it at a start, so that a finding can be held to what was in force. */
interface PolicyVersionTable {
  /** When a service began to judge by it; until the next row. */
  readonly used_from: Instant;
  /** SHA-256 of the text. */
  readonly digest: string;
  readonly text: string;
}

/** Where the thread about a finding stands in a channel. */
interface AlertThreadTable {
  readonly destination: string;
  readonly finding_id: string;
  readonly channel: string;
  readonly message_ts: string;
}

interface AuditTable {
  readonly id: Generated<number>;
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly detail: Json<unknown>;
}

/** A baseline that was adopted. The latest one is in force unless it ended. */
interface BaselineTable {
  readonly id: string;
  /** SHA-256 of what it held. */
  readonly digest: string;
  readonly source: string;
  readonly adopted_at: Instant;
  readonly ended_at: OptionalInstant;
}

/** What is left of the baseline in force. */
interface BaselineEntryTable {
  readonly kind: string;
  /** The id of a finding, or of an exposed target. */
  readonly key: string;
  readonly baseline_id: string;
  readonly content: Json<unknown>;
  readonly is_outgrown: boolean;
}

/** Who may collect a scope now. */
interface LeaseTable {
  readonly scope: string;
  readonly holder: string;
  readonly expires_at: Instant;
}

/** Signatures that were accepted, so that none is accepted twice. */
interface HookSignatureTable {
  readonly signature: string;
  readonly expires_at: Instant;
}

/** Every table and view of the store, all in the schema {@link SCHEMA}. */
export interface Tables {
  readonly shard: ShardTable;
  readonly scan: ScanTable;
  readonly scan_shard: ScanShardTable;
  readonly coverage: CoverageTable;
  readonly exposure: ExposureTable;
  readonly finding: FindingTable;
  /** A view: every finding, with when it was seen last. */
  readonly finding_seen: FindingTable;
  readonly finding_event: FindingEventTable;
  readonly drift: DriftTable;
  readonly waiver: WaiverTable;
  readonly address_sighting: AddressSightingTable;
  readonly outbox: OutboxTable;
  readonly token: TokenTable;
  readonly audit: AuditTable;
  readonly policy_version: PolicyVersionTable;
  readonly alert_thread: AlertThreadTable;
  readonly baseline: BaselineTable;
  readonly baseline_entry: BaselineEntryTable;
  readonly lease: LeaseTable;
  readonly hook_signature: HookSignatureTable;
}

/** The database schema that holds the tables; the queue's tables live in another. */
export const SCHEMA = 'netposture';
