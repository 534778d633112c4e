import {
  ownAddressIndex,
  providerId,
  resourceIdParts,
  unseenAccounts,
} from '@netposture/network/graph';
import { evaluate, type Finding, type Policy, RULES, remediationFor } from '@netposture/rules';
import type { EvaluatedFinding } from '../drift/compare-findings.ts';
import type { Place } from '../drift/sight.ts';
import type { EvaluateRules } from './ports.ts';

/** The rules of a policy, as the pipeline asks them. */
export function createRuleJudge(policy: Policy): EvaluateRules {
  return ({ linked, reachability, earlier, coverage, now }) => {
    const places = placesOf(coverage.map(({ scope }) => scope));
    const accounts = places.map(({ provider, account }) => ({
      provider: providerId(provider),
      account,
    }));
    const ownAddresses = ownAddressIndex({
      graphs: [{ graph: linked.graph, seenAt: now }],
      earlier,
      unseenAccounts: unseenAccounts(linked.graph, accounts),
    });
    const { findings, notEvaluated } = evaluate({
      linked,
      reachability,
      policy,
      ownAddresses,
      coverage,
      now,
    });
    return {
      findings: findings.flatMap((finding) => evaluatedFinding(finding, places)),
      notEvaluated: notEvaluated.map(({ rule }) => rule),
    };
  };
}

function evaluatedFinding(finding: Finding, everywhere: readonly Place[]): EvaluatedFinding[] {
  const { id, rule, severity, state, title, subject, subjectName, message, packets } = finding;
  if (state === 'resolved') return [];
  const subjectIds = subject.kind === 'records' ? subject.ids : [];
  const known = RULES.find((one) => one.id === rule);
  const records = [...subjectIds, ...finding.members];
  const ownPlaces = placesOf(records.map((record) => resourceIdParts(record)));
  // What is said of a zone leans on everything that could be in it; a gap in coverage leans on nothing else.
  const isWide = subject.kind === 'zone' && ownPlaces.length === 0;
  return [
    {
      id,
      rule,
      severity,
      state,
      title: message,
      packets: packets.toJSON(),
      places: isWide ? everywhere : ownPlaces,
      detail: {
        title,
        subject: subjectName,
        subjectIds,
        peerClass: finding.peerClass,
        trace: finding.trace,
        members: finding.members,
        reasons: finding.reasons,
        remediation: known === undefined ? '' : remediationFor(known, finding),
      },
    },
  ];
}

function placesOf(scopes: readonly Place[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { provider, account, location } of scopes) {
    if (provider === 'files') continue;
    places.set(JSON.stringify([provider, account, location]), { provider, account, location });
  }
  return [...places.values()];
}
