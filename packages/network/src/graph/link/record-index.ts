import type { Gateway } from '../gateway.ts';
import type { Graph } from '../graph.ts';
import { recordsOf } from '../graph.ts';
import type { BalancerTarget, Listener, LoadBalancer } from '../load-balancer.ts';
import type { GraphRecord } from '../record.ts';
import type { ResourceId } from '../resource-id.ts';
import { byId } from './interface-index.ts';

/** One way through a balancer: from a listener to a target. */
export interface BalancerWay {
  readonly balancer: LoadBalancer;
  readonly listener: Listener;
  readonly target: BalancerTarget;
}

/** The ways through balancers by what they lead to: an interface, or another balancer. In order of balancer, listener, target. */
export function balancerWaysByTarget(
  graph: Graph,
): ReadonlyMap<ResourceId, readonly BalancerWay[]> {
  const ways = new Map<ResourceId, BalancerWay[]>();
  for (const balancer of [...recordsOf(graph, 'load-balancer')].sort(byId)) {
    for (const listener of balancer.listeners) {
      for (const target of listener.targets) {
        append(ways, target.to, { balancer, listener, target });
      }
    }
  }
  return ways;
}

/** Gateways by the networks they are attached to, attachments of transit gateways included. In order of id. */
export function gatewaysByNetwork(graph: Graph): ReadonlyMap<ResourceId, readonly Gateway[]> {
  const gateways = new Map<ResourceId, Gateway[]>();
  for (const gateway of [...recordsOf(graph, 'gateway')].sort(byId)) {
    const attached = (gateway.attachments ?? []).flatMap(({ network }) => network ?? []);
    for (const network of new Set([...gateway.networks, ...attached])) {
      append(gateways, network, gateway);
    }
  }
  return gateways;
}

/** Records by every text that may name them: id, native id, uri, name. In order of id. */
export function recordsByText(graph: Graph): ReadonlyMap<string, readonly GraphRecord[]> {
  const records = new Map<string, GraphRecord[]>();
  for (const record of [...graph.records.values()].sort(byId)) {
    const { nativeId, uri } = record.provenance;
    const texts = new Set<string>([record.id, nativeId, record.name]);
    if (uri !== undefined) texts.add(uri);
    for (const text of texts) append(records, text, record);
  }
  return records;
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
