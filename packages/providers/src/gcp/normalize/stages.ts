import {
  type CoverageKey,
  type FilterLayer,
  type ResourceId,
  resourceIdParts,
  type Unknown,
  unknown,
} from '@netposture/network/graph';
import { linkKey, linkParts } from '../link.ts';
import {
  firewalls,
  networkEffective,
  networkPolicies,
  networkPolicy,
  regionEffective,
  regionPolicy,
} from '../operations/compute.ts';
import type { PolicyItem } from '../schema/hierarchy.ts';
import type { Draft } from './draft.ts';
import { effectivePolicy, type Hierarchy, type UpperPolicy } from './hierarchy.ts';
import { idOf, provenanceOf } from './ids.ts';
import type { NetworkFacts } from './network-facts.ts';
import { addMetadataFilter, addPlatformLayer } from './platform-filters.ts';
import { judgesBalancers, type PolicyTargets, policyRules } from './policy-rules.ts';
import type { Told } from './reading.ts';
import { type Members, STAGE_DEFAULTS, vpcRule } from './vpc-rules.ts';

/** What is in force on the interfaces of one network in one region. */
export interface Stages {
  readonly layers: readonly FilterLayer[];
  /** Calls for which no file was given. */
  readonly assumes: readonly CoverageKey[];
  /** Some rule is aimed at the proxies of internal balancers. */
  readonly judgesBalancers: boolean;
}

/** What stages are made from. */
export interface StageSources {
  readonly hierarchy: Hierarchy;
  readonly references: (networks: readonly string[], shared: boolean) => PolicyTargets;
  readonly membersOf: (network: NetworkFacts) => Members;
}

/** One stage of the evaluation: attached filters, in order. */
interface Stage {
  readonly filters: readonly ResourceId[];
  readonly assumes?: readonly CoverageKey[];
  readonly judgesBalancers?: boolean;
}

/**
 * The stages that Google evaluates one after the other for an interface; the first that allows or denies decides.
 * https://cloud.google.com/firewall/docs/firewall-policies-rule-evaluation-order, 2026-11-21.
 */
export class StagePlan {
  readonly #draft: Draft;
  readonly #sources: StageSources;
  readonly #known = new Map<string, Stages>();

  constructor(draft: Draft, sources: StageSources) {
    this.#draft = draft;
    this.#sources = sources;
  }

  /** The layers of an interface of this network in this region. */
  stagesOf(network: NetworkFacts, region: string): Stages {
    const key = `${network.id} ${region}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.#make(network, region);
    this.#known.set(key, made);
    return made;
  }

  #make(network: NetworkFacts, region: string): Stages {
    const { policies, gap } = this.#policiesOf(network);
    const vpc: Stage = { filters: [this.#vpcFilter(network)] };
    const own = [
      gap,
      this.#policyStage(policies, network, undefined),
      this.#policyStage(policies, network, region),
    ];
    const order = network.told.item.networkFirewallPolicyEnforcementOrder;
    const middle =
      order === 'BEFORE_CLASSIC_FIREWALL'
        ? [...own, vpc]
        : order === undefined || order === 'AFTER_CLASSIC_FIREWALL'
          ? [vpc, ...own]
          : [
              this.#unseen(
                network,
                'order',
                unknown(`The order of firewall stages ${order} is not known.`),
              ),
              vpc,
              ...own,
            ];
    const stages = [
      { filters: [addMetadataFilter(this.#draft, network)] },
      this.#undocumented(network, region),
      this.#hierarchical(network),
      this.#system(network, region),
      ...middle,
    ];
    const sequence: FilterLayer = {
      kind: 'layer',
      combine: 'sequence',
      attachments: stages.flatMap(({ filters }) =>
        filters.map((filter) => ({ filter, enforcement: 'enforced' as const })),
      ),
      whenNone: { ingress: 'deny', egress: 'allow' },
      atEnd: { ingress: 'deny', egress: 'allow' },
    };
    return {
      layers: [sequence, addPlatformLayer(this.#draft, network)],
      assumes: [...new Set(stages.flatMap(({ assumes }) => assumes ?? []))],
      judgesBalancers: stages.some((stage) => stage.judgesBalancers === true),
    };
  }

  #hierarchical(network: NetworkFacts): Stage {
    const upper = this.#sources.hierarchy.above(network.project, network.told.item.name);
    if (upper.kind === 'unknown')
      return this.#unseen(network, 'hierarchical-policies', upper.cause);
    return { ...this.#upperStage(upper.policies), assumes: upper.assumes };
  }

  /** Policies that Google itself puts on a network, such as those of Kubernetes Engine. */
  #system(network: NetworkFacts, region: string): Stage {
    const { name } = network.told.item;
    const { reading } = this.#draft;
    const standing = reading.standing(regionEffective, network.project, region, name);
    if (standing.kind === 'gap')
      return this.#unseen(network, `system-policies/${region}`, standing.cause);
    if (standing.kind === 'assumed') return { filters: [], assumes: [standing.key] };
    const [told] = reading.of(regionEffective, network.project, region, name);
    const policies = (told?.item.firewallPolicys ?? []).filter(
      ({ type }) => type === 'SYSTEM_REGIONAL' || type === 'SYSTEM',
    );
    if (told === undefined) return { filters: [] };
    return this.#upperStage(
      policies.map((policy) => effectivePolicy(policy, network.project, name, told, region)),
    );
  }

  /** Global system policies exist in the API, and where they stand in the order is not documented. */
  #undocumented(network: NetworkFacts, region: string): Stage {
    const { name } = network.told.item;
    const { reading } = this.#draft;
    const answers = [
      ...reading.of(networkEffective, network.project, 'global', name),
      ...reading.of(regionEffective, network.project, region, name),
    ];
    const policies = answers.flatMap(({ item }) => item.firewallPolicys ?? []);
    if (!policies.some(({ type }) => type === 'SYSTEM_GLOBAL')) return { filters: [] };
    return this.#unseen(
      network,
      'global-system-policies',
      unknown(
        'Google enforces a global system policy here, whose place in the order is not documented.',
      ),
    );
  }

  #upperStage(policies: readonly UpperPolicy[]): Stage {
    const references = this.#sources.references([], true);
    const filters = policies.map((policy) => {
      const { account, nativeId, name, told } = policy;
      const rules = policyRules(policy.rules ?? [], references);
      const missing =
        policy.rules === undefined
          ? unknown(`The rules of the policy ${name} were not read.`)
          : undefined;
      return this.#draft.add({
        kind: 'filter',
        id: idOf('filter', account, 'global', nativeId),
        name,
        provenance: provenanceOf(
          { ...told, account },
          { location: 'global', nativeId: nativeId.split('/').at(-1) ?? nativeId },
        ),
        nativeKind: 'hierarchical firewall policy',
        ...STAGE_DEFAULTS,
        rules,
        ...(missing === undefined ? {} : { incomplete: missing }),
      });
    });
    return { filters, judgesBalancers: policies.some(({ rules }) => judgesBalancers(rules ?? [])) };
  }

  /** The network's own policies of one level, in order of association: by priority, then by name. */
  #policyStage(
    policies: readonly Told<PolicyItem>[],
    network: NetworkFacts,
    region: string | undefined,
  ): Stage {
    const key = linkKey(network.told.item.selfLink);
    const found = policies.flatMap((told) => {
      const at = linkParts(told.item.selfLink);
      if (at === undefined || at.region !== region) return [];
      const link = told.item.associations?.find(
        ({ attachmentTarget = '' }) => linkKey(attachmentTarget) === key,
      );
      if (link === undefined) return [];
      return [{ told, priority: link.priority ?? 1000, tie: link.name ?? told.item.name }];
    });
    found.sort((a, b) => a.priority - b.priority || (a.tie < b.tie ? -1 : a.tie > b.tie ? 1 : 0));
    return {
      filters: found.map(({ told }) => this.#policyFilter(told)),
      judgesBalancers: found.some(({ told }) => judgesBalancers(told.item.rules ?? [])),
    };
  }

  #policyFilter(told: Told<PolicyItem>): ResourceId {
    const { item } = told;
    const at = linkParts(item.selfLink);
    const location = at?.location ?? 'global';
    const project = at?.project ?? told.account;
    const targets = (item.associations ?? []).flatMap(
      ({ attachmentTarget }) => attachmentTarget ?? [],
    );
    const rules = item.rules ?? this.#rulesRead(project, location, item.name);
    const kind = item.policyType;
    const incomplete =
      rules === undefined
        ? unknown(`The rules of the policy ${item.name} were not read.`)
        : kind !== undefined && kind !== 'VPC_POLICY'
          ? unknown(`Policies of type ${kind} are judged by rules of their own.`)
          : undefined;
    return this.#draft.add({
      kind: 'filter',
      id: idOf('filter', project, location, `firewallPolicies/${item.name}`),
      name: item.name,
      provenance: provenanceOf(
        { ...told, account: project },
        { location, nativeId: item.name, uri: item.selfLink },
      ),
      nativeKind:
        location === 'global'
          ? 'global network firewall policy'
          : 'regional network firewall policy',
      ...STAGE_DEFAULTS,
      rules: policyRules(rules ?? [], this.#sources.references(targets, false)),
      ...(incomplete === undefined ? {} : { incomplete }),
    });
  }

  #rulesRead(project: string, location: string, name: string): PolicyItem['rules'] {
    const operation = location === 'global' ? networkPolicy : regionPolicy;
    return this.#draft.reading.of(operation, project, location, name)[0]?.item.rules;
  }

  #policiesOf(network: NetworkFacts): {
    readonly policies: readonly Told<PolicyItem>[];
    readonly gap: Stage;
  } {
    const { reading } = this.#draft;
    const standing = reading.standing(networkPolicies, network.project);
    const policies = reading.of(networkPolicies, network.project);
    switch (standing.kind) {
      case 'read':
        return { policies, gap: { filters: [] } };
      case 'assumed':
        return { policies, gap: { filters: [], assumes: [standing.key] } };
      case 'gap':
        return { policies, gap: this.#unseen(network, 'network-policies', standing.cause) };
    }
  }

  /** The network's VPC firewall rules. */
  #vpcFilter(network: NetworkFacts): ResourceId {
    const { reading } = this.#draft;
    const key = linkKey(network.told.item.selfLink);
    const id = idOf(
      'filter',
      network.project,
      'global',
      `networks/${network.told.item.name}/firewalls`,
    );
    // One filter for all regions of the network.
    if (this.#draft.records.has(id)) return id;
    const members = this.#sources.membersOf(network);
    const rules = reading
      .of(firewalls, network.project)
      .filter(({ item }) => linkKey(item.network) === key)
      .map((told) => vpcRule(told, members));
    const gap = reading.gap(firewalls, network.project);
    return this.#draft.add({
      kind: 'filter',
      id: idOf('filter', network.project, 'global', `networks/${network.told.item.name}/firewalls`),
      name: `VPC firewall rules of ${network.told.item.name}`,
      provenance: this.#provenance(network, 'firewalls', firewalls.id),
      nativeKind: 'VPC firewall rules',
      ...STAGE_DEFAULTS,
      isDefault: rules.length > 0 && rules.every((rule) => rule.id.startsWith('default-allow-')),
      rules,
      network: network.id,
      ...(gap === undefined ? {} : { incomplete: gap }),
    });
  }

  #unseen(network: NetworkFacts, what: string, cause: Unknown): Stage {
    const nativeId = `networks/${network.told.item.name}/${what}`;
    return {
      filters: [
        this.#draft.unseen('filter', network.project, nativeId, cause, network.told.operation),
      ],
    };
  }

  #provenance(network: NetworkFacts, nativeId: string, operation: string) {
    const id = `${resourceIdParts(network.id).nativeId}/${nativeId}`;
    return provenanceOf(
      { account: network.project, operation },
      { location: 'global', nativeId: id },
    );
  }
}
