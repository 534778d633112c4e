import type { GraphRecord } from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';

/** Naive readings, each as a change of what normalize gives. A row that a misreading passes proves nothing. */

/** Looks at allow rules only, as if there were neither denies nor an order. */
export function ignoresDenies(record: GraphRecord): GraphRecord {
  if (record.kind !== 'filter') return record;
  return { ...record, rules: record.rules.filter((rule) => rule.action === 'allow') };
}

/** Counts rules that are switched off. */
export function countsDisabled(record: GraphRecord): GraphRecord {
  if (record.kind !== 'filter') return record;
  const rules = record.rules.map((rule) => {
    const { disabled: _, ...counted } = rule;
    return counted;
  });
  return { ...record, rules };
}

/** Looks for the text 0.0.0.0/0: what is written otherwise is not the internet. */
export function knowsIpv4Only(record: GraphRecord): GraphRecord {
  if (record.kind !== 'filter') return record;
  const rules = record.rules.filter(
    (rule) => rule.peer.kind !== 'addresses' || rule.peer.set.ipv6.isEmpty,
  );
  return { ...record, rules };
}

/** Takes every rule to hold for every instance. */
export function ignoresTargets(record: GraphRecord): GraphRecord {
  if (record.kind !== 'filter') return record;
  const rules = record.rules.map((rule) => {
    const { targets: _, ...wide } = rule;
    return wide;
  });
  return { ...record, rules };
}

/** Keeps of the stages of an interface those that a predicate takes; all others are not attached. */
export function onlyStages(
  takes: (nativeKind: string) => boolean,
  nativeKindOf: (id: string) => string,
): (record: GraphRecord) => GraphRecord {
  return (record) => {
    if (record.kind !== 'interface') return record;
    const layers = record.layers.map((layer) =>
      'attachments' in layer
        ? {
            ...layer,
            attachments: layer.attachments.filter(({ filter }) => takes(nativeKindOf(filter))),
          }
        : layer,
    );
    return { ...record, layers };
  };
}

/** Takes goto_next for an allow. */
export function takesGotoForAllow(record: GraphRecord): GraphRecord {
  if (record.kind !== 'filter') return record;
  const rules = record.rules.map((rule) =>
    rule.action === 'goto-next' ? { ...rule, action: 'allow' as const } : rule,
  );
  return { ...record, rules };
}

/** Evaluates VPC rules before everything else, whatever the network says. */
export function classicFirst(record: GraphRecord): GraphRecord {
  if (record.kind !== 'interface') return record;
  const layers = record.layers.map((layer) => {
    if (!('attachments' in layer)) return layer;
    const classic = layer.attachments.filter(({ filter }) => filter.endsWith('/firewalls'));
    const others = layer.attachments.filter(({ filter }) => !filter.endsWith('/firewalls'));
    return { ...layer, attachments: [...classic, ...others] };
  });
  return { ...record, layers };
}

/** Sees no balancers: only an instance's own address counts. */
export function seesNoBalancers(record: GraphRecord): GraphRecord | undefined {
  return record.kind === 'load-balancer' ? undefined : record;
}

/** Reads an empty admission list as "everybody". */
export function readsEmptyAsOpen(record: GraphRecord): GraphRecord {
  if (record.kind !== 'filter' || record.nativeKind !== 'authorized networks') return record;
  const open = { noRule: 'allow', noMatch: 'allow' } as const;
  return { ...record, defaults: { ...record.defaults, ingress: open } };
}

/** Takes every instance to be running. */
export function believesRunning(record: GraphRecord): GraphRecord {
  return record.kind === 'workload' ? { ...record, state: 'running' } : record;
}

/** Lets a source tag stand for external addresses too, and for instances of any network. */
export function tagsEverywhere(record: GraphRecord): GraphRecord {
  if (record.kind !== 'filter') return record;
  const rules = record.rules.map((rule) => {
    if (rule.peer.kind !== 'any-of') return rule;
    const peers = rule.peer.peers.map((peer) => {
      if (peer.kind !== 'selector' || peer.selector.kind !== 'labels') return peer;
      const { scope: _, ...selector } = peer.selector;
      return { ...peer, selector, addresses: 'both' as const };
    });
    return { ...rule, peer: { kind: 'any-of' as const, peers } };
  });
  return { ...record, rules };
}

/** Lets a rule for all of IPv4 stand for IPv6 too. */
export function mixesFamilies(record: GraphRecord): GraphRecord {
  if (record.kind !== 'filter') return record;
  const rules = record.rules.map((rule) => {
    if (rule.peer.kind !== 'addresses' || !rule.peer.set.equals(AddressSet.allIpv4)) return rule;
    return { ...rule, peer: { ...rule.peer, set: AddressSet.all } };
  });
  return { ...record, rules };
}

/** Judges a database by its list alone: whether it has an address does not matter. */
export function inventsAddress(address: string): (record: GraphRecord) => GraphRecord {
  return (record) => {
    if (record.kind !== 'interface' || record.addresses.length > 0) return record;
    const inside = AddressSet.parse(address);
    return { ...record, addresses: [{ inside, plane: 'public', exact: true }] };
  };
}

/** Does not know that a control plane answers by a name as well. */
export function knowsNoDnsEndpoint(record: GraphRecord): GraphRecord | undefined {
  return record.kind === 'interface' && record.name.endsWith('/dns') ? undefined : record;
}
