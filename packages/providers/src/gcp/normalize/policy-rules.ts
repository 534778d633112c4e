import {
  type FilterRule,
  type ResourceId,
  type Selector,
  unknown,
} from '@netposture/network/graph';
import { TransportSet } from '@netposture/network/netset';
import type { PolicyRule } from '../schema/hierarchy.ts';
import { addressesIn } from './address-text.ts';
import { SECURE_TAG, SERVICE_ACCOUNT } from './labels.ts';
import { type PolicyReferences, policyPeer } from './policy-peer.ts';
import { transportOf } from './transport.ts';
import { anyLabel } from './vpc-rules.ts';

/** What the targets of a policy rule need to know. */
export interface PolicyTargets extends PolicyReferences {
  /** The record of a network by its URL. */
  readonly networkIdOf: (network: string) => ResourceId | undefined;
}

/** The rules of a policy that judge instances. Mirroring rules are left out: they filter nothing. */
export function policyRules(
  rules: readonly PolicyRule[],
  references: PolicyTargets,
): readonly FilterRule[] {
  return rules
    .filter((rule) => rule.action !== 'mirror' && rule.action !== 'do_not_mirror')
    .filter((rule) => rule.targetType !== 'INTERNAL_MANAGED_LB')
    .map((rule) => policyRule(rule, references));
}

/** Whether rules are aimed at the proxies of internal balancers, which this adapter does not judge by them. */
export function judgesBalancers(rules: readonly PolicyRule[]): boolean {
  return rules.some((rule) => rule.targetType === 'INTERNAL_MANAGED_LB' && rule.disabled !== true);
}

function policyRule(rule: PolicyRule, references: PolicyTargets): FilterRule {
  const egress = rule.direction === 'EGRESS';
  const match = rule.match ?? {};
  const protocols = match.layer4Configs ?? [{ ipProtocol: 'all', ports: undefined }];
  const transport = transportOf(
    protocols.map(({ ipProtocol, ports }) => ({ protocol: ipProtocol, ports })),
  );
  // The near end of a rule: where an ingress rule names destinations, or an egress rule sources.
  const ownTexts = egress ? match.srcIpRanges : match.destIpRanges;
  const own = ownTexts === undefined || ownTexts.length === 0 ? undefined : addressesIn(ownTexts);
  const targets = targetsOf(rule, references);
  const action = actionOf(rule, {
    isReadable:
      transport !== undefined &&
      (ownTexts === undefined || ownTexts.length === 0 || own !== undefined),
    knowsTargets: rule.targetSecureTags === undefined || references.knowsSecureTags,
  });
  const isOff = rule.disabled === true || isIneffective(rule);
  return {
    id: `${egress ? 'egress' : 'ingress'}-${rule.priority}`,
    direction: egress ? 'egress' : 'ingress',
    action,
    priority: rule.priority,
    peer: policyPeer(match, egress, references),
    ...(own === undefined ? {} : { own }),
    transport: transport ?? TransportSet.all,
    ...(targets === undefined || typeof action !== 'string' ? {} : { targets }),
    ...(isOff ? { disabled: true } : {}),
    label: labelOf(rule, egress),
    ...(rule.description === undefined || rule.description === ''
      ? {}
      : { description: rule.description }),
  };
}

function actionOf(
  rule: PolicyRule,
  known: { readonly isReadable: boolean; readonly knowsTargets: boolean },
): FilterRule['action'] {
  const cause = (reason: string) => ({ kind: 'undetermined', cause: unknown(reason) }) as const;
  if (!known.isReadable)
    return cause(`The rule ${rule.priority} has parts that are not understood.`);
  if (!known.knowsTargets) {
    return cause(
      `Which instances carry the secure tags of rule ${rule.priority} could not be read.`,
    );
  }
  switch (rule.action) {
    case 'allow':
    // The packet is admitted, and inspected on its way: what an inspection drops is not modelled.
    case 'apply_security_profile_group':
      return 'allow';
    case 'deny':
      return 'deny';
    case 'goto_next':
      return 'goto-next';
    default:
      return cause(`The action ${rule.action} of rule ${rule.priority} is not known.`);
  }
}

/**
 * Tags that lost their force make a rule void when all that it names are such: "if all the targetSecureTag are in
 * INEFFECTIVE state, then this rule will be ignored", and for sources also when no range is named (reference of
 * FirewallPolicyRule and FirewallPolicyRuleMatcher, 2026-09-22).
 */
function isIneffective(rule: PolicyRule): boolean {
  const allVoid = (tags: readonly { readonly state?: string | undefined }[] | undefined) =>
    tags !== undefined && tags.length > 0 && tags.every((tag) => tag.state === 'INEFFECTIVE');
  const sources = rule.match?.srcSecureTags;
  return (
    allVoid(rule.targetSecureTags) || (allVoid(sources) && rule.match?.srcIpRanges === undefined)
  );
}

function targetsOf(rule: PolicyRule, references: PolicyTargets): Selector | undefined {
  const parts: Selector[] = [];
  const accounts = rule.targetServiceAccounts ?? [];
  if (accounts.length > 0)
    parts.push(anyLabel(accounts.map((email) => `${SERVICE_ACCOUNT}${email}`)));
  const tags = (rule.targetSecureTags ?? []).filter((tag) => tag.state !== 'INEFFECTIVE');
  if (tags.length > 0) parts.push(anyLabel(tags.map((tag) => `${SECURE_TAG}${tag.name}`)));
  const networks = rule.targetResources ?? [];
  if (networks.length > 0) {
    const ids = networks.flatMap((network) => references.networkIdOf(network) ?? []);
    parts.push({ kind: 'resources', ids });
  }
  if (parts.length === 0) return undefined;
  return parts.length === 1 ? parts[0] : { kind: 'all-of', of: parts };
}

function labelOf(rule: PolicyRule, egress: boolean): string {
  const match = rule.match ?? {};
  const protocols = (match.layer4Configs ?? []).map(
    ({ ipProtocol, ports }) => `${ipProtocol}${ports === undefined ? '' : `:${ports.join(',')}`}`,
  );
  const peers = egress
    ? [match.destIpRanges, match.destAddressGroups, match.destFqdns, match.destRegionCodes]
    : [
        match.srcIpRanges,
        match.srcAddressGroups,
        match.srcFqdns,
        match.srcRegionCodes,
        match.srcSecureTags?.map((tag) => tag.name),
      ];
  const text = peers.flatMap((list) => list ?? []).join(', ');
  return `${rule.priority}: ${rule.action} ${protocols.join(' ')} ${egress ? 'to' : 'from'} ${text === '' ? 'anywhere' : text}`;
}
