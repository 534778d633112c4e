import type { Unknown } from '@netposture/network/graph';
import type { Scope } from './scope.ts';

/** Whether a network may have an internet gateway that was not read. */
export function gatewayDoubt(scope: Scope, vpc: string | undefined): Unknown | undefined {
  const gateways = scope.read('DescribeInternetGateways');
  const attached = gateways.items.some(({ Attachments }) =>
    (Attachments ?? []).some(({ VpcId }) => VpcId === vpc),
  );
  return attached ? undefined : gateways.cause;
}
