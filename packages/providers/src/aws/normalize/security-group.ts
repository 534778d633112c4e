import { type Unknown, unknown } from '@netposture/network/graph';
import { linkLocalExemptions } from './link-local.ts';
import { named } from './naming.ts';
import type { Scope } from './scope.ts';
import {
  type Ipv6Members,
  ruleIds,
  rulesOfGroup,
  type SharedReferences,
} from './security-group-rule.ts';

/** Security groups as filters: stateful, allow rules only, one rule per permission and peer. */
export function normalizeSecurityGroups(scope: Scope, ipv6Members: Ipv6Members): void {
  const ids = ruleIds(scope);
  const references: SharedReferences = new Map();
  for (const group of scope.read('DescribeSecurityGroups').items) {
    const account = scope.accountFor(group.OwnerId);
    if (account === undefined) continue;
    const id = scope.announce('filter', group.GroupId, account);
    scope.draft.add({
      kind: 'filter',
      id,
      ...named(group.GroupId, group.Tags, group.GroupName),
      provenance: scope.provenance('DescribeSecurityGroups', group.GroupId, {
        account,
        uri: group.SecurityGroupArn,
        console: `vpcconsole/home#SecurityGroup:groupId=${group.GroupId}`,
      }),
      nativeKind: 'security group',
      stateful: true,
      planes: ['public', 'private'],
      combination: 'any-allow',
      defaults: {
        ingress: { noRule: 'deny', noMatch: 'deny' },
        egress: { noRule: 'deny', noMatch: 'deny' },
      },
      exemptions: linkLocalExemptions,
      isDefault: group.GroupName === 'default',
      rules: rulesOfGroup(scope, group, ids, ipv6Members, references),
      ...(group.VpcId === undefined ? {} : { network: scope.refer('network', group.VpcId) }),
    });
  }
}

/** The layer that an interface's groups form: their rules count as one filter. Without any group nothing filters. */
export function groupLayer(scope: Scope, groups: readonly string[]) {
  return {
    kind: 'layer' as const,
    combine: 'pool' as const,
    attachments: groups.map((group) => ({
      filter: scope.refer('filter', group),
      enforcement: 'enforced' as const,
    })),
    whenNone: { ingress: 'allow' as const, egress: 'allow' as const },
    atEnd: { ingress: 'deny' as const, egress: 'deny' as const },
  };
}

/** Where nothing says which groups an interface has. */
export function groupsUnknown(nativeId: string, cause?: Unknown): Unknown {
  return cause ?? unknown(`Nothing says which security groups ${nativeId} has.`);
}
