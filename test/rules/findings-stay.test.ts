import { createHash } from 'node:crypto';
import { type Graph, link, ownAddressIndex } from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { evaluate, type Finding, parsePolicy, RULES } from '@netposture/rules';
import { describe, expect, it } from 'vitest';
import { generateEstate } from '../../bench/estate.ts';
import { worlds } from '../worlds/worlds.ts';

const NOW = '2026-11-21T06:00:00Z';

const POLICY = `
zones:
  databases: { kinds: [database] }
  production: { labels: { env: prod } }
  development: { labels: { env: dev } }
sensitiveZones: [databases]
environments: [production, development]
publicEndpoints:
  - { zone: production, ports: [tcp/443] }
gateways: { names: [], maximum: 1 }
egressIdentities: [198.18.0.50]
addressSets:
  vpn: [203.0.112.7]
  partner: { addresses: [3.0.0.0/8], trusted: true }
vpn: [vpn]
tiers: { private: [databases] }
`;

/**
 * Findings (packets, witness, members, id, message and all else but the words of the trace) as one line for each rule. Who
 * changes how findings are worked out sees here that nothing else changed; who changes a rule sees that no other rule
 * moved, and renews the snapshot.
 */
describe('the findings stay as they are', () => {
  it('of the generated estate, as any cloud has it', () => {
    expect(linesOf([generateEstate({ rules: 3000 }, 3)])).toMatchSnapshot();
  });

  it('of the generated estate, as AWS has it', () => {
    expect(linesOf([generateEstate({ rules: 3000, dialect: 'aws' }, 4)])).toMatchSnapshot();
  });

  it('of the worlds', () => {
    expect(linesOf(worlds.map(({ make }) => make().graph))).toMatchSnapshot();
  });
});

function linesOf(graphs: readonly Graph[]): readonly string[] {
  const byRule = new Map(RULES.map(({ id }) => [id, { count: 0, hash: createHash('sha256') }]));
  for (const finding of graphs.flatMap(findingsOf)) {
    const entry = byRule.get(finding.rule);
    if (entry === undefined) continue;
    entry.count++;
    entry.hash.update(textOf(finding));
  }
  return [...byRule].map(
    ([id, { count, hash }]) => `${id}: ${count}, ${hash.digest('hex').slice(0, 16)}`,
  );
}

function findingsOf(graph: Graph): readonly Finding[] {
  const linked = link(graph);
  const { policy, problems } = parsePolicy(POLICY, 'netposture.yaml');
  expect(problems).toEqual([]);
  const { findings, notEvaluated } = evaluate({
    linked,
    reachability: new Reachability(linked),
    policy,
    ownAddresses: ownAddressIndex({ graphs: [{ graph, seenAt: NOW }] }),
    coverage: graph.coverage,
    now: NOW,
  });
  expect(notEvaluated).toEqual([]);
  return findings;
}

/** Everything of a finding but its trace, keys in order. */
function textOf({ trace, ...finding }: Finding): string {
  const fields = Object.entries({ ...finding, isTraced: trace.length > 0 }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return JSON.stringify(fields, (_, value) =>
    typeof value === 'bigint' ? value.toString() : (value as unknown),
  );
}
