import { type ProjectBuilder, policyRule, WorldBuilder } from '../../clouds/gcp/index.ts';
import type { Raw } from '../../clouds/gcp/json.ts';

/** A small generator of pseudo-random numbers (mulberry32), so that a seed names a world. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What a random world is made of, for whoever judges it a second time. */
export interface RandomWorld {
  readonly builder: WorldBuilder;
  readonly order: string;
  readonly network: string;
  readonly instances: readonly {
    readonly name: string;
    readonly inside: string;
    readonly outside: string;
    readonly tags: readonly string[];
    readonly account: string;
  }[];
}

const RANGES = [
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '8.0.0.0/8',
  '8.8.8.8/32',
  '10.0.0.0/24',
  '10.0.0.0/30',
  '203.0.0.0/9',
  '34.0.0.0/8',
];
const PROTOCOLS = [
  'all',
  'tcp',
  'tcp:22',
  'tcp:80-443',
  'tcp:22,5432',
  'udp',
  'udp:53',
  'icmp',
  'tcp:443 udp:53',
];
const TAGS = ['web', 'db', 'bastion'];
const ACCOUNTS = ['app@acme.iam.gserviceaccount.com', 'ops@acme.iam.gserviceaccount.com'];
const ACTIONS = ['allow', 'deny', 'goto_next'];

/** A world by its number: three stages of policies, VPC rules, four instances. */
export function randomWorld(seed: number): RandomWorld {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const some = <T>(list: readonly T[], share: number): readonly T[] =>
    list.filter(() => random() < share);
  const times = (most: number) => Array.from({ length: Math.floor(random() * (most + 1)) });
  const builder = new WorldBuilder();
  const folder = builder.folder('unit');
  const project = builder.project('acme-random', { parent: folder });
  const order = pick(['AFTER_CLASSIC_FIREWALL', 'BEFORE_CLASSIC_FIREWALL']);
  const network = project.network('main', {
    raw: { networkFirewallPolicyEnforcementOrder: order },
  });
  const other = project.network('other');
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
  const instances = [1, 2, 3, 4].map((index) => {
    const instance = {
      name: `vm-${index}`,
      inside: `10.0.0.${index}`,
      outside: `34.10.0.${index}`,
      tags: some(TAGS, 0.4),
      account: pick(ACCOUNTS),
    };
    const { name, inside, outside, tags, account } = instance;
    project.instance(name, {
      subnetwork,
      ip: inside,
      natIP: outside,
      tags,
      serviceAccount: account,
    });
    return instance;
  });
  for (const index of times(6).keys()) vpcRule(project, `rule-${index}`, network);
  const upper = () => distinct(times(3).map(() => policyRuleAtRandom([network, other])));
  if (random() < 0.6) builder.policy('of-organisation', upper());
  if (random() < 0.5) builder.policy('of-folder', upper(), [folder]);
  const own = () => distinct(times(3).map(() => policyRuleAtRandom([])));
  for (const index of times(2).keys()) {
    const priority = random() < 0.5 ? {} : { priority: pick([900, 1000, 1100]) };
    project.networkPolicy(`global-${index}`, [network], own(), priority);
  }
  if (random() < 0.5)
    project.networkPolicy('regional', [network], own(), { region: 'europe-west1' });
  if (random() < 0.3) {
    const policy = { name: 'gke-system', displayName: 'gke-system', rules: own() };
    project.project.systemPolicies.push({ network, region: 'europe-west1', policy });
  }
  return { builder, order, network, instances };

  function vpcRule(into: ProjectBuilder, name: string, to: string): void {
    const egress = random() < 0.25;
    const ranges = [pick(RANGES), ...some(RANGES, 0.1)];
    const kind = random();
    const sources = egress
      ? {}
      : kind < 0.6
        ? { sourceRanges: ranges }
        : kind < 0.8
          ? { sourceTags: [pick(TAGS)] }
          : { sourceServiceAccounts: [pick(ACCOUNTS)] };
    const byAccount = 'sourceServiceAccounts' in sources;
    const targets =
      random() < 0.5
        ? {}
        : byAccount || random() < 0.3
          ? 'sourceTags' in sources
            ? {}
            : { targetServiceAccounts: [pick(ACCOUNTS)] }
          : { targetTags: [pick(TAGS)] };
    into.firewall(name, {
      network: to,
      [random() < 0.6 ? 'allow' : 'deny']: pick(PROTOCOLS),
      direction: egress ? 'EGRESS' : 'INGRESS',
      priority: pick([0, 900, 1000, 1000, 65534]),
      ...(egress ? { to: ranges } : {}),
      raw: { disabled: random() < 0.1, ...sources, ...targets },
    });
  }

  function policyRuleAtRandom(networks: readonly string[]): Raw {
    const egress = random() < 0.25;
    const ranges = [pick(RANGES), ...some(RANGES, 0.1)];
    return policyRule(pick([10, 20, 30, 40, 50]), pick(ACTIONS), pick(PROTOCOLS), {
      ...(egress ? { to: ranges } : { from: ranges }),
      raw: {
        disabled: random() < 0.1,
        ...(random() < 0.2 ? { targetServiceAccounts: [pick(ACCOUNTS)] } : {}),
        ...(networks.length > 0 && random() < 0.2 ? { targetResources: [pick(networks)] } : {}),
      },
    });
  }
}

/** In one policy each priority stands once. */
function distinct(rules: readonly Raw[]): readonly Raw[] {
  return [...new Map(rules.map((rule) => [rule['priority'], rule])).values()];
}
