import type { ResourceId } from '@netposture/network/graph';
import { AccountNames } from '../../normalize/account-names.ts';
import { HETZNER } from '../provider-id.ts';

/** Ids and origins of the records of one project or Robot account. */
export class Names extends AccountNames {
  constructor(account: string) {
    super(HETZNER, account);
  }

  /** The network card of a server on the internet. */
  publicInterface(server: number): ResourceId {
    return this.id('interface', `${server}/public`);
  }

  /** The network card of a server in a private network. */
  privateInterface(server: number, network: number): ResourceId {
    return this.id('interface', `${server}/network-${network}`);
  }

  /** Servers of the Cloud and dedicated servers behind a vSwitch have tables of their own. */
  routeTable(network: number, isVswitch: boolean): ResourceId {
    return this.id('route-table', isVswitch ? `${network}/vswitch` : network);
  }
}
