import {
  type Filter,
  type FilterRule,
  type Peer,
  type ResourceId,
  unknown,
} from '@netposture/network/graph';
import { AddressSet, TransportSet } from '@netposture/network/netset';
import { linkKey, linkParts } from '../link.ts';
import { securityPolicies } from '../operations/compute.ts';
import type { SecurityPolicyItem } from '../schema/balancer.ts';
import { addressesIn } from './address-text.ts';
import type { Draft } from './draft.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { Told } from './reading.ts';

type ArmorRule = NonNullable<SecurityPolicyItem['rules']>[number];

/** Whether a Cloud Armor policy filters, only watches, or could not be read. */
export interface ArmorFacts {
  readonly filter: ResourceId | undefined;
  readonly state: 'attached' | 'preview-only' | 'unread';
}

/** Makes the filter of a Cloud Armor policy: rules in order of priority, the first that matches decides. */
export function armorOf(draft: Draft, link: string): ArmorFacts {
  const found = draft.reading
    .all(securityPolicies)
    .find(({ item }) => linkKey(item.selfLink) === linkKey(link));
  if (found?.item.rules === undefined) return { filter: undefined, state: 'unread' };
  const at = linkParts(found.item.selfLink);
  const rules = found.item.rules;
  const enforced = rules.filter((rule) => rule.preview !== true);
  const filter: Filter = {
    kind: 'filter',
    id: idOf(
      'filter',
      at?.project ?? found.account,
      at?.location ?? 'global',
      `securityPolicies/${found.item.name}`,
    ),
    name: found.item.name,
    provenance: provenanceOf(found, {
      location: at?.location ?? 'global',
      nativeId: found.item.name,
      uri: found.item.selfLink,
      page: `net-security/securitypolicies/details/${found.item.name}`,
    }),
    nativeKind: 'Cloud Armor policy',
    stateful: true,
    planes: ['public', 'private'],
    combination: 'first-match',
    defaults: {
      ingress: { noRule: 'allow', noMatch: 'allow' },
      egress: { noRule: 'allow', noMatch: 'allow' },
    },
    exemptions: [],
    isDefault: false,
    rules: rules.flatMap((rule) => armorRule(rule, found)),
  };
  const own = enforced.filter((rule) => rule.priority !== DEFAULT_PRIORITY || refuses(rule));
  return {
    filter: draft.add(filter),
    state: own.length === 0 && enforced.length < rules.length ? 'preview-only' : 'attached',
  };
}

/** The rule that every policy ends with. */
const DEFAULT_PRIORITY = 2_147_483_647;

function refuses(rule: ArmorRule): boolean {
  return rule.action.startsWith('deny');
}

/**
 * A rule that refuses some requests of a client for what is in them does not keep the client away: only rules about who
 * asks do. So refusals by content are left out, and admissions by content admit nobody for certain.
 */
function armorRule(rule: ArmorRule, told: Told<SecurityPolicyItem>): readonly FilterRule[] {
  const peer = peerOf(rule);
  const isRefusal = refuses(rule) || rule.action === 'redirect';
  if (peer === undefined && isRefusal) return [];
  const cause = unknown(
    `The Cloud Armor rule ${rule.priority} decides by the content of the request.`,
  );
  return [
    {
      id: String(rule.priority),
      direction: 'ingress',
      action: isRefusal ? 'deny' : 'allow',
      priority: rule.priority,
      peer: peer ?? { kind: 'undetermined', cause },
      transport: TransportSet.all,
      ...(rule.preview === true ? { disabled: true } : {}),
      label: `${told.item.name} ${rule.priority}: ${rule.action}`,
      ...(rule.description === undefined || rule.description === ''
        ? {}
        : { description: rule.description }),
    },
  ];
}

/** Who a rule is about; `undefined` where it looks at the request. */
function peerOf(rule: ArmorRule): Peer | undefined {
  const ranges = rule.match?.config?.srcIpRanges;
  if (ranges !== undefined) {
    if (ranges.includes('*')) return { kind: 'addresses', set: AddressSet.all };
    const set = addressesIn(ranges);
    const cause = unknown(
      `The Cloud Armor rule ${rule.priority} names addresses that cannot be read.`,
    );
    return set === undefined ? { kind: 'undetermined', cause } : { kind: 'addresses', set };
  }
  const expression = rule.match?.expr?.expression ?? '';
  if (!/\borigin\./.test(expression) || /\brequest\.|evaluate/.test(expression)) return undefined;
  const inRange = /^\s*inIpRange\(\s*origin\.ip\s*,\s*'([^']+)'\s*\)\s*$/.exec(expression)?.[1];
  const set = inRange === undefined ? undefined : addressesIn([inRange]);
  if (set !== undefined) return { kind: 'addresses', set };
  return {
    kind: 'undetermined',
    cause: unknown(`Which clients the expression of rule ${rule.priority} means is not modelled.`),
  };
}
