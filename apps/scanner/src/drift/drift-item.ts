import type { PacketRows } from './exposure-state.ts';

/** Every way in which two scans can differ. */
export const driftKinds = [
  'exposure-opened',
  'exposure-widened',
  'exposure-narrowed',
  'exposure-closed',
  'sight-lost',
  'sight-regained',
  'target-vanished',
  'finding-opened',
  'finding-reopened',
  'finding-widened',
  'finding-undetermined',
  'finding-resolved',
] as const;

/** One way in which two scans differ. */
export type DriftKind = (typeof driftKinds)[number];

/** One difference in meaning between two scans. Plain data. */
export interface DriftItem {
  readonly kind: DriftKind;
  /** The resource id of the target, or the id of the finding. */
  readonly subject: string;
  /** What its owner calls it. */
  readonly name: string;
  /** What happened, as one sentence. Holds names that come from outside: escape it for the medium. */
  readonly text: string;
  /** Packets that get through now and did not before. */
  readonly opened?: PacketRows;
  /** Packets that got through before and do not any more. */
  readonly closed?: PacketRows;
  /** Whether people are told at once. */
  readonly isAlert: boolean;
  readonly severity?: string;
  /** The baseline holds it: nobody is told. */
  readonly inBaseline?: boolean;
}
