import { type Interface, isUnknown, type Known } from '@netposture/network/graph';
import type { Estate } from './estate.testkit.ts';
import { allOf, type Verdict } from './verdict.testkit.ts';

/** Whether the owner of an interface runs. */
export function runs(estate: Estate, { owner: id }: Interface): Verdict {
  if (id === undefined) return 'allowed';
  const owner = estate.graph.records.get(id);
  switch (owner?.kind) {
    case 'workload':
    case 'service':
    case 'load-balancer':
      return isRunning(owner.state);
    case 'gateway':
      return 'allowed';
    default:
      return 'undetermined';
  }
}

function isRunning(state: Known<'running' | 'stopped'>): Verdict {
  if (isUnknown(state)) return 'undetermined';
  return state === 'running' ? 'allowed' : 'denied';
}

/** Whether the owner of an interface listens to a packet there, and whether what is said about it can be trusted. */
export function listens(estate: Estate, at: Interface, transport: number): Verdict {
  if (at.owner === undefined) return 'allowed';
  const owner = estate.graph.records.get(at.owner);
  switch (owner?.kind) {
    case 'workload':
    case 'gateway':
      return 'allowed';
    case 'service': {
      const heard = owner.endpoints.some(
        (endpoint) =>
          endpoint.interfaces.includes(at.id) &&
          estate.universe.carries(endpoint.listens, transport),
      );
      return allOf(
        heard ? 'allowed' : 'denied',
        owner.inventoryOnly === undefined ? 'allowed' : 'undetermined',
      );
    }
    case 'load-balancer':
      return owner.listeners.some((each) => estate.universe.carries(each.listens, transport))
        ? 'allowed'
        : 'denied';
    default:
      return 'undetermined';
  }
}
