import type { RecordKind } from '@netposture/network/graph';

/**
 * One change that the provider itself recorded (an audit log entry, an action): told beside a drift,
 * never used for a verdict, since most such records are incomplete by nature.
 */
export interface Attribution {
  readonly account: string;
  /** The native id of what was changed. */
  readonly nativeId: string;
  /** What kinds of record are meant, where ids of several kinds may be equal. Absent: any. */
  readonly kinds?: readonly RecordKind[];
  /** When, ISO 8601 in UTC. */
  readonly at: string;
  /** What was done, in the provider's word: `set_firewall_rules`. */
  readonly action: string;
  /** Who did it, where the provider tells: a user, a role, a token's name; never a credential. */
  readonly actor?: string;
}
