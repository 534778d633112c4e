import type { Unknown } from '@netposture/network/graph';
import type { Scope } from './scope.ts';

const attachedNetworks = new WeakMap<Scope, ReadonlySet<string>>();

/** Whether an internet gateway that was read is attached to a network. */
export function hasInternetGateway(scope: Scope, vpc: string | undefined): boolean {
  let attached = attachedNetworks.get(scope);
  if (attached === undefined) {
    const gateways = scope.read('DescribeInternetGateways').items;
    const ids = gateways
      .flatMap(({ Attachments }) => Attachments ?? [])
      .filter(({ State }) => State === undefined || State === 'available' || State === 'attached');
    attached = new Set(ids.flatMap(({ VpcId }) => VpcId ?? []));
    attachedNetworks.set(scope, attached);
  }
  return vpc !== undefined && attached.has(vpc);
}

/** Why a network may have an internet gateway that was not read; `undefined` where it has one or all were read. */
export function gatewayDoubt(scope: Scope, vpc: string | undefined): Unknown | undefined {
  const { cause } = scope.read('DescribeInternetGateways');
  return cause === undefined || hasInternetGateway(scope, vpc) ? undefined : cause;
}
