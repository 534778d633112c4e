import type { ProviderId } from './resource-id.ts';

/** Where a record came from, in the user's own terms, so that a verdict can be told back and looked up. */
export interface Provenance {
  readonly provider: ProviderId;
  readonly account: string;
  /** Region, zone or location; `global` where there is none. */
  readonly location: string;
  /** The provider's own id of the object. */
  readonly nativeId: string;
  /** ARN, self-link or other globally unique name, where the provider has one. */
  readonly uri?: string;
  /** The API operation whose answer held the object. */
  readonly operation: string;
  /** Key of the stored observation shard it was read from. */
  readonly observation?: string;
  /** Page of the provider's console that shows the object. */
  readonly consoleUrl?: string;
}
