/**
 * The answers of one account in one region, by `service:Action`: the items of a list, or the lists by subject for
 * actions that answer about one object. Items have the shape that AWS documents (and the AWS CLI prints).
 * An action that is not named has nothing to tell.
 */
export type RegionWorld = Readonly<
  Record<string, readonly unknown[] | Readonly<Record<string, readonly unknown[]>>>
>;

/** One account: its regions, its global services, and the role by which it may be entered. */
export interface AccountWorld {
  readonly name?: string;
  readonly regions: Readonly<Record<string, RegionWorld>>;
  readonly global?: RegionWorld;
  readonly role?: { readonly name: string; readonly externalId?: string };
}

/** Everything that the simulated AWS knows. */
export interface AwsWorld {
  readonly accounts: Readonly<Record<string, AccountWorld>>;
}

/** The base access key of an account in every simulated world. */
export function accessKeyOf(account: string): string {
  return `AKIA${account}BASE`;
}
