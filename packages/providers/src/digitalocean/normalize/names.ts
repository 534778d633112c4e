import type { ResourceId } from '@netposture/network/graph';
import { AccountNames } from '../../normalize/account-names.ts';
import { DIGITALOCEAN } from '../provider-id.ts';

/** Ids and origins of the records of one team. */
export class Names extends AccountNames {
  constructor(account: string) {
    super(DIGITALOCEAN, account);
  }

  /** The record of the team itself. */
  team(): ResourceId {
    return this.id('account', this.account);
  }

  /** The network card of a Droplet on the internet, or in its VPC. */
  dropletInterface(droplet: number, plane: 'public' | 'private'): ResourceId {
    return this.id('interface', `${droplet}/${plane}`);
  }
}
