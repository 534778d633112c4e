import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  allow,
  build,
  type Graph,
  link,
  local,
  ownAddressIndex,
  toGateway,
} from '@netposture/network/graph';
import { Reachability } from '@netposture/network/reachability';
import { type Evaluation, evaluate, parsePolicy, RULES } from '@netposture/rules';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../examples');
const NOW = '2026-11-21T06:00:00Z';

/** Each example policy with the rule that judges its statement. */
const STATEMENTS = [
  ['01-databases-never-public', 'no-public-database'],
  ['02-databases-from-applications', 'database-reachable-beyond-clients'],
  ['03-deny-by-default', 'default-deny-ingress'],
  ['04-declared-endpoints', 'undeclared-public-endpoint'],
  ['05-production-over-vpn', 'segmentation-violation'],
  ['06-ssh-through-bastion', 'admin-access-outside-vpn'],
  ['07-bastion-from-vpn', 'bastion-open-beyond-vpn'],
  ['08-environments-separated', 'segmentation-violation'],
  ['09-account-per-environment', 'mixed-environments'],
  ['10-customers-separated', 'tenant-isolation'],
  ['11-tiers-in-subnets', 'tier-in-wrong-subnet'],
  ['12-http-through-balancer', 'origin-bypass'],
  ['13-private-or-encrypted', 'plaintext-over-internet'],
  ['14-single-egress', 'egress-identity-undeclared'],
  ['15-limited-gateways', 'undeclared-gateway'],
  ['16-flow-logs', 'flow-logs-off'],
  ['17-only-ports-required', 'segmentation-violation'],
  ['18-control-planes', 'public-control-plane'],
  ['19-own-addresses-only', 'over-broad-allow-list'],
  ['20-unseen-is-reported', 'coverage-gap'],
] as const;

type Situation = 'holds' | 'violated';

/** Graphs for statements whose rule has no example that fits the policy; the others use the examples of the rule. */
const GRAPHS: Readonly<Record<string, (situation: Situation) => Graph>> = {
  '05-production-over-vpn': (situation) =>
    publicHost(
      'production',
      situation === 'holds' ? '203.0.112.7' : ['203.0.112.7', '203.0.112.8'],
    ),
  '06-ssh-through-bastion': (situation) =>
    neighbours(
      { role: 'bastion' },
      { role: 'app' },
      situation === 'holds' ? '10.0.0.10' : '10.0.0.0/24',
    ),
  '08-environments-separated': (situation) =>
    neighbours(
      { env: 'staging' },
      { env: 'production' },
      situation === 'holds' ? '10.0.0.99' : '10.0.0.0/24',
    ),
  '17-only-ports-required': (situation) => {
    const world = build('acme');
    const network = world.network('vpc', { ranges: '10.0.0.0/24' });
    const routeTable = world.routeTable('table', { routes: [local('10.0.0.0/24')] });
    const filters = [
      world.filter('db', {
        ingress: [allow(situation === 'holds' ? 'tcp/5432' : 'tcp', '10.0.0.10')],
      }),
    ];
    world.server('app-1', { network, routeTable, inside: '10.0.0.10', labels: { role: 'app' } });
    world.database('orders', { network, routeTable, inside: '10.0.0.20', filters });
    return world.graph();
  },
};

/** One public host of an environment that admits SSH from these sources. */
function publicHost(env: string, sources: string | readonly string[]): Graph {
  const world = build('acme');
  const network = world.network('vpc', { ranges: '10.0.0.0/24' });
  const gateway = world.internetGateway('igw', { networks: [network] });
  const routeTable = world.routeTable('table', {
    routes: [local('10.0.0.0/24'), toGateway('0.0.0.0/0', gateway)],
  });
  const filters = [world.filter('host', { ingress: [allow('tcp/22', sources)] })];
  world.server('host-1', {
    network,
    routeTable,
    inside: '10.0.0.10',
    outside: '198.18.0.10',
    filters,
    labels: { env },
  });
  return world.graph();
}

/** Three hosts in one network, the second of which admits SSH from these sources; the third is nobody's. */
function neighbours(
  first: Readonly<Record<string, string>>,
  second: Readonly<Record<string, string>>,
  sources: string,
): Graph {
  const world = build('acme');
  const network = world.network('vpc', { ranges: '10.0.0.0/24' });
  const routeTable = world.routeTable('table', { routes: [local('10.0.0.0/24')] });
  const place = { network, routeTable };
  const closed = world.filter('closed', { egress: [allow('any', '0.0.0.0/0')] });
  const admitting = world.filter('admitting', { ingress: [allow('tcp/22', sources)] });
  world.server('first', { ...place, inside: '10.0.0.10', labels: first, filters: [closed] });
  world.server('second', { ...place, inside: '10.0.0.20', labels: second, filters: [admitting] });
  world.server('third', { ...place, inside: '10.0.0.30', filters: [closed] });
  return world.graph();
}

function graphOf(file: string, rule: string, situation: Situation): Graph {
  const own = GRAPHS[file];
  if (own !== undefined) return own(situation);
  const expected = situation === 'holds' ? 'complies' : 'violates';
  const example = RULES.find(({ id }) => id === rule)?.examples.find(
    ({ expect: answer }) => answer === expected,
  );
  if (example === undefined) throw new Error(`${rule} has no example that ${expected}`);
  return example.graph();
}

/** Every rule over the graph, under the policy of the file. */
function judge(file: string, graph: Graph): Evaluation {
  const { policy, problems } = parsePolicy(
    readFileSync(join(FOLDER, `${file}.yaml`), 'utf8'),
    `${file}.yaml`,
  );
  expect(problems).toEqual([]);
  const linked = link(graph);
  return evaluate({
    linked,
    reachability: new Reachability(linked),
    policy,
    ownAddresses: ownAddressIndex({ graphs: [{ graph, seenAt: NOW }] }),
    coverage: graph.coverage,
    now: NOW,
  });
}

describe('statements of network policies', () => {
  it('each have an example policy', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

    expect(STATEMENTS.map(([file]) => `${file}.yaml`)).toEqual(files.sort());
    expect(files).toHaveLength(20);
  });

  it.each(STATEMENTS)('%s holds', (file, rule) => {
    const { findings, notEvaluated } = judge(file, graphOf(file, rule, 'holds'));

    expect(notEvaluated).toEqual([]);
    expect(findings.filter((finding) => finding.rule === rule)).toEqual([]);
  });

  it.each(STATEMENTS)('%s is violated', (file, rule) => {
    const { findings, notEvaluated } = judge(file, graphOf(file, rule, 'violated'));

    expect(notEvaluated).toEqual([]);
    expect(findings.filter((finding) => finding.rule === rule).map(({ state }) => state)).toContain(
      'open',
    );
  });
});
