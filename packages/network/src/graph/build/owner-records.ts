import type { Interface, Workload } from '../interface.ts';
import type { LoadBalancer } from '../load-balancer.ts';
import type { RecordBase } from '../record-base.ts';
import type { Service } from '../service.ts';
import { isUnknown } from '../unknown.ts';
import type { LoadBalancerOptions, ServerOptions, ServiceOptions } from './options.ts';
import { idOf, present, transportOf } from './text.ts';

/** A workload. */
export function workloadRecord(base: RecordBase, options: ServerOptions): Workload {
  return {
    ...base,
    kind: 'workload',
    state: options.state ?? 'running',
    ...present({ metadataService: options.metadataService }),
  };
}

/** A service with one endpoint on all its interfaces. */
export function serviceRecord(
  base: RecordBase,
  options: ServiceOptions,
  interfaces: readonly Interface[],
): Service {
  const { serviceKind = 'other', failoverSubnets: subnets, admission } = options;
  return {
    ...base,
    kind: 'service',
    serviceKind,
    engine: options.engine ?? serviceKind,
    state: options.state ?? 'running',
    endpoints: [
      {
        name: 'endpoint',
        interfaces: interfaces.map(({ id }) => id),
        listens: transportOf(options.listens ?? 'any'),
        authentication: options.authentication ?? 'password',
        ...present({
          hostname: options.hostname,
          tls: options.tls,
          admission: admission === undefined ? undefined : idOf(admission),
        }),
      },
    ],
    ...present({
      publicSwitch: options.publicSwitch,
      failoverSubnets:
        subnets === undefined || isUnknown(subnets) ? subnets : subnets.map((ref) => idOf(ref)),
      inventoryOnly: options.inventoryOnly,
    }),
  };
}

/** A balancer on these interfaces. */
export function loadBalancerRecord(
  base: RecordBase,
  options: LoadBalancerOptions,
  interfaces: readonly Interface[],
): LoadBalancer {
  const facesInternet = interfaces.some(({ addresses }) =>
    addresses.some(({ plane, outside }) => plane === 'public' || outside !== undefined),
  );
  return {
    ...base,
    kind: 'load-balancer',
    scheme: options.scheme ?? (facesInternet ? 'internet-facing' : 'internal'),
    balancerKind: options.balancerKind ?? 'application',
    interfaces: interfaces.map(({ id }) => id),
    listeners: options.listeners ?? [],
    hasOwnFilter: options.hasOwnFilter ?? interfaces.some(({ layers }) => layers.length > 0),
    state: options.state ?? 'running',
    ...present({ webFilter: options.webFilter, identityGate: options.identityGate }),
  };
}
