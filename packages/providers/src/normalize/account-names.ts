import {
  type Provenance,
  type ProviderId,
  type ResourceId,
  resourceId,
} from '@netposture/network/graph';
import { GLOBAL } from '../observation.ts';
import type { Operation } from '../operation.ts';

/**
 * Ids and origins of one account's records, for clouds whose native ids are unique in the account:
 * every id says `global` for the location, since references between objects tell none.
 */
export class AccountNames {
  readonly provider: ProviderId;
  readonly account: string;

  constructor(provider: ProviderId, account: string) {
    this.provider = provider;
    this.account = account;
  }

  /** The id of a record, by its kind (`filter`) and the provider's own id of the object. */
  id(kind: string, nativeId: string | number): ResourceId {
    const { provider, account } = this;
    return resourceId({ provider, account, location: GLOBAL, kind, nativeId: String(nativeId) });
  }

  /** The stand-in for the internet in which all public interfaces of the account live. */
  publicSpace(): ResourceId {
    return this.id('network', 'public');
  }

  /** Where a record came from; the location is the provider's own, `global` where it has none. */
  provenance(
    operation: Pick<Operation, 'id'>,
    nativeId: string | number,
    location: string = GLOBAL,
  ): Provenance {
    const { provider, account } = this;
    return { provider, account, location, nativeId: String(nativeId), operation: operation.id };
  }
}
