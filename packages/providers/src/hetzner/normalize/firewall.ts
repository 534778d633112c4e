import type {
  Enforcement,
  Filter,
  FilterAttachment,
  FilterLayer,
  FilterWords,
  Known,
} from '@netposture/network/graph';
import { unknown } from '@netposture/network/graph';
import type { AccountAnswers } from '../../normalize/account-answers.ts';
import type { RecordSet } from '../../normalize/record-set.ts';
import { FIREWALLS, SERVERS } from '../operations.ts';
import type { Firewall, Server } from '../schema/cloud.ts';
import { firewallRule } from './firewall-rule.ts';
import { meetsLabelSelector } from './label-selector.ts';
import type { Names } from './names.ts';
import { FIREWALL_EXEMPTIONS } from './resolvers.ts';

/**
 * A Cloud Firewall: stateful, allow-only, on the public plane alone. Without an inbound rule nothing
 * comes in; without an outbound rule everything goes out, and the first one turns that around.
 * Source: "Firewalls" of https://docs.hetzner.cloud/reference/cloud (2026-05).
 */
export function firewallFilter(firewall: Firewall, names: Names): Filter {
  return {
    kind: 'filter',
    id: names.id('filter', firewall.id),
    name: firewall.name,
    provenance: names.provenance(FIREWALLS, firewall.id),
    ...(firewall.labels ? { labels: firewall.labels } : {}),
    nativeKind: 'firewall',
    stateful: true,
    planes: ['public'],
    combination: 'any-allow',
    defaults: {
      ingress: { noRule: 'deny', noMatch: 'deny' },
      egress: { noRule: 'allow', noMatch: 'deny' },
    },
    words: WORDS,
    exemptions: FIREWALL_EXEMPTIONS,
    isDefault: false,
    rules: firewall.rules.map(firewallRule),
  };
}

/** Hetzner's own words, from "Firewalls" and "Servers" of https://docs.hetzner.cloud/reference/cloud (2026-05). */
const WORDS: FilterWords = {
  noRule: {
    ingress: 'no inbound rule, so all inbound traffic is dropped',
    egress: 'no outbound rule, so all outbound traffic is accepted',
  },
  noMatch: {
    ingress: 'no inbound rule matches, and the default for inbound traffic is DROP',
    egress: 'no outbound rule matches, and the first outbound rule turned the default to DROP',
  },
  otherPlane:
    'firewalls are applied to the public network interface only, so private traffic is not filtered',
  together: 'the rules of all firewalls of a server unite',
};

/**
 * The firewalls of one server as one layer: their rules unite. What the server itself lists is the
 * truth about what is applied; the list of a firewall may lag behind labels.
 */
export function firewallLayer(
  server: Server,
  answers: AccountAnswers,
  names: Names,
  records: RecordSet,
): Known<FilterLayer> {
  const { firewalls } = server.public_net;
  if (!firewalls) {
    return unknown(
      `Hetzner did not say which firewalls are applied to ${server.name}.`,
      answers.to(SERVERS).key,
    );
  }
  const list = answers.to(FIREWALLS);
  const byId = new Map(list.items.map((firewall) => [firewall.id, firewall]));
  const attachments = firewalls.map(({ id, status }): FilterAttachment => {
    const filter = names.id('filter', id);
    const known = byId.get(id);
    if (known === undefined) {
      const cause =
        list.hole ?? unknown(`The firewall ${id} is not in the list of firewalls.`, list.key);
      const provenance = names.provenance(FIREWALLS, id);
      records.addUnseen({
        kind: 'unseen',
        id: filter,
        name: String(id),
        provenance,
        of: 'filter',
        cause,
      });
    }
    return { filter, enforcement: enforcementOf(status, known, server) };
  });
  return {
    kind: 'layer',
    combine: 'pool',
    attachments,
    // A public interface without a firewall is not filtered.
    whenNone: { ingress: 'allow', egress: 'allow' },
    atEnd: { ingress: 'deny', egress: 'deny' },
  };
}

/**
 * Labels are followed "up to a few seconds" later: a firewall that is still applied although neither
 * the server's id nor a selector names it any more is on its way off.
 */
function enforcementOf(
  status: string,
  firewall: Firewall | undefined,
  server: Server,
): Enforcement {
  if (status !== 'applied') return 'pending';
  if (firewall === undefined) return 'enforced';
  const stays = firewall.applied_to.some(
    (to) =>
      to.server?.id === server.id ||
      // A kind of target that is not known to us may well be this server.
      (!to.server && !to.label_selector) ||
      (to.label_selector != null &&
        meetsLabelSelector(to.label_selector.selector, server.labels ?? {}) !== false),
  );
  return stays ? 'enforced' : 'removing';
}
