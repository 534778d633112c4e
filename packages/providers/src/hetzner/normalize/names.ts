import { type Provenance, type ResourceId, resourceId } from '@netposture/network/graph';
import { GLOBAL } from '../../observation.ts';
import type { Operation } from '../../operation.ts';
import { HETZNER } from '../provider-id.ts';

/**
 * Ids and origins of one account's records. Every id says `global` for the location: Hetzner's
 * numbers are unique in a project, and a reference (a target of a load balancer) tells no location.
 */
export class Names {
  readonly account: string;

  constructor(account: string) {
    this.account = account;
  }

  id(kind: string, nativeId: string | number): ResourceId {
    const { account } = this;
    return resourceId({
      provider: HETZNER,
      account,
      location: GLOBAL,
      kind,
      nativeId: String(nativeId),
    });
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

  /** The stand-in for the internet in which all public interfaces of the account live. */
  publicSpace(): ResourceId {
    return this.id('network', 'public');
  }

  provenance(
    operation: Pick<Operation, 'id'>,
    nativeId: string | number,
    location: string = GLOBAL,
  ): Provenance {
    return {
      provider: HETZNER,
      account: this.account,
      location,
      nativeId: String(nativeId),
      operation: operation.id,
    };
  }
}
