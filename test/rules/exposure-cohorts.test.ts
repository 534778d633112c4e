import { link, ownAddressIndex } from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { parsePolicy } from '@netposture/rules';
import { describe, expect, it } from 'vitest';
import { generateEstate } from '../../bench/estate.ts';
import { ruleContext } from '../../packages/rules/src/evaluate.ts';
import { attachedFilters } from '../../packages/rules/src/facts/admitting-filters.ts';
import {
  type ExposedAt,
  exposureCohorts,
} from '../../packages/rules/src/facts/exposure-cohorts.ts';
import { exposureTargets } from '../../packages/rules/src/facts/exposure-targets.ts';
import { randomGraph } from '../oracle/random-graph.testkit.ts';

const NOW = '2026-11-21T06:00:00Z';
const graphs = [
  generateEstate({ rules: 3000, dialect: 'aws' }, 5),
  generateEstate({ rules: 3000 }, 6),
  ...Array.from({ length: 40 }, (_, seed) => randomGraph(seed)),
];

describe('the cohorts of what outsiders reach', () => {
  const found = graphs.map((graph) => {
    const linked = link(graph);
    const { policy } = parsePolicy('', 'none.yaml');
    const ownAddresses = ownAddressIndex({ graphs: [{ graph, seenAt: NOW }] });
    const reachability = new Reachability(linked);
    return ruleContext({ linked, reachability, policy, ownAddresses, coverage: [], now: NOW });
  });

  it('hold every way to every target once', () => {
    for (const context of found) {
      const all = exposureTargets(context).flatMap(({ ways }) => ways);
      const held = exposureCohorts(context).flatMap((cohort) => cohort.map(({ way }) => way));

      expect(new Set(held)).toEqual(new Set(all));
      expect(held).toHaveLength(all.length);
    }
  });

  it('hold together only what carries the same filters and lets in the same packets, whatever their destination', () => {
    const named = ({ record, way }: ExposedAt) => ({
      kind: record.kind,
      filters: way.card === undefined ? [] : attachedFilters(way.card),
      allowed: way.class.allowed.toString(),
      undetermined: way.class.undetermined.toString(),
    });
    let together = 0;
    for (const context of found) {
      for (const [first, ...others] of exposureCohorts(context)) {
        together += others.length;
        for (const other of others) expect(named(other)).toEqual(named(first));
      }
    }
    expect(together).toBeGreaterThan(100);
  });
});
