import { type Known, unknown } from '@netposture/network/graph';
import type { Instance } from '../schema/interface.ts';
import { interfacesIn } from './interface-list.ts';
import { named } from './naming.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';

/** Instances as workloads. Terminated ones are gone: AWS lists them for an hour. */
export function normalizeInstances(scope: Scope): void {
  for (const { Instances, OwnerId } of scope.read('DescribeInstances').items) {
    const account = scope.accountFor(OwnerId);
    if (account === undefined) continue;
    for (const instance of Instances ?? []) {
      if (instance.State?.Name === 'terminated') continue;
      const nativeId = instance.InstanceId;
      scope.draft.add({
        kind: 'workload',
        id: scope.announce('workload', nativeId, account),
        ...named(nativeId, instance.Tags),
        provenance: scope.provenance('DescribeInstances', nativeId, {
          account,
          uri: `arn:aws:ec2:${scope.location}:${account}:instance/${nativeId}`,
          console: `ec2/home#InstanceDetails:instanceId=${nativeId}`,
        }),
        state: stateOf(instance),
        ...metadataOf(instance),
      });
    }
  }
  // Instances that only their interfaces tell of: whether they run is not known.
  const reading = scope.read('DescribeInstances');
  for (const card of interfacesIn(scope).items) {
    const nativeId = card.Attachment?.InstanceId;
    if (nativeId?.startsWith('i-') !== true || scope.accountFor(card.OwnerId) === undefined)
      continue;
    const id = scope.refer('workload', nativeId);
    if (scope.draft.has(id)) continue;
    scope.draft.add({
      kind: 'workload',
      id,
      name: nativeId,
      provenance: scope.provenance('DescribeNetworkInterfaces', nativeId),
      state: stateWithout(reading, nativeId),
      ...scope.assumptions(reading),
    });
  }
}

/** Where no instances were given offline, they are taken to run: that hides no exposure, and the record says so. */
function stateWithout(reading: Reading<unknown>, nativeId: string): Known<'running' | 'stopped'> {
  if (reading.assumes !== undefined) return 'running';
  return reading.cause ?? unknown(`${nativeId} is not among the instances.`);
}

function stateOf(instance: Instance): Known<'running' | 'stopped'> {
  switch (instance.State?.Name) {
    case 'running':
    case 'pending':
      return 'running';
    case 'stopped':
    case 'stopping':
    case 'shutting-down':
      return 'stopped';
    default:
      return unknown(`The state of ${instance.InstanceId} has a name that is not known.`);
  }
}

function metadataOf(instance: Instance) {
  const { MetadataOptions: options } = instance;
  if (options === undefined) return {};
  const hops = options.HttpPutResponseHopLimit;
  return {
    metadataService: {
      enabled: options.HttpEndpoint !== 'disabled',
      tokensRequired: options.HttpTokens === 'required',
      ...(hops === undefined ? {} : { hopLimit: hops }),
    },
  };
}
