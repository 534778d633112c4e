import type { AddressSighting, Graph } from '@netposture/network/graph';
import type { ControlMapping } from './catalogue/controls.ts';
import type { Finding, FindingDraft } from './finding.ts';
import type { ParameterValue } from './parameter-value.ts';
import type { RuleContext } from './rule-context.ts';
import type { Severity } from './severity.ts';

/** Where a rule stands in the catalogue. */
export type RuleGroup =
  | 'exposure'
  | 'default-deny'
  | 'administration'
  | 'data-tier'
  | 'segmentation'
  | 'allow-lists'
  | 'hygiene'
  | 'monitoring';

/** One parameter of a rule; its type is that of its default. */
export interface ParameterSpec {
  readonly description: string;
  readonly default: ParameterValue;
}

/** The parameters of a rule by name. */
export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

/** The values that `evaluate` receives: those of the policy file, else the defaults. */
export type ParametersOf<P extends ParameterSpecs> = {
  readonly [K in keyof P]: P[K]['default'] extends number
    ? number
    : P[K]['default'] extends boolean
      ? boolean
      : readonly string[];
};

/** A small network with the answer that the rule gives for it. Runs as a test and is printed in the documentation. */
export interface RuleExample {
  readonly expect: 'violates' | 'complies' | 'undetermined';
  /** The situation in one sentence. */
  readonly title: string;
  readonly graph: () => Graph;
  /** The policy file that goes with it. Default: none. */
  readonly policy?: string;
  /** Public addresses that earlier scans saw. */
  readonly earlier?: readonly AddressSighting[];
  /** Accounts (`provider/account`) that could not be seen. */
  readonly unseenAccounts?: readonly string[];
}

/** What to do about it in each cloud, with the command. `none` says why there is nothing to do there. */
export interface Remediation {
  readonly aws: string;
  readonly hetzner: string;
  readonly digitalocean: string;
  readonly gcp: string;
}

/**
 * One rule: what it says, why it matters, what to do, and how it is judged. Rules read graph, reachability and policy only,
 * and work for every cloud whose graph has the facts. They may throw: the scan then says that the rule was not evaluated.
 */
export interface Rule<P extends ParameterSpecs = ParameterSpecs> {
  /** Never changes meaning and is never used again. */
  readonly id: string;
  /** Former ids, which waivers and settings may still use. */
  readonly aliases?: readonly string[];
  /** The fact, as a sentence without full stop. */
  readonly title: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** `recommended` rules run by default; `strict` ones when the policy asks for that preset. */
  readonly preset: 'recommended' | 'strict';
  /** The harm. */
  readonly rationale: string;
  /** What the rule does not see or judge. */
  readonly doesNotSee: string;
  readonly remediation: Remediation;
  readonly references: readonly { readonly title: string; readonly url: string }[];
  readonly controls: readonly ControlMapping[];
  readonly parameters: P;
  /** At least one each of violates, complies and undetermined. */
  readonly examples: readonly RuleExample[];
  /** What breaks the rule, in any order; several of one identity are joined. */
  evaluate(context: RuleContext, parameters: ParametersOf<P>): Iterable<FindingDraft>;
  /** Looks at the findings of all rules, waivers applied; for rules about findings. */
  review?(context: RuleContext, findings: readonly Finding[]): Iterable<FindingDraft>;
}

/** A rule with its parameters' types inferred. */
export function defineRule<const P extends ParameterSpecs>(rule: Rule<P>): Rule {
  return rule;
}
