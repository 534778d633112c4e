import {
  type Graph,
  type GraphRecord,
  graphOf,
  link,
  ownAddressIndex,
} from '@netposture/network/graph';
import { AddressSet, internet, TransportSet } from '@netposture/network/netset';
import {
  interfacesOf,
  Reachability,
  type Senders,
  type Targets,
} from '@netposture/network/reachability';
import { defaultPolicy, evaluate, RULES } from '@netposture/rules';
import { aws } from '../../../packages/providers/src/aws/index.ts';
import { createTestContext } from '../../../packages/providers/src/client/context.testkit.ts';
import { isJsonObject, type JsonObject } from '../../../packages/providers/src/json.ts';
import type { Observation } from '../../../packages/providers/src/observation.ts';
import { type Fault, simulateAws } from '../../clouds/aws/simulated-aws.ts';
import type { AwsWorld } from '../../clouds/aws/world.ts';

/** The answer to one question, in the words of the contract. */
export type Answer = 'allowed' | 'denied' | 'undetermined';

/** Delivered and conversable. */
export type Answers = readonly [delivered: Answer, conversable: Answer];

/** A reading of a graph that is wrong on purpose: changes or keeps each record. */
export type Misreading = (record: GraphRecord) => GraphRecord;

/** A reading of the answers that is wrong on purpose: changes an item of an operation, keeps it, or loses it. */
export type ItemMisreading = (operation: string, item: JsonObject) => JsonObject | undefined;

/** When the rules judge. */
const NOW = '2026-11-21T06:00:00Z';

/** A world that was served, collected, normalized and linked, and can be asked. */
export class Situation {
  readonly graph: Graph;
  readonly #observations: readonly Observation[];
  readonly #reachability: Reachability;

  constructor(graph: Graph, observations: readonly Observation[] = []) {
    this.graph = graph;
    this.#observations = observations;
    this.#reachability = new Reachability(link(graph));
  }

  /** Both strengths. Ends are `internet`, an address, or a name; packets as in `tcp 443`. */
  ask(from: string, to: string, packets: string): Answers {
    const { delivered, conversable } = this.#reach(from, to, packets);
    const answers = [delivered, conversable].map(({ allowed, undetermined }) =>
      answerOf(allowed.isEmpty, undetermined.isEmpty),
    );
    return [answers[0] ?? 'denied', answers[1] ?? 'denied'];
  }

  /** The sources that surely converse with a target, and the ports that they reach. */
  admitted(from: string, to: string, packets = 'any') {
    const { allowed } = this.#reach(from, to, packets).conversable;
    return { sources: allowed.sources().toString(), transports: allowed.transports().toString() };
  }

  /** The same question from the internet, after a failover of the service. */
  afterFailover(to: string, packets: string): Answers {
    const record = this.#named(to).find(({ kind }) => kind === 'service');
    const exposure = record === undefined ? undefined : this.#reachability.exposure(record.id);
    const after = exposure?.afterFailover ?? exposure?.answer;
    if (after === undefined) throw new Error(`no service is called ${to}`);
    const asked = TransportSet.parse(packets);
    const of = (sets: typeof after.delivered) =>
      answerOf(
        sets.allowed.restrict({ transport: asked }).isEmpty,
        sets.undetermined.restrict({ transport: asked }).isEmpty,
      );
    return [of(after.delivered), of(after.conversable)];
  }

  /** The record of that kind and name. */
  record<K extends GraphRecord['kind']>(
    kind: K,
    name: string,
  ): Extract<GraphRecord, { readonly kind: K }> {
    for (const record of this.#named(name)) if (isOf(record, kind)) return record;
    throw new Error(`no ${kind} is called ${name}`);
  }

  /** What the rules say of something under the default policy, as `rule: state`, sorted. */
  findings(name: string): readonly string[] {
    const { linked } = this.#reachability;
    const ids = new Set(this.#named(name).map(({ id }) => id));
    const { findings } = evaluate({
      linked,
      reachability: this.#reachability,
      policy: defaultPolicy,
      ownAddresses: ownAddressIndex({ graphs: [{ graph: this.graph, seenAt: NOW }] }),
      coverage: [],
      now: NOW,
      rules: RULES,
    });
    return findings
      .filter(({ subject, members }) =>
        [...(subject.kind === 'records' ? subject.ids : []), ...members].some((id) => ids.has(id)),
      )
      .map(({ rule, state }) => `${rule}: ${state}`)
      .sort();
  }

  /** The same answers, misread. */
  misreadItems(misreading: ItemMisreading): Situation {
    const observations = this.#observations.map((observation) => ({
      ...observation,
      items: observation.items.flatMap((item) =>
        isJsonObject(item) ? (misreading(observation.operation, item) ?? []) : item,
      ),
    }));
    return new Situation(aws.normalize(observations), observations);
  }

  /** The same world, misread. */
  misread(misreading: Misreading): Situation {
    return new Situation(graphOf([...this.graph.records.values()].map(misreading)));
  }

  #reach(from: string, to: string, packets: string) {
    return this.#reachability.reach({
      from: this.#senders(from),
      to: this.#targets(to),
      transport: TransportSet.parse(packets),
    });
  }

  #senders(end: string): Senders {
    const external = outside(end);
    if (external === undefined) return { interfaces: this.#interfaces(end) };
    return { interfaces: [], external };
  }

  #targets(end: string): Targets {
    const external = outside(end);
    if (external === undefined)
      return { interfaces: this.#interfaces(end), throughBalancers: true };
    return { interfaces: [], external, destinations: external, throughBalancers: true };
  }

  #interfaces(name: string) {
    const ids = this.#named(name).flatMap((record) =>
      interfacesOf(this.#reachability.linked, record),
    );
    if (ids.length === 0) throw new Error(`nothing with an interface is called ${name}`);
    return [...new Set(ids)];
  }

  #named(name: string): readonly GraphRecord[] {
    return [...this.graph.records.values()].filter(
      (record) => record.name === name || record.provenance.nativeId === name,
    );
  }
}

/** Serves a world, collects all of its accounts through the SDK, and stops. */
export async function observe(
  world: AwsWorld,
  faults: readonly Fault[] = [],
): Promise<readonly Observation[]> {
  const cloud = await simulateAws(world);
  try {
    for (const fault of faults) cloud.fault(fault);
    const observations: Observation[] = [];
    const context = createTestContext();
    for (const account of Object.keys(world.accounts)) {
      const settings = aws.settings.parse({
        endpoint: cloud.endpoint,
        credentials: cloud.credentialsOf(account),
      });
      const discovery = await aws.discover(settings, context);
      observations.push(...discovery.observations);
      for (const target of discovery.targets) {
        for await (const one of aws.collect(target, settings, context)) observations.push(one);
      }
    }
    if (cloud.violations.length > 0)
      throw new Error(`The simulation did not expect: ${cloud.violations.join('; ')}`);
    return observations;
  } finally {
    await cloud.close();
  }
}

/** A world, collected and read. */
export async function situationOf(
  world: AwsWorld,
  faults: readonly Fault[] = [],
): Promise<Situation> {
  const observations = await observe(world, faults);
  return new Situation(aws.normalize(observations), observations);
}

function isOf<K extends GraphRecord['kind']>(
  record: GraphRecord,
  kind: K,
): record is Extract<GraphRecord, { readonly kind: K }> {
  return record.kind === kind;
}

function outside(end: string): AddressSet | undefined {
  if (end === 'internet') return internet;
  if (end === 'internet-ipv4') return internet.ipv4;
  if (end === 'internet-ipv6') return internet.ipv6;
  return /^[0-9a-f.:/]+$/.test(end) && /[.:]/.test(end) ? AddressSet.parse(end) : undefined;
}

function answerOf(noneAllowed: boolean, noneUndetermined: boolean): Answer {
  if (!noneAllowed) return 'allowed';
  return noneUndetermined ? 'denied' : 'undetermined';
}
