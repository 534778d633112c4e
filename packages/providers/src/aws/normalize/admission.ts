import {
  type FilterLayer,
  type FilterRule,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import type { TransportSet } from '@netposture/network/netset';
import { addressesOf } from './address-text.ts';
import type { Scope } from './scope.ts';
import type { ReadOperation } from './wire-items.ts';

/** An admission list of a service: the prefixes that may come in. */
export interface Admission {
  readonly operation: ReadOperation;
  readonly nativeId: string;
  readonly name: string;
  /** What its owner calls it. */
  readonly nativeKind: string;
  readonly cidrs: readonly string[];
  readonly transport: TransportSet;
}

/** The filter record of an admission list: what is not on it stays out, replies and egress pass. */
export function admissionFilter(scope: Scope, admission: Admission): ResourceId {
  const id = scope.announce('filter', admission.nativeId);
  scope.draft.add({
    kind: 'filter',
    id,
    name: admission.name,
    provenance: scope.provenance(admission.operation, admission.nativeId),
    nativeKind: admission.nativeKind,
    stateful: true,
    planes: ['public', 'private'],
    combination: 'any-allow',
    defaults: {
      ingress: { noRule: 'deny', noMatch: 'deny' },
      egress: { noRule: 'allow', noMatch: 'allow' },
    },
    exemptions: [],
    isDefault: false,
    rules: admission.cidrs.map((cidr) => admissionRule(cidr, admission.transport)),
  });
  return id;
}

function admissionRule(cidr: string, transport: TransportSet): FilterRule {
  const set = addressesOf(cidr);
  return {
    id: cidr,
    direction: 'ingress',
    action: 'allow',
    peer:
      set === undefined
        ? { kind: 'undetermined', cause: unknown(`${cidr} is not a prefix.`) }
        : { kind: 'addresses', set },
    transport,
    label: `allow ${cidr}`,
  };
}

/** The layer that one filter forms by itself. */
export function layerOf(filter: ResourceId): FilterLayer {
  return {
    kind: 'layer',
    combine: 'pool',
    attachments: [{ filter, enforcement: 'enforced' }],
    whenNone: { ingress: 'allow', egress: 'allow' },
    atEnd: { ingress: 'deny', egress: 'allow' },
  };
}
