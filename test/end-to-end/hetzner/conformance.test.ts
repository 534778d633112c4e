import { hetzner } from '../../../packages/providers/src/hetzner/index.ts';
import type { Fault } from '../../clouds/fault.ts';
import { actionList, cloudLists, subaccountList } from '../../clouds/hetzner/cloud-objects.ts';
import { FULL_PROJECT, FULL_ROBOT } from '../../clouds/hetzner/full-worlds.ts';
import { robotAnswer } from '../../clouds/hetzner/robot-objects.ts';
import { serveHetzner } from '../../clouds/hetzner/serve.ts';
import type { HetznerWorld, Project, RobotAccount } from '../../clouds/hetzner/world.ts';
import { describeConformance } from '../../conformance/conformance.ts';
import type { CloudFault, SavedAnswer, SimulatedCloud } from '../../conformance/subject.ts';
import { settingsFor } from './scan.testkit.ts';

describeConformance({
  provider: hetzner,
  family: 'cloud',
  startCloud: () => start(FULL_PROJECT, secretsOf(FULL_PROJECT), savedProject),
});

describeConformance({
  provider: hetzner,
  family: 'robot',
  // Three failed logins lock the address out for ten minutes.
  stopsWhenUnauthenticated: true,
  startCloud: () => start(FULL_ROBOT, secretsOf(FULL_ROBOT), savedRobot),
});

async function start(
  world: HetznerWorld,
  secrets: readonly string[],
  savedAnswers: () => readonly SavedAnswer[],
): Promise<SimulatedCloud> {
  const faults = new Map<string, CloudFault>();
  const simulation = await serveHetzner(world, {
    misbehave: (operation) => {
      const fault = faults.get(operation) ?? faults.get('*');
      return fault === undefined ? undefined : committed(fault, secrets);
    },
  });
  return {
    settings: settingsFor(world, simulation)[0],
    get calls() {
      return simulation.operations.map((operation) => ({ operation }));
    },
    secrets,
    fail: (operation, fault) => void faults.set(operation, fault),
    heal: () => faults.clear(),
    savedAnswers,
    close: simulation.close,
  };
}

/** Lists that are saved as `hcloud` prints them, without the key around them. */
const PRINTED = new Set(['servers', 'load_balancers', 'primary_ips']);

const STATUS = { unauthenticated: 401, forbidden: 403, throttled: 429, unavailable: 503 } as const;

/** Errors quote what they were sent, as careless services do. */
function committed(fault: CloudFault, secrets: readonly string[]): Fault {
  const message = `refused for ${secrets.map((secret) => `password=${secret}`).join(', ')}`;
  switch (fault) {
    case 'malformed':
      return { kind: 'status', status: 200, body: `<html>${message}</html>` };
    case 'truncated':
    case 'reset':
      return { kind: fault };
    case 'unauthenticated':
    case 'forbidden':
    case 'throttled':
    case 'unavailable': {
      const body = JSON.stringify({ error: { code: fault, message } });
      return { kind: 'status', status: STATUS[fault], body };
    }
  }
}

function secretsOf(world: HetznerWorld): readonly string[] {
  return [
    ...(world.projects ?? []).flatMap(({ token, storageBoxes }) => [
      token,
      ...(storageBoxes ?? []).flatMap((box) => box.plantedPassword ?? []),
    ]),
    ...(world.robots ?? []).flatMap(({ user, password }) => [user, password]),
  ];
}

function savedProject(): readonly SavedAnswer[] {
  const [project] = FULL_PROJECT.projects ?? [];
  return project === undefined ? [] : answersOf(project);
}

function answersOf(project: Project): readonly SavedAnswer[] {
  const lists = cloudLists(project);
  return [
    ...Object.entries(lists).map(([key, items]) =>
      PRINTED.has(key) ? saved(`my-${key}.json`, items) : saved(`${key}.json`, { [key]: items }),
    ),
    saved('subaccounts.json', { subaccounts: subaccountList(project, 3) }),
    ...['servers', 'firewalls', 'networks', 'load_balancers', 'primary_ips', 'floating_ips'].map(
      (of) => saved(`${of}-actions.json`, { actions: actionList(project, of) }),
    ),
  ];
}

function savedRobot(): readonly SavedAnswer[] {
  const [account] = FULL_ROBOT.robots ?? [];
  return account === undefined ? [] : robotAnswersOf(account);
}

function robotAnswersOf(account: RobotAccount): readonly SavedAnswer[] {
  const paths = [
    '/server',
    '/ip',
    '/subnet',
    '/failover',
    '/vswitch',
    '/vswitch/4321',
    '/firewall/321',
    '/firewall/322',
  ];
  return paths.map((path, index) => ({
    path: `hetzner/metal/answer-${index}.json`,
    text: JSON.stringify(robotAnswer(account, path)),
  }));
}

function saved(name: string, document: unknown): SavedAnswer {
  return { path: `hetzner/shop/${name}`, text: JSON.stringify(document) };
}
