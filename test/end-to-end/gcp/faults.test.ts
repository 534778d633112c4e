import { describe, expect, it } from 'vitest';
import { GCP_OPERATIONS } from '../../../packages/providers/src/gcp/operations/index.ts';
import type { Fault } from '../../clouds/gcp/fault.ts';
import { fullWorld, policyRule, WorldBuilder } from '../../clouds/gcp/index.ts';
import { scanGcp } from './scan.testkit.ts';
import { type Situation, situationIn } from './situation.testkit.ts';

/** A hole in what could be read may make a verdict undetermined, and nothing else. */

const ANY = ['0.0.0.0/0'];
const FORBIDDEN: Fault = { kind: 'status', status: 403 };

/** Questions about the full world, one at least for each stage and each kind of target. */
const QUESTIONS = [
  ['8.8.8.8', '34.10.0.10', 'tcp:443'],
  ['8.8.8.8', '34.10.0.10', 'tcp:22'],
  ['8.8.8.8', '34.10.0.10', 'tcp:23'],
  ['8.8.8.8', '34.10.0.10', 'tcp:8443'],
  ['8.8.8.8', '34.120.0.1', 'tcp:80'],
  ['8.8.8.8', '34.90.0.1', 'tcp:5432'],
  ['8.8.8.8', '34.140.0.1', 'tcp:5432'],
  ['9.9.9.9', '34.140.0.1', 'tcp:5432'],
  ['8.8.8.8', '34.150.0.1', 'tcp:443'],
  ['9.9.9.9', '34.150.0.1', 'tcp:443'],
  ['10.0.0.10', '10.0.0.11', 'tcp:443'],
  ['10.0.0.11', '8.8.8.8', 'tcp:443'],
  ['10.0.0.11', '8.8.8.8', 'tcp:25'],
  ['10.0.0.11', '10.50.0.1', 'tcp:443'],
] as const;

function answersOf(situation: Situation): readonly string[] {
  return QUESTIONS.map(([from, to, packet]) => situation.verdict(from, to, packet));
}

/** Every call with every fault in a deep run, a tenth of them otherwise. */
const FAULTS: readonly Fault[] = [
  FORBIDDEN,
  { kind: 'malformed' },
  { kind: 'status', status: 503 },
];
const MATRIX = GCP_OPERATIONS.flatMap((operation) =>
  FAULTS.map((fault) => ({ id: operation.id, method: operation.method, fault })),
);
const CHOSEN =
  process.env['NETPOSTURE_DEEP'] === '1' ? MATRIX : MATRIX.filter((_, index) => index % 10 === 3);

describe('a call that fails', () => {
  it(`flips no verdict (${CHOSEN.length} of ${MATRIX.length} faults)`, {
    timeout: 600_000,
  }, async () => {
    const healthy = answersOf(situationIn((await scanGcp(fullWorld().world)).graph));
    expect(new Set(healthy)).toEqual(new Set(['allowed', 'denied', 'undetermined']));

    for (const { id, method, fault } of CHOSEN) {
      const { graph } = await scanGcp(fullWorld().world, {
        prepare: (cloud) => cloud.plant({ method, fault }),
      });

      const answers = answersOf(situationIn(graph));

      const flipped = QUESTIONS.filter(
        (_, index) => answers[index] !== healthy[index] && answers[index] !== 'undetermined',
      );
      // What was never listed is a stranger's address: nobody of ours is asked about it.
      const known = flipped.filter(([, to]) => !isForgotten(graph, to));
      expect(
        known.map((question) => question.join(' ')),
        `${id}, ${JSON.stringify(fault)}`,
      ).toEqual([]);
    }
  });

  it('on its second page leaves a partial list, and undetermined what nothing on the first page decides', async () => {
    const builder = new WorldBuilder();
    const project = builder.project('acme-production');
    const network = project.network('main');
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.instance('web', { subnetwork, ip: '10.0.0.10', natIP: '34.10.0.10' });
    project.firewall('first', { network, allow: 'tcp:443', from: ANY });
    project.firewall('second', { network, allow: 'tcp:22', from: ANY });

    const { observations, graph } = await scanGcp(builder.world, {
      pageSize: 1,
      prepare: (cloud) =>
        cloud.plant({ method: 'compute.firewalls.list', page: 2, fault: FORBIDDEN }),
    });

    expect(observations.find((one) => one.operation === 'firewalls')).toMatchObject({
      outcome: 'partial',
      pages: 1,
    });
    expect(situationIn(graph).verdict('internet', 'web', 'tcp:22')).toBe('undetermined');
  });
});

/** Whether an address belongs to nobody in the graph, because the list that names its holder failed. */
function isForgotten(graph: Situation['graph'], address: string): boolean {
  return ![...graph.records.values()].some(
    (record) =>
      record.kind === 'interface' &&
      record.addresses.some((one) => `${one.inside} ${one.outside ?? ''}`.includes(address)),
  );
}

describe('a project without permission', () => {
  function twoProjects(): WorldBuilder {
    const builder = new WorldBuilder();
    for (const [index, id] of ['acme-open', 'acme-closed'].entries()) {
      const project = builder.project(id);
      const network = project.network('main');
      const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
      project.instance(`web-${id}`, { subnetwork, ip: '10.0.0.10', natIP: `34.10.0.1${index}` });
      project.firewall('allow', { network, allow: 'tcp:443', from: ANY });
    }
    builder.policy('baseline', [policyRule(100, 'deny', 'tcp:22', { from: ANY })]);
    return builder;
  }

  it('is a named gap for every call, and changes nothing elsewhere', async () => {
    const { graph } = await scanGcp(twoProjects().world, {
      prepare: (cloud) => cloud.plant({ method: '*', project: 'acme-closed', fault: FORBIDDEN }),
    });

    const closed = graph.coverage.filter(({ scope }) => scope.account === 'acme-closed');
    expect(closed.length).toBeGreaterThan(40);
    expect(new Set(closed.map(({ outcome }) => outcome))).toEqual(new Set(['forbidden']));
    const situation = situationIn(graph);
    expect(situation.verdict('internet', 'web-acme-open', 'tcp:443')).toBe('allowed');
    expect(situation.verdict('internet', 'web-acme-open', 'tcp:22')).toBe('denied');
  });

  it('in a folder that cannot be listed leaves its policies to what each network says', async () => {
    const builder = new WorldBuilder();
    const folder = builder.folder('secret');
    const project = builder.project('acme-production', { parent: folder });
    const network = project.network('main');
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.instance('web', { subnetwork, ip: '10.0.0.10', natIP: '34.10.0.10' });
    project.firewall('allow', { network, allow: 'tcp:443', from: ANY });
    builder.policy('of-folder', [policyRule(100, 'deny', 'tcp:443', { from: ANY })], [folder]);
    const closed = (methods: readonly string[]) => ({
      settings: { projects: ['acme-production'] },
      prepare: (cloud: { plant: (fault: { method: string; fault: Fault }) => void }) => {
        for (const method of methods) cloud.plant({ method, fault: FORBIDDEN });
      },
    });

    const told = await scanGcp(builder.world, closed([]));
    const untold = await scanGcp(builder.world, closed(['compute.networks.getEffectiveFirewalls']));

    expect(situationIn(told.graph).verdict('internet', 'web', 'tcp:443')).toBe('denied');
    expect(situationIn(untold.graph).verdict('internet', 'web', 'tcp:443')).toBe('undetermined');
  });
});
