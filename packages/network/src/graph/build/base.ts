import type { Interface, Workload } from '../interface.ts';
import type { LoadBalancer } from '../load-balancer.ts';
import type { RecordBase } from '../record-base.ts';
import { providerId, resourceId } from '../resource-id.ts';
import type { Service } from '../service.ts';
import type { Owned, RecordOptions } from './options.ts';
import { present } from './text.ts';

/** A record with its interfaces. Throws where it has none. */
export function owned<R extends Workload | Service | LoadBalancer>(
  record: R,
  interfaces: readonly Interface[],
): Owned<R> {
  const [first] = interfaces;
  if (first === undefined) throw new Error(`${record.id} needs an interface`);
  return { id: record.id, record, interface: first, interfaces };
}

/** What every record has, from what its builder and its options say. */
export function baseOf(
  provider: string,
  account: string,
  kind: string,
  name: string,
  options: RecordOptions & { readonly location: string },
): RecordBase {
  const { location, nativeId = name, labels, assumes, gaps, uri } = options;
  return {
    id: resourceId({ provider, account, location, kind, nativeId }),
    name,
    provenance: {
      provider: providerId(provider),
      account,
      location,
      nativeId,
      operation: 'build',
      ...present({ uri }),
    },
    ...present({ labels, assumes, gaps }),
  };
}
