import { describe, expect, it } from 'vitest';
import { effectiveOfRegion } from '../../clouds/gcp/effective-firewalls.ts';
import { type JudgedPacket, judge } from './evaluator.testkit.ts';
import { type RandomWorld, randomWorld } from './random-world.testkit.ts';
import { type Situation, situationIn, situationOf } from './situation.testkit.ts';

/** All 300 worlds in a deep run, a tenth of them otherwise. */
const WORLDS = process.env['NETPOSTURE_DEEP'] === '1' ? 300 : 30;
const PACKETS = [
  ['tcp', 22],
  ['tcp', 443],
  ['tcp', 5432],
  ['udp', 53],
] as const;
const STRANGERS = ['8.8.8.8', '203.1.1.1', '130.1.2.3'];

/** Every verdict of ours that differs from the one by the effective firewalls. */
function differences(world: RandomWorld, situation: Situation): readonly string[] {
  const { builder, order, network, instances } = world;
  const [project] = builder.world.projects;
  if (project === undefined) throw new Error('a world without a project');
  const effective = effectiveOfRegion(builder.world, project, network, 'europe-west1');
  const found: string[] = [];
  for (const instance of instances) {
    const at = { tags: instance.tags, account: instance.account, network };
    for (const [protocol, port] of PACKETS) {
      const compare = (from: string, to: string, allowed: boolean) => {
        const ours = situation.verdict(from, to, `${protocol}:${port}`);
        const theirs = allowed ? 'allowed' : 'denied';
        if (ours !== theirs)
          found.push(
            `${from} -> ${to} ${protocol}:${port}: ${ours}, by the effective firewalls ${theirs}`,
          );
      };
      const packet = (given: Partial<JudgedPacket>): JudgedPacket => ({
        direction: 'INGRESS',
        peer: '',
        peerTags: [],
        protocol,
        port,
        ...given,
      });
      for (const peer of STRANGERS) {
        compare(peer, instance.outside, judge(effective, order, at, packet({ peer })));
        compare(
          instance.name,
          peer,
          judge(effective, order, at, packet({ direction: 'EGRESS', peer })),
        );
      }
      for (const other of instances) {
        if (other === instance) continue;
        const from = { tags: other.tags, account: other.account, network };
        const leaves = judge(
          effective,
          order,
          from,
          packet({ direction: 'EGRESS', peer: instance.inside }),
        );
        const enters = judge(
          effective,
          order,
          at,
          packet({ peer: other.inside, peerTags: other.tags, peerAccount: other.account }),
        );
        compare(other.name, instance.inside, leaves && enters);
      }
    }
  }
  return found;
}

describe('our verdicts and those by the effective firewalls', () => {
  it(`agree on ${WORLDS} random worlds`, { timeout: 900_000 }, async () => {
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const world = randomWorld(seed);

      const situation = await situationOf(world.builder);

      expect(differences(world, situation), `world ${seed}`).toEqual([]);
    }
  });

  it('differ somewhere when the stages are evaluated in the wrong order', {
    timeout: 60_000,
  }, async () => {
    const found: string[] = [];
    for (let seed = 1; seed <= 12; seed += 1) {
      const world = randomWorld(seed);
      const { graph } = await situationOf(world.builder);
      const records = [...graph.records.values()].map((record) => {
        if (record.kind !== 'interface') return record;
        const layers = record.layers.map((layer) =>
          'attachments' in layer
            ? { ...layer, attachments: layer.attachments.toReversed() }
            : layer,
        );
        return { ...record, layers };
      });
      const reversed = situationIn({
        ...graph,
        records: new Map(records.map((record) => [record.id, record])),
      });
      found.push(...differences(world, reversed));
    }

    expect(found.length).toBeGreaterThan(0);
  });
});
