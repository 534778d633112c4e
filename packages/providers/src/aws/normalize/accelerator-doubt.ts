import type { Unknown } from '@netposture/network/graph';
import type { NetworkInterface } from '../schema/interface.ts';
import { hasInternetGateway } from './gateway-doubt.ts';
import type { Scope } from './scope.ts';

const causes = new WeakMap<Scope, { readonly cause: Unknown | undefined }>();

/**
 * Global Accelerator brings internet traffic to instances and load balancers in private subnets, as long as an internet
 * gateway is attached to their network. Where accelerators were not read, such an interface cannot be called closed.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html, read 2026-11-21.
 */
export function acceleratorDoubt(scope: Scope, card: NetworkInterface): Unknown | undefined {
  const cause = acceleratorCause(scope);
  if (cause === undefined || !mayBeEndpoint(card)) return undefined;
  const gateways = scope.read('DescribeInternetGateways');
  return hasInternetGateway(scope, card.VpcId) || !gateways.complete ? cause : undefined;
}

/** The first of the three calls about accelerators that did not end well. */
function acceleratorCause(scope: Scope): Unknown | undefined {
  const known = causes.get(scope);
  if (known !== undefined) return known.cause;
  const cause = firstCause(scope);
  causes.set(scope, { cause });
  return cause;
}

function firstCause(scope: Scope): Unknown | undefined {
  const accelerators = scope.read('ListAccelerators');
  if (accelerators.cause !== undefined) return accelerators.cause;
  for (const { AcceleratorArn } of accelerators.items) {
    const listeners = scope.read('globalaccelerator-ListListeners', AcceleratorArn);
    if (listeners.cause !== undefined) return listeners.cause;
    for (const { ListenerArn } of listeners.items) {
      const { cause } = scope.read('ListEndpointGroups', ListenerArn);
      if (cause !== undefined) return cause;
    }
  }
  return undefined;
}

function mayBeEndpoint(card: NetworkInterface): boolean {
  const isInstance = card.Attachment?.InstanceId?.startsWith('i-') === true;
  return isInstance || card.Description?.startsWith('ELB ') === true;
}
