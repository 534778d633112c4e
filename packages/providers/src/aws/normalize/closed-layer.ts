import type { FilterLayer } from '@netposture/network/graph';
import type { Scope } from './scope.ts';

/** A layer that lets nothing in and everything out: for interfaces at which AWS accepts nothing, with the reason as its name. */
export function closedLayer(scope: Scope, reason: string): FilterLayer {
  const nativeId = `closed/${reason.replaceAll(' ', '-')}`;
  const id = scope.announce('filter', nativeId);
  scope.draft.add({
    kind: 'filter',
    id,
    name: reason,
    provenance: scope.provenance('DescribeNetworkInterfaces', nativeId),
    nativeKind: 'service behaviour',
    stateful: true,
    planes: ['public', 'private'],
    combination: 'any-allow',
    defaults: {
      ingress: { noRule: 'deny', noMatch: 'deny' },
      egress: { noRule: 'allow', noMatch: 'allow' },
    },
    exemptions: [],
    isDefault: false,
    rules: [],
  });
  return {
    kind: 'layer',
    combine: 'pool',
    attachments: [{ filter: id, enforcement: 'enforced' }],
    whenNone: { ingress: 'deny', egress: 'allow' },
    atEnd: { ingress: 'deny', egress: 'allow' },
  };
}
