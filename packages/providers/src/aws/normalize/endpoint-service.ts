import { inventoryService } from './inventory.ts';
import { resourceOfArn } from './naming.ts';
import type { Scope } from './scope.ts';

/**
 * Services that others reach through PrivateLink. Consumers come from networks that nobody here sees and arrive at a
 * balancer by a way that the graph does not have: their existence is told, and who may be a consumer.
 */
export function normalizeEndpointServices(scope: Scope): void {
  for (const service of scope.read('DescribeVpcEndpointServiceConfigurations').items) {
    const { ServiceId, ServiceName, ServiceState, AcceptanceRequired } = service;
    if (ServiceState === 'Deleted') continue;
    const permissions = scope.read('DescribeVpcEndpointServicePermissions', ServiceId);
    const anyone = permissions.items.some(({ Principal }) => Principal === '*');
    const balancers = [
      ...(service.NetworkLoadBalancerArns ?? []),
      ...(service.GatewayLoadBalancerArns ?? []),
    ].map((arn) => resourceOfArn(arn).replace(/^loadbalancer\//, ''));
    const consent = AcceptanceRequired === true ? 'after acceptance' : 'without acceptance';
    inventoryService(scope, {
      operation: 'DescribeVpcEndpointServiceConfigurations',
      nativeId: `endpoint-service/${ServiceId}`,
      name: ServiceId,
      serviceKind: 'other',
      engine: ServiceName ?? 'endpoint service',
      reason: `Consumers reach ${balancers.join(', ') || 'its balancers'} through PrivateLink ${consent}, by a way that is not modelled.`,
      // That everybody may ask is certain as soon as it was read; that nobody may, only when all was read.
      publicSwitch: anyone ? true : scope.known(false, permissions),
    });
  }
}
