import { expect, test } from 'vitest';
import type { Filter, FilterExemption, FilterWords } from '../graph/filter.ts';
import { type GraphRecord, graphOf } from '../graph/index.ts';
import { link } from '../graph/link.ts';
import { providerId, resourceId } from '../graph/resource-id.ts';
import { AddressSet, TransportSet } from '../netset/index.ts';
import { Reachability } from './reachability.ts';
import { renderExplanation } from './render-explanation.ts';

const WORDS: FilterWords = {
  noRule: { ingress: 'no rule for what comes in' },
  otherPlane: 'it stands on the public card only',
  together: 'their rules unite',
};

const id = (kind: string, nativeId: string) =>
  resourceId({ provider: 'acme', account: 'a', location: 'global', kind, nativeId });
const provenance = {
  provider: providerId('acme'),
  account: 'a',
  location: 'global',
  nativeId: 'x',
  operation: 'x',
};

function wall(name: string, given: Partial<Filter>): Filter {
  return {
    kind: 'filter',
    id: id('filter', name),
    name,
    provenance,
    nativeKind: 'wall',
    stateful: true,
    planes: ['public'],
    combination: 'any-allow',
    defaults: {
      ingress: { noRule: 'deny', noMatch: 'deny' },
      egress: { noRule: 'allow', noMatch: 'deny' },
    },
    exemptions: [],
    isDefault: false,
    rules: [],
    words: WORDS,
    ...given,
  };
}

/** The explanation of one packet from outside to a card of that plane behind these walls. */
function explained(plane: 'public' | 'private', walls: readonly Filter[]): string {
  const network = id('network', 'n');
  const records: GraphRecord[] = [
    {
      kind: 'network',
      id: network,
      name: 'n',
      provenance,
      ranges: AddressSet.empty,
      isDefault: false,
      isPublicSpace: true,
    },
    {
      kind: 'interface',
      id: id('interface', 'card'),
      name: 'card',
      provenance,
      network,
      addresses: [
        {
          inside: AddressSet.parse(plane === 'public' ? '5.5.5.5' : '10.0.0.5'),
          plane,
          exact: true,
          ...(plane === 'public' ? {} : { outside: AddressSet.parse('5.5.5.5') }),
        },
      ],
      layers: [
        {
          kind: 'layer',
          combine: 'pool',
          attachments: walls.map((one) => ({ filter: one.id, enforcement: 'enforced' })),
          whenNone: { ingress: 'allow', egress: 'allow' },
          atEnd: { ingress: 'deny', egress: 'deny' },
        },
      ],
      isPrimary: true,
      forwards: false,
    },
    ...walls,
  ];
  const reachability = new Reachability(link(graphOf(records)));
  const explanation = reachability.explain(
    {
      from: { interfaces: [], external: AddressSet.parse('8.8.8.8') },
      to: { interfaces: [id('interface', 'card')], throughBalancers: false },
      transport: TransportSet.parse('tcp 40000>22'),
    },
    false,
  );
  if (explanation === undefined) throw new Error('nothing was explained');
  return renderExplanation(reachability.linked, explanation).join('\n');
}

test('a missing rule is told in the words of the provider', () => {
  expect(explained('public', [wall('a', {})])).toContain(
    'wall a: no rule for what comes in, which refuses tcp 8.8.8.8:40000 -> 5.5.5.5:22',
  );
});

test('traffic of a plane that the filter does not see is told as such', () => {
  const text = explained('private', [wall('a', {}), wall('b', {})]);

  expect(text).toContain(
    'wall a, wall b (their rules unite): it stands on the public card only, which admits',
  );
});

test('an exemption is told by its label', () => {
  const exemption: FilterExemption = {
    direction: 'ingress',
    peer: AddressSet.parse('8.8.8.8'),
    transport: TransportSet.all,
    verdict: 'allow',
    label: 'the provider itself is always let in',
  };

  expect(explained('public', [wall('a', { exemptions: [exemption] })])).toContain(
    'wall a: the provider itself is always let in, which admits',
  );
  expect(
    explained('public', [wall('a', { exemptions: [{ ...exemption, verdict: 'undetermined' }] })]),
  ).toContain('wall a: the provider itself is always let in, which leaves open');
});

test('without words of its own a filter is told in ours', () => {
  const { words: _, ...silent } = wall('a', {});

  expect(explained('public', [silent])).toContain('wall a: it has no ingress rule, which refuses');
  expect(explained('private', [silent])).toContain('wall a: it does not see private traffic');
});
