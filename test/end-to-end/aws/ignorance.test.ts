import { type Graph, link, type ResourceId, recordsOf } from '@netposture/network/graph';
import { AddressSet, internet, type PacketSet } from '@netposture/network/netset';
import { type ReachAnswer, Reachability, type Senders } from '@netposture/network/reachability';
import { beforeAll, describe, expect, it } from 'vitest';
import { aws } from '../../../packages/providers/src/aws/index.ts';
import { AWS_OPERATIONS } from '../../../packages/providers/src/aws/operations/index.ts';
import type { Observation } from '../../../packages/providers/src/observation.ts';
import { fullWorld } from '../../clouds/aws/full-world.ts';
import { observe } from './situation.testkit.ts';

/**
 * What is not known never turns into an answer: whatever call fails, everything that is still allowed was allowed
 * before, and everything that is still denied was denied before.
 */

const LOST = {
  'gives nothing': (one: Observation): Observation => ({
    ...one,
    outcome: 'forbidden',
    message: 'No.',
    items: [],
    pages: 0,
  }),
  'gives its first half': (one: Observation): Observation => ({
    ...one,
    outcome: 'partial',
    message: 'Cut.',
    items: one.items.slice(0, Math.floor(one.items.length / 2)),
  }),
  'gives its second half': (one: Observation): Observation => ({
    ...one,
    outcome: 'partial',
    message: 'Cut.',
    items: one.items.slice(Math.floor(one.items.length / 2)),
  }),
};

let healthy: readonly Observation[] = [];
let before: ReadonlyMap<string, Asked>;

beforeAll(async () => {
  healthy = await observe(fullWorld());
  before = answersOf(aws.normalize(healthy));
});

describe.each(Object.entries(LOST))('a call that %s', (_, lose) => {
  const calls = AWS_OPERATIONS.filter(({ depth }) => depth === 'modelled').map(({ id }) => id);

  it.each(calls)('%s: leaves no answer surer than it was', (id) => {
    const less = healthy.flatMap((one) => (one.operation === id ? [lose(one)] : [one]));
    const after = answersOf(aws.normalize(withoutOrphans(less)));
    const surer: string[] = [];
    for (const [key, { answer, own }] of after) {
      const known = before.get(key);
      if (known === undefined) continue;
      for (const strength of ['delivered', 'conversable'] as const) {
        const [was, is] = [known.answer[strength], answer[strength]];
        const open = is.allowed.union(is.undetermined);
        const opened = is.allowed.subtract(was.allowed.union(was.undetermined));
        // A balancer that was not read has no address by which anybody could ask for it.
        const closed = was.allowed.subtract(open).restrict({ destination: own });
        if (!opened.isEmpty) surer.push(`${key} ${strength} opened ${sample(opened)}`);
        if (!closed.isEmpty) surer.push(`${key} ${strength} closed ${sample(closed)}`);
        if (open.isEmpty && !was.allowed.isEmpty)
          surer.push(`${key} ${strength} closed altogether`);
      }
    }

    expect(surer).toEqual([]);
  });
});

it('the calls whose loss leaves nothing undetermined are those that no answer leans on', () => {
  const undetermined = (answers: ReadonlyMap<string, Asked>) =>
    [...answers.values()].filter(({ answer }) => !answer.conversable.undetermined.isEmpty).length;
  const calm = [
    'DescribeSubnets',
    'DescribeRouteTables',
    'DescribeSecurityGroups',
    'DescribeNetworkAcls',
  ].filter((id) => {
    const less = healthy.flatMap((one) =>
      one.operation === id ? [LOST['gives nothing'](one)] : [one],
    );
    return undetermined(answersOf(aws.normalize(less))) <= undetermined(before);
  });

  expect(calm).toEqual([]);
});

/** Calls about objects that nobody lists any more would not have been made. */
function withoutOrphans(observations: readonly Observation[]): readonly Observation[] {
  const named = JSON.stringify(
    observations.filter(({ subject }) => subject === undefined).map(({ items }) => items),
  );
  return observations.filter(
    ({ subject }) =>
      subject === undefined ||
      named.includes(JSON.stringify(subject).slice(1, -1)) ||
      subject.includes('listener') ||
      subject === 'caller' ||
      subject === 'organization' ||
      subject.includes('role/'),
  );
}

interface Asked {
  readonly answer: ReachAnswer;
  /** The addresses of the target itself. */
  readonly own: AddressSet;
}

/** From outside and from every interface to every interface, all packets at once. */
function answersOf(graph: Graph): ReadonlyMap<string, Asked> {
  const reachability = new Reachability(link(graph));
  const answers = new Map<string, Asked>();
  const cards = recordsOf(graph, 'interface');
  const short = (id: ResourceId) => id.split('/').slice(4).join('/');
  for (const { id, addresses } of cards) {
    const to = { interfaces: [id], throughBalancers: true };
    const own = AddressSet.unionOf(
      addresses.flatMap(({ inside, outside }) =>
        outside === undefined ? [inside] : [inside, outside],
      ),
    );
    const ask = (name: string, from: Senders) =>
      answers.set(`${name} -> ${short(id)}`, { answer: reachability.reach({ from, to }), own });
    ask('internet', { interfaces: [], external: internet });
    for (const { id: from } of cards) if (from !== id) ask(short(from), { interfaces: [from] });
  }
  return answers;
}

function sample(set: PacketSet): string {
  return JSON.stringify(set.witness(), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}
