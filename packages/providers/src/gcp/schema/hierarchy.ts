import { z } from 'zod';
import { labels, listOf, maybeFlag, maybeNumber, maybeText, text } from './parts.ts';

/** A project as Resource Manager v3 tells it. */
export const projectItem = z.object({
  name: text,
  projectId: text,
  parent: maybeText,
  state: maybeText,
  displayName: maybeText,
  labels,
});

/** A folder: its number is in `name` (`folders/123`). */
export const folderItem = z.object({
  name: text,
  parent: text,
  displayName: maybeText,
  state: maybeText,
});

/** The Shared VPC role of a project, in Compute Engine's own project resource. */
export const computeProjectItem = z.object({
  name: text,
  /** The project's number. */
  id: maybeText,
  selfLink: maybeText,
  xpnProjectStatus: maybeText,
});

/** A resource that a Shared VPC host shares with. */
export const sharedResourceItem = z.object({ id: text, type: maybeText });

/** A secure tag that holds for a resource, its own or inherited. */
export const effectiveTagItem = z.object({
  tagValue: text,
  namespacedTagValue: maybeText,
  inherited: maybeFlag,
});

const secureTag = z.object({ name: text, state: maybeText });

/** The match block of a firewall policy rule. */
export const policyMatch = z.object({
  srcIpRanges: listOf(text),
  destIpRanges: listOf(text),
  layer4Configs: listOf(z.object({ ipProtocol: text, ports: listOf(text) })),
  srcSecureTags: listOf(secureTag),
  srcAddressGroups: listOf(text),
  destAddressGroups: listOf(text),
  srcFqdns: listOf(text),
  destFqdns: listOf(text),
  srcRegionCodes: listOf(text),
  destRegionCodes: listOf(text),
  srcThreatIntelligences: listOf(text),
  destThreatIntelligences: listOf(text),
  srcNetworkContext: maybeText,
  destNetworkContext: maybeText,
  srcNetworkType: maybeText,
  destNetworkType: maybeText,
  srcNetworks: listOf(text),
});

/** One rule of a firewall policy of any level. */
export const policyRule = z.object({
  priority: z.number(),
  action: text,
  direction: maybeText,
  disabled: maybeFlag,
  description: maybeText,
  ruleName: maybeText,
  match: policyMatch.optional(),
  targetResources: listOf(text),
  targetServiceAccounts: listOf(text),
  targetSecureTags: listOf(secureTag),
  targetType: maybeText,
  enableLogging: maybeFlag,
  targetForwardingRules: listOf(text),
  securityProfileGroup: maybeText,
});

/** Where a firewall policy is in force. */
export const policyAssociation = z.object({
  name: maybeText,
  attachmentTarget: maybeText,
  firewallPolicyId: maybeText,
  shortName: maybeText,
  displayName: maybeText,
  priority: maybeNumber,
});

/** A firewall policy: hierarchical, global network or regional network. */
export const policyItem = z.object({
  name: text,
  id: maybeText,
  shortName: maybeText,
  displayName: maybeText,
  selfLink: maybeText,
  parent: maybeText,
  region: maybeText,
  policyType: maybeText,
  rules: listOf(policyRule),
  associations: listOf(policyAssociation),
});

/** One policy of a `getEffectiveFirewalls` answer. */
export const effectivePolicy = z.object({
  name: maybeText,
  shortName: maybeText,
  displayName: maybeText,
  type: maybeText,
  priority: maybeNumber,
  rules: listOf(policyRule),
});

/** The answer of `getEffectiveFirewalls` of a network. The VPC rules in it are read from their own list. */
export const effectiveFirewallsItem = z.object({ firewallPolicys: listOf(effectivePolicy) });

/** A named list of addresses that policy rules refer to. */
export const addressGroupItem = z.object({
  name: text,
  type: maybeText,
  items: listOf(text),
  purpose: listOf(text),
  selfLink: maybeText,
});

export type ProjectItem = z.infer<typeof projectItem>;
export type PolicyItem = z.infer<typeof policyItem>;
export type PolicyRule = z.infer<typeof policyRule>;
export type PolicyMatch = z.infer<typeof policyMatch>;
export type EffectivePolicy = z.infer<typeof effectivePolicy>;
export type AddressGroupItem = z.infer<typeof addressGroupItem>;
