import {
  type Enforcement,
  type Filter,
  type FilterAttachment,
  type FilterLayer,
  type Known,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { FIREWALLS } from '../operations/compute.ts';
import type { Droplet, Firewall } from '../schema/compute.ts';
import { firewallRule } from './firewall-rule.ts';
import type { Team } from './team.ts';

/**
 * A Cloud Firewall: stateful, on both planes. What no rule allows is dropped, in both directions, and
 * since 2026-09 a deny rule wins over every allow rule, whichever firewall holds it.
 * Source: https://docs.digitalocean.com/products/networking/firewalls/ (details/limits and
 * how-to/configure-rules, read 2026-11).
 */
export function firewallFilter(firewall: Firewall, team: Team): Filter {
  const { names } = team;
  const closed = { noRule: 'deny', noMatch: 'deny' } as const;
  return {
    kind: 'filter',
    id: names.id('filter', firewall.id),
    name: firewall.name,
    provenance: names.provenance(FIREWALLS, firewall.id),
    nativeKind: 'firewall',
    stateful: true,
    planes: ['public', 'private'],
    combination: 'deny-overrides',
    defaults: { ingress: closed, egress: closed },
    exemptions: [],
    isDefault: false,
    rules: [
      ...(firewall.inbound_rules ?? []).map((rule, index) =>
        firewallRule(rule, 'ingress', index, team),
      ),
      ...(firewall.outbound_rules ?? []).map((rule, index) =>
        firewallRule(rule, 'egress', index, team),
      ),
    ],
    words: {
      noRule: {
        ingress: 'without inbound rules nothing comes in',
        egress: 'without outbound rules nothing goes out',
      },
      together: 'allow rules unite, and a deny rule of any firewall wins',
    },
  };
}

/**
 * The firewalls of one Droplet as one layer: those that name it, and those that name a tag of it.
 * Where tags may have been left out, nobody knows which firewalls stand before a Droplet.
 */
export function firewallLayer(droplet: Droplet, team: Team): Known<FilterLayer> {
  const list = team.answers.to(FIREWALLS);
  if (list.hole !== undefined) return list.hole;
  const attachments: FilterAttachment[] = [];
  for (const firewall of list.items) {
    const applied = isApplied(firewall, droplet, team);
    if (typeof applied === 'object') return applied;
    const enforcement = applied ? enforcementOf(firewall, droplet) : removalOf(firewall, droplet);
    if (enforcement === undefined) continue;
    attachments.push({ filter: team.names.id('filter', firewall.id), enforcement });
  }
  return {
    kind: 'layer',
    combine: 'pool',
    attachments,
    // A Droplet without a firewall is not filtered.
    whenNone: { ingress: 'allow', egress: 'allow' },
    atEnd: { ingress: 'deny', egress: 'deny' },
  };
}

function isApplied(firewall: Firewall, droplet: Droplet, team: Team): boolean | Unknown {
  if (firewall.droplet_ids?.includes(droplet.id)) return true;
  const { hiddenTags } = team;
  const tags = firewall.tags ?? [];
  const own = new Set(droplet.tags ?? []);
  if (tags.some((tag) => own.has(tag))) return true;
  if (hiddenTags === undefined) return false;
  if (tags.length === 0 || !droplet.tags) {
    return unknown(
      `The firewall ${firewall.name} may be applied by a tag, and tags were not shown: ${hiddenTags.reason}`,
      hiddenTags.coverage,
    );
  }
  return false;
}

/** What was configured, and is in force or not. */
function enforcementOf(firewall: Firewall, droplet: Droplet): Enforcement {
  const change = firewall.pending_changes?.find(({ droplet_id }) => droplet_id === droplet.id);
  if (firewall.status === 'failed' || change?.status === 'failed') return 'failed';
  if (change !== undefined) return change.removing ? 'removing' : 'pending';
  if (firewall.status === 'succeeded') return 'enforced';
  // Changes that wait are named by Droplet: the others have theirs.
  return (firewall.pending_changes ?? []).length > 0 ? 'enforced' : 'pending';
}

/** A firewall that is being taken off a Droplet may still be in force. */
function removalOf({ pending_changes }: Firewall, { id }: Droplet): Enforcement | undefined {
  const change = pending_changes?.find(({ droplet_id }) => droplet_id === id);
  return change?.removing ? 'removing' : undefined;
}
