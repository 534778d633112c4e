import type { RecordKind } from '@netposture/network/graph';
import type { Attribution } from '../attribution.ts';
import { type Observation, parseItems } from '../observation.ts';
import { ACTIONS } from './operations.ts';

/** Hetzner counts each kind of resource by itself: server 7 and firewall 7 are two. */
const KINDS: Readonly<Record<string, readonly RecordKind[]>> = {
  'servers-actions': ['workload', 'interface'],
  'firewalls-actions': ['filter'],
  'networks-actions': ['network', 'subnet', 'route-table'],
  'load_balancers-actions': ['load-balancer'],
  'primary_ips-actions': ['address'],
  'floating_ips-actions': ['address'],
};

/**
 * What Hetzner's own list of actions says was done to which resource, newest first. Hetzner does not
 * tell who did it, and only the latest fifty actions of each kind of resource are read.
 */
export function attributeHetzner(observations: readonly Observation[]): readonly Attribution[] {
  return observations
    .flatMap((observation): readonly Attribution[] => {
      const operation = ACTIONS.find(({ id }) => id === observation.operation);
      if (operation === undefined) return [];
      return parseItems(observation, operation).items.flatMap((action) =>
        (action.resources ?? []).map(({ id }) => ({
          account: observation.account,
          nativeId: String(id),
          kinds: KINDS[operation.id] ?? [],
          at: action.finished ?? action.started,
          action: action.command,
        })),
      );
    })
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
