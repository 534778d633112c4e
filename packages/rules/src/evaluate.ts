import {
  AddressClassifier,
  type AddressGroup,
  type CoverageEntry,
  type LinkedGraph,
  type OwnAddressIndex,
  providerId,
  recordsOf,
  resourceId,
} from '@netposture/network/graph';
import { AddressSet } from '@netposture/network/netset';
import type { Reachability } from '@netposture/network/reachability';
import { ExposedFacts } from './facts/exposed-facts.ts';
import type { Finding, FindingDraft } from './finding.ts';
import { joinDrafts } from './join-drafts.ts';
import type { ParameterValue } from './parameter-value.ts';
import type { Policy } from './policy/policy.ts';
import { PolicyZones } from './policy/policy-zones.ts';
import { applyWaivers } from './policy/waivers.ts';
import { selectedRules } from './presets.ts';
import { RULES } from './registry.ts';
import type { ParameterSpecs, Rule } from './rule.ts';
import type { RuleContext } from './rule-context.ts';
import { SEVERITIES } from './severity.ts';

/** What an evaluation needs. */
export interface EvaluationInput {
  readonly linked: LinkedGraph;
  readonly reachability: Reachability;
  readonly policy: Policy;
  readonly ownAddresses: OwnAddressIndex;
  readonly coverage: readonly CoverageEntry[];
  /** Instant of the evaluation, ISO 8601 in UTC. */
  readonly now: string;
  /** Default: every registered rule. The policy chooses among them. */
  readonly rules?: readonly Rule[];
}

/** A rule that gave no answer, which is never a pass: the scan is incomplete. */
export interface NotEvaluated {
  readonly rule: string;
  readonly code: 'POSTURE_RULE_FAILED';
  readonly message: string;
  readonly cause: unknown;
}

/** All findings, worst first, and the rules that could not be asked. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  readonly notEvaluated: readonly NotEvaluated[];
}

/** Asks every rule that the policy chooses. A rule that throws is not evaluated; the others go on. */
export function evaluate(input: EvaluationInput): Evaluation {
  const context = ruleContext(input);
  const rules = selectedRules(input.rules ?? RULES, input.policy);
  const notEvaluated: NotEvaluated[] = [];
  const collected = new Map<Rule, FindingDraft[]>();
  for (const rule of rules) {
    attempt(rule, notEvaluated, () => {
      const drafts = [...rule.evaluate(context, parametersOf(rule, input.policy))];
      collected.set(rule, drafts);
    });
  }
  const found: Finding[] = [];
  for (const [rule, drafts] of collected) {
    attempt(rule, notEvaluated, () => {
      for (const finding of joinDrafts(context, rule, drafts)) found.push(finding);
    });
  }
  const waived = applyWaivers(input.policy, found, input.now);
  const reviewed: Finding[] = [];
  for (const rule of rules) {
    const review = rule.review;
    if (review === undefined) continue;
    attempt(rule, notEvaluated, () => {
      reviewed.push(...joinDrafts(context, rule, [...review.call(rule, context, waived)]));
    });
  }
  return { findings: worstFirst([...waived, ...reviewed]), notEvaluated };
}

/** The context that rules see. */
export function ruleContext(input: EvaluationInput): RuleContext {
  const { linked, reachability, policy, ownAddresses, coverage, now } = input;
  const groups = [...recordsOf(linked.graph, 'address-group'), ...trustedGroups(policy)];
  const classifier = new AddressClassifier(ownAddresses, groups);
  const exposed = new ExposedFacts(linked, reachability, {
    classifier,
    attached: unionOf(ownAddresses.entries.filter(({ state }) => state === 'attached')),
    trusted: unionOf(groups.filter(({ role }) => role === 'trusted')),
    threshold: policy.publicThreshold,
  });
  const zones = new PolicyZones(linked, policy);
  return { linked, reachability, policy, zones, ownAddresses, classifier, exposed, coverage, now };
}

function unionOf(named: readonly { readonly addresses: AddressSet }[]): AddressSet {
  return AddressSet.unionOf(named.map(({ addresses }) => addresses));
}

function attempt(rule: Rule, notEvaluated: NotEvaluated[], run: () => void): void {
  try {
    run();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `The rule ${rule.id} was not evaluated: ${why}. Report this as a defect of the rule.`;
    notEvaluated.push({ rule: rule.id, code: 'POSTURE_RULE_FAILED', message, cause });
  }
}

function parametersOf(rule: Rule, policy: Policy): Readonly<Record<string, never>> {
  const values: Record<string, ParameterValue> = {};
  const specs: ParameterSpecs = rule.parameters;
  const names = [rule.id, ...(rule.aliases ?? [])];
  const set = names
    .map((name) => policy.rules.get(name)?.parameters)
    .find((one) => one !== undefined);
  for (const [name, spec] of Object.entries(specs)) values[name] = set?.[name] ?? spec.default;
  return values as Readonly<Record<string, never>>;
}

function trustedGroups(policy: Policy): AddressGroup[] {
  const provider = providerId('policy');
  return [...policy.addressSets.values()]
    .filter(({ trusted }) => trusted)
    .map(({ name, addresses }) => ({
      kind: 'address-group',
      id: resourceId({
        provider,
        account: 'policy',
        location: 'global',
        kind: 'address-group',
        nativeId: name,
      }),
      name,
      provenance: {
        provider,
        account: 'policy',
        location: 'global',
        nativeId: name,
        operation: 'policy',
      },
      role: 'trusted',
      addresses,
      source: policy.file,
      date: '',
    }));
}

/** By severity, and among equals by id. */
function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const bySeverity = Map.groupBy(findings, ({ severity }) => severity);
  const byId = (a: Finding, b: Finding) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return SEVERITIES.toReversed().flatMap((severity) => (bySeverity.get(severity) ?? []).sort(byId));
}
