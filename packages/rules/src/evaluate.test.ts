import { allow } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { evaluateExample } from './example.testkit.ts';
import { defineRule, type Rule, type RuleExample } from './rule.ts';
import { adminPortPublic } from './rules/admin-port-public.ts';
import { admittingServer } from './rules/admitting-server.ts';
import { ground } from './rules/ground.ts';
import { noPublicDatabase } from './rules/no-public-database.ts';
import { undeclaredPublicEndpoint } from './rules/undeclared-public-endpoint.ts';

const broken: Rule = defineRule({
  ...noPublicDatabase,
  id: 'broken-rule',
  parameters: {},
  // biome-ignore lint/correctness/useYield: the rule throws before it says anything.
  *evaluate() {
    throw new Error('planted');
  },
});

const open = {
  expect: 'violates',
  title: 'SSH is open',
  graph: admittingServer('tcp/22', '0.0.0.0/0'),
} as const;

/** A public server with two filters, one rule each, and another own server at 203.0.112.10. */
function serverWith(
  first: ReturnType<typeof allow>,
  second: ReturnType<typeof allow>,
): RuleExample['graph'] {
  return () => {
    const { world } = ground();
    const network = world.publicSpace('internet');
    const filters = [
      world.filter('first', { ingress: [first] }),
      world.filter('second', { ingress: [second] }),
    ];
    world.server('web-1', { network, inside: '198.18.0.10', filters });
    const out = world.filter('out', { egress: [allow('any', '0.0.0.0/0')] });
    world.server('app-1', { network, inside: '203.0.112.10', filters: [out] });
    return world.graph();
  };
}

describe('evaluate', () => {
  it('a rule that throws is not evaluated, and the others still report', () => {
    const { findings, notEvaluated } = evaluateExample(broken, open, [adminPortPublic]);

    expect(findings.map(({ rule }) => rule)).toEqual(['admin-port-public']);
    expect(notEvaluated.map(({ rule, code }) => ({ rule, code }))).toEqual([
      { rule: 'broken-rule', code: 'POSTURE_RULE_FAILED' },
    ]);
    expect(notEvaluated[0]?.message).toContain('planted');
  });

  it('a finding has witness, trace and members, and an id of rule, subject and peer class', () => {
    const { findings } = evaluateExample(adminPortPublic, open);

    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(finding?.id).toBe('admin-port-public | made/acme/global/filter/web | internet');
    expect(finding?.witness?.transport.destinationPort).toBe(22);
    expect(finding?.members).toEqual(['made/acme/global/workload/web-1']);
    expect(finding?.trace.at(-1)).toBe('=> allowed');
  });

  it('a wider exposure is the same finding with more packets', () => {
    const wider = { ...open, graph: admittingServer('tcp/22-23', '0.0.0.0/0') };

    const before = evaluateExample(adminPortPublic, open).findings[0];
    const after = evaluateExample(adminPortPublic, wider).findings[0];

    expect(after?.id).toBe(before?.id);
    expect(before?.packets.isSubsetOf(after?.packets ?? before.packets)).toBe(true);
    expect(before?.packets.equals(after?.packets ?? before.packets)).toBe(false);
  });

  it('the subject is the filter that admits, not the one attached beside it', () => {
    const { findings } = evaluateExample(adminPortPublic, {
      ...open,
      graph: serverWith(allow('tcp/22', '0.0.0.0/0'), allow('tcp/443', '0.0.0.0/0')),
    });

    expect(findings.map(({ subjectName }) => subjectName)).toEqual(['first']);
  });

  it('a port that only an own address may use is no part of what the internet reaches', () => {
    const { findings } = evaluateExample(undeclaredPublicEndpoint, {
      ...open,
      graph: serverWith(allow('tcp/80', '0.0.0.0/0'), allow('tcp/5432', '203.0.112.10')),
    });

    expect(findings.map(({ message }) => message)).toEqual([
      'first is reachable from the internet by tcp 80, which is not declared public',
    ]);
  });

  it('a policy switches a rule off and changes a severity', () => {
    const off = evaluateExample(adminPortPublic, {
      ...open,
      policy: 'rules: { admin-port-public: off }',
    });
    const low = evaluateExample(adminPortPublic, {
      ...open,
      policy: 'rules: { admin-port-public: low }',
    });

    expect(off.findings).toEqual([]);
    expect(low.findings.map(({ severity }) => severity)).toEqual(['low']);
  });
});
