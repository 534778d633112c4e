/**
 * All rules over the generated estate, with a table per rule: `npm run bench -- rules [rules in the estate]`. The analysis (the
 * exposure of everything) is done before and timed by itself, as DESIGN.md section 10 wants it.
 */
import { link, ownAddressIndex } from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { evaluate, parsePolicy, RULES, type Rule } from '@netposture/rules';
import { generateEstate } from './estate.ts';
import { readable, table } from './measure.ts';

const SEED = 7;
const NOW = '2026-11-21T06:00:00Z';

/** Declarations that make the rules of the policy work as well. */
const POLICY = `
zones:
  workloads: { kinds: [workload] }
  databases: { kinds: [database] }
sensitiveZones: [databases]
gateways: { names: [], maximum: 1 }
egressIdentities: [198.18.0.50]
addressSets: { vpn: [203.0.112.7] }
vpn: [vpn]
tiers: { private: [databases] }
`;

function main(size: number): void {
  const graph = generateEstate({ rules: size }, SEED);
  const linked = link(graph);
  const reachability = new Reachability(linked);
  const kinds = new Set(['workload', 'service', 'load-balancer']);
  const analysis = timed(() => {
    for (const record of graph.records.values())
      if (kinds.has(record.kind)) reachability.exposure(record.id);
  });
  const spent = new Map<string, { readonly ms: number; readonly drafts: number }>();
  const rules = RULES.map(
    (rule): Rule => ({
      ...rule,
      *evaluate(context, parameters) {
        const start = performance.now();
        const drafts = [...rule.evaluate(context, parameters)];
        spent.set(rule.id, { ms: performance.now() - start, drafts: drafts.length });
        yield* drafts;
      },
    }),
  );
  const { policy, isRefused } = parsePolicy(POLICY, 'bench.yaml');
  if (isRefused) throw new Error('the policy of the benchmark is refused');
  const ownAddresses = ownAddressIndex({ graphs: [{ graph, seenAt: NOW }] });
  let findings = 0;
  let failed: readonly string[] = [];
  const all = timed(() => {
    const result = evaluate({
      linked,
      reachability,
      policy,
      ownAddresses,
      coverage: [],
      now: NOW,
      rules,
    });
    findings = result.findings.length;
    failed = result.notEvaluated.map(({ message }) => message);
  });
  const rows = [...spent].sort(([, a], [, b]) => b.ms - a.ms);
  const inRules = rows.reduce((sum, [, { ms }]) => sum + ms, 0);
  console.log(`${size} rules in the estate, seed ${SEED}; findings: ${findings}`);
  console.log(
    table([
      ['rule', 'ms', 'drafts'],
      ...rows.map(([id, { ms, drafts }]) => [id, readable(ms), String(drafts)]),
      ['joining drafts, traces', readable(all - inRules), ''],
      ['all rules', readable(all), ''],
      ['analysis before', readable(analysis), ''],
      ['rules / analysis', readable(all / analysis), ''],
    ]),
  );
  for (const message of failed) console.log(message);
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

main(Number(process.argv[2] ?? 1_000_000));
