import type {
  AddressClassifier,
  CoverageEntry,
  LinkedGraph,
  OwnAddressIndex,
} from '@netposture/network/graph';
import type { Reachability } from '@netposture/network/reachability';
import type { ExposedFacts } from './facts/exposed-facts.ts';
import type { Policy } from './policy/policy.ts';
import type { PolicyZones } from './policy/policy-zones.ts';

/** Everything that a rule may look at. There is nothing else: no clock, no network, no environment. */
export interface RuleContext {
  readonly linked: LinkedGraph;
  readonly reachability: Reachability;
  readonly policy: Policy;
  /** The zones of the policy over this graph. */
  readonly zones: PolicyZones;
  readonly ownAddresses: OwnAddressIndex;
  /** What addresses are to us: own, trusted, shared, strange. */
  readonly classifier: AddressClassifier;
  /** What is exposed of whom, worked out once for all rules. */
  readonly exposed: ExposedFacts;
  readonly coverage: readonly CoverageEntry[];
  /** Instant of the evaluation, ISO 8601 in UTC. */
  readonly now: string;
}
