import { type Graph, type ResourceId, recordsOf } from '@netposture/network/graph';
import { describe, expect, it } from 'vitest';
import { Oracle } from './oracle.testkit.ts';
import { doorsTo, sendersOf } from './questions.testkit.ts';
import { randomGraph } from './random-graph.testkit.ts';
import { ADDRESSES, TRANSPORTS } from './sample.testkit.ts';
import type { Answer, Verdict } from './verdict.testkit.ts';

const SAMPLED_GRAPHS = 32;

describe('random graphs', () => {
  it('are the same for the same seed', () => {
    const [first, second] = [randomGraph(7), randomGraph(7)].map((graph) => [...graph.records]);

    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
  });

  it('hold everything that the model knows', () => {
    const graphs = Array.from({ length: 300 }, (_, seed) => randomGraph(seed));
    const seen = new Set(graphs.flatMap(featuresOf));

    expect(FEATURES.filter((feature) => !seen.has(feature))).toEqual([]);
  });

  it('answer each verdict at least one time in ten', { timeout: 120_000 }, () => {
    const delivered = tally();
    const conversable = tally();
    for (let seed = 0; seed < SAMPLED_GRAPHS; seed++) {
      for (const answer of answersOf(randomGraph(seed))) {
        delivered[answer.delivered]++;
        conversable[answer.conversable]++;
      }
    }

    expect(shares(delivered).filter((share) => share < 0.1)).toEqual([]);
    expect(shares(conversable).filter((share) => share < 0.1)).toEqual([]);
  });
});

function tally(): Record<Verdict, number> {
  return { allowed: 0, denied: 0, undetermined: 0 };
}

function shares(counts: Record<Verdict, number>): number[] {
  const total = counts.allowed + counts.denied + counts.undetermined;
  return Object.values(counts).map((count) => count / total);
}

/** Plain addresses, and named targets at the addresses that have to do with them. */
function* answersOf(graph: Graph): Generator<Answer> {
  const oracle = new Oracle(graph);
  const targets = recordsOf(graph, 'interface').map(({ id }) => ({
    id,
    doors: doorsTo(graph, id),
  }));
  for (const { from, sources } of sendersOf(graph)) {
    for (const source of sources) {
      for (const destination of ADDRESSES) {
        if (destination.family !== source.family) continue;
        const near = targets.filter(({ doors }) => doors.includes(destination));
        for (const transport of TRANSPORTS) {
          const question = { from, source, destination, transport };
          yield* oracle.survey(question, [undefined, ...near.map(({ id }) => id)]);
        }
      }
    }
  }
}

const FEATURES: readonly string[] = [
  ...['first-match', 'any-allow', 'deny-overrides', 'priority-with-goto'],
  ...['stateful', 'stateless', 'pool', 'sequence', 'enforced', 'pending', 'removing', 'failed'],
  ...['unknown layer', 'incomplete filter', 'exemption', 'undetermined action', 'targets', 'own'],
  ...['local', 'gateway', 'interface', 'blackhole', 'undetermined', 'attachment', 'balanced'],
  ...['sources', 'incomplete table', 'internet', 'nat', 'egress-only', 'peering', 'transit'],
  ...['vpn', 'appliance', 'nat in a subnet', 'nat on a server', 'nat alone', 'unknown state'],
  ...['public space', 'internet block', 'subnet filter', 'edge table', 'sees client'],
  ...['sees balancer', 'sees either', 'chained balancer', 'stopped workload', 'inexact address'],
  ...['service', 'inventory only', 'unmodelled ingress', 'no internet ingress', 'receives only'],
  ...[
    'peered transit',
    'public IPv6 address',
    'established only',
    'disabled rule',
    'selector peer',
    'attached in',
    'unseen subnet',
    'nat in an unseen subnet',
    'attached in an unseen subnet',
    'unanswered delivery',
  ],
];

function featuresOf(graph: Graph): string[] {
  const isLost = (id: ResourceId | undefined) => id !== undefined && !graph.records.has(id);
  const features: (string | false | undefined)[] = [];
  for (const record of graph.records.values()) {
    switch (record.kind) {
      case 'filter':
        features.push(record.combination, record.stateful ? 'stateful' : 'stateless');
        features.push(record.incomplete && 'incomplete filter');
        features.push(record.exemptions.length > 0 && 'exemption');
        for (const rule of record.rules) {
          features.push(typeof rule.action !== 'string' && 'undetermined action');
          features.push(rule.targets && 'targets', rule.own && 'own');
          features.push(
            rule.establishedOnly && 'established only',
            rule.disabled && 'disabled rule',
          );
          features.push(rule.peer.kind === 'selector' && 'selector peer');
        }
        break;
      case 'interface':
        for (const layer of record.layers) {
          if (layer.kind === 'unknown') features.push('unknown layer');
          else features.push(layer.combine, ...layer.attachments.map((each) => each.enforcement));
        }
        features.push(record.unmodelledIngress && 'unmodelled ingress');
        features.push(record.noInternetIngress && 'no internet ingress');
        features.push(isLost(record.subnet) && 'unseen subnet');
        for (const entry of record.addresses) {
          features.push(!entry.exact && 'inexact address');
          features.push(entry.originates === false && 'receives only');
          features.push(entry.unansweredDelivery && 'unanswered delivery');
          features.push(!entry.inside.ipv6.isEmpty && `${entry.plane} IPv6 address`);
        }
        break;
      case 'route-table':
        features.push(record.incomplete && 'incomplete table');
        for (const route of record.routes) {
          features.push(
            route.target.kind,
            route.balanced && 'balanced',
            route.sources && 'sources',
          );
        }
        break;
      case 'gateway':
        features.push(record.gatewayKind);
        features.push(typeof record.state !== 'string' && 'unknown state');
        features.push(record.routeTable && 'edge table');
        features.push(record.attachments?.some((each) => each.gateway) && 'peered transit');
        features.push(record.attachments?.some((each) => each.subnets.length > 0) && 'attached in');
        features.push(
          record.attachments?.some(({ subnets }) => subnets.some(isLost)) &&
            'attached in an unseen subnet',
        );
        if (record.gatewayKind !== 'nat') break;
        features.push(isLost(record.subnet) && 'nat in an unseen subnet');
        features.push(record.interface && 'nat on a server', record.subnet && 'nat in a subnet');
        features.push(!record.interface && !record.subnet && 'nat alone');
        break;
      case 'load-balancer':
        for (const target of record.listeners.flatMap((listener) => listener.targets)) {
          features.push(`sees ${target.sees}`);
          features.push(
            graph.records.get(target.to)?.kind === 'load-balancer' && 'chained balancer',
          );
        }
        break;
      case 'subnet':
        features.push(record.filter && 'subnet filter', record.internetBlock && 'internet block');
        break;
      case 'network':
        features.push(record.isPublicSpace && 'public space');
        break;
      case 'workload':
        features.push(record.state === 'stopped' && 'stopped workload');
        break;
      case 'service':
        features.push('service', record.inventoryOnly && 'inventory only');
        break;
      default:
    }
  }
  return features.filter((feature) => typeof feature === 'string');
}
