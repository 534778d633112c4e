import { describe, expect, it } from 'vitest';
import { type FirewallSpec, policyRule, WorldBuilder } from '../../clouds/gcp/index.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows about firewall stages, each beside its naive neighbour and a naive reading. */

const ANY = ['0.0.0.0/0'];

type Rules = Readonly<Record<string, Omit<FirewallSpec, 'network'>>>;

interface Given {
  readonly rules?: Rules;
  readonly tags?: readonly string[];
  readonly order?: 'BEFORE_CLASSIC_FIREWALL' | 'AFTER_CLASSIC_FIREWALL';
  readonly ipv6?: string;
  readonly networkPolicy?: readonly Readonly<Record<string, unknown>>[];
  readonly policy?: readonly Readonly<Record<string, unknown>>[];
  readonly status?: string;
}

/** One instance `web` with an external address in a network of its own. */
function worldOf(given: Given): WorldBuilder {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  const order = given.order ?? 'AFTER_CLASSIC_FIREWALL';
  const network = project.network('main', {
    raw: { networkFirewallPolicyEnforcementOrder: order },
  });
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24', {
    raw:
      given.ipv6 === undefined
        ? {}
        : {
            stackType: 'IPV4_IPV6',
            ipv6AccessType: 'EXTERNAL',
            externalIpv6Prefix: '2600:1900:4000:1::/64',
          },
  });
  project.instance('web', {
    subnetwork,
    ip: '10.0.0.10',
    natIP: '34.10.0.10',
    ...(given.tags === undefined ? {} : { tags: given.tags }),
    ...(given.ipv6 === undefined ? {} : { ipv6: given.ipv6 }),
    ...(given.status === undefined ? {} : { status: given.status }),
  });
  for (const [name, rule] of Object.entries(given.rules ?? {}))
    project.firewall(name, { network, ...rule });
  if (given.networkPolicy !== undefined)
    project.networkPolicy('own', [network], given.networkPolicy);
  if (given.policy !== undefined) builder.policy('baseline', given.policy);
  return builder;
}

const ALLOW_SSH = { allow: 'tcp:22', from: ANY, priority: 1000 };

describe('GC-T01: a deny of lower number beats an allow', () => {
  const denyAt = (priority: number) =>
    worldOf({ rules: { allow: ALLOW_SSH, deny: { deny: 'tcp:22', from: ANY, priority } } });

  it('blocks SSH', async () => {
    expect((await situationOf(denyAt(900))).verdict('internet', 'web', 'tcp:22')).toBe('denied');
  });

  it('but not when the deny has the higher number', async () => {
    expect((await situationOf(denyAt(1100))).verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });

  it('which a reading without priorities opens', async () => {
    const misread = (await situationOf(denyAt(900))).misread(naive.ignoresDenies);

    expect(misread.verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });
});

describe('GC-T02: at equal priority deny wins', () => {
  it('blocks SSH', async () => {
    const builder = worldOf({
      rules: { allow: ALLOW_SSH, deny: { deny: 'tcp:22', from: ANY, priority: 1000 } },
    });

    expect((await situationOf(builder)).verdict('internet', 'web', 'tcp:22')).toBe('denied');
  });

  it('but not one number below', async () => {
    const builder = worldOf({
      rules: { allow: ALLOW_SSH, deny: { deny: 'tcp:22', from: ANY, priority: 1001 } },
    });

    expect((await situationOf(builder)).verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });

  it('which a reading without denies opens', async () => {
    const rules = { allow: ALLOW_SSH, deny: { deny: 'tcp:22', from: ANY, priority: 1000 } };

    const misread = (await situationOf(worldOf({ rules }))).misread(naive.ignoresDenies);

    expect(misread.verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });
});

describe('GC-T06: a hierarchical deny comes before VPC rules', () => {
  const deny = [policyRule(100, 'deny', 'tcp:22', { from: ANY })];

  it('blocks what a VPC rule allows', async () => {
    const situation = await situationOf(worldOf({ rules: { allow: ALLOW_SSH }, policy: deny }));

    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('denied');
  });

  it('but not when it says goto_next', async () => {
    const next = [policyRule(100, 'goto_next', 'tcp:22', { from: ANY })];

    const situation = await situationOf(worldOf({ rules: { allow: ALLOW_SSH }, policy: next }));

    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });

  it('which a reading of VPC rules alone opens', async () => {
    const situation = await situationOf(worldOf({ rules: { allow: ALLOW_SSH }, policy: deny }));
    const kindOf = (id: string) => {
      const record = [...situation.graph.records.values()].find((one) => one.id === id);
      return record?.kind === 'filter' ? record.nativeKind : '';
    };

    const misread = situation.misread(
      naive.onlyStages((kind) => kind !== 'hierarchical firewall policy', kindOf),
    );

    expect(misread.verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });
});

describe('GC-T03: a rule that is switched off does not exist', () => {
  const withDisabled = (disabled: boolean) =>
    worldOf({ rules: { allow: { ...ALLOW_SSH, raw: { disabled } } } });

  it('has no effect', async () => {
    expect((await situationOf(withDisabled(true))).verdict('internet', 'web', 'tcp:22')).toBe(
      'denied',
    );
  });

  it('but has one when it is on', async () => {
    expect((await situationOf(withDisabled(false))).verdict('internet', 'web', 'tcp:22')).toBe(
      'allowed',
    );
  });

  it('which a reading that does not look opens', async () => {
    const misread = (await situationOf(withDisabled(true))).misread(naive.countsDisabled);

    expect(misread.verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });
});

describe('GC-T04: ::/0 opens IPv6 where the instance has an external IPv6 address', () => {
  const rules = { allow: { allow: 'tcp:22', from: ['::/0'] } };
  const ipv6 = '2600:1900:4000:1:8000::';

  it('admits SSH over IPv6', async () => {
    const situation = await situationOf(worldOf({ rules, ipv6 }));

    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('allowed');
    expect(situation.verdict('2606:4700::1111', '2600:1900:4000:1:8000::', 'tcp:22')).toBe(
      'allowed',
    );
  });

  it('but nothing where the instance has none', async () => {
    expect((await situationOf(worldOf({ rules }))).verdict('internet', 'web', 'tcp:22')).toBe(
      'denied',
    );
  });

  it('which a reading that looks for 0.0.0.0/0 misses', async () => {
    const misread = (await situationOf(worldOf({ rules, ipv6 }))).misread(naive.knowsIpv4Only);

    expect(misread.verdict('internet', 'web', 'tcp:22')).toBe('denied');
  });
});

describe('GC-T05: a rule whose target tag nobody has affects nobody', () => {
  const rules = { allow: { ...ALLOW_SSH, raw: { targetTags: ['bastion'] } } };

  it('admits nothing', async () => {
    expect(
      (await situationOf(worldOf({ rules, tags: ['web'] }))).verdict('internet', 'web', 'tcp:22'),
    ).toBe('denied');
  });

  it('but does where the instance has the tag', async () => {
    const situation = await situationOf(worldOf({ rules, tags: ['web', 'bastion'] }));

    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });

  it('which a reading without targets opens', async () => {
    const misread = (await situationOf(worldOf({ rules, tags: ['web'] }))).misread(
      naive.ignoresTargets,
    );

    expect(misread.verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });
});

describe('GC-T07: a hierarchical allow cannot be taken back by a VPC rule', () => {
  const policy = (action: string) => [policyRule(100, action, 'tcp:22', { from: ANY })];
  const rules = { deny: { deny: 'tcp:22', from: ANY, priority: 0 } };

  it('opens SSH', async () => {
    const situation = await situationOf(worldOf({ rules, policy: policy('allow') }));

    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('allowed');
  });

  it('but not when it says goto_next', async () => {
    const situation = await situationOf(worldOf({ rules, policy: policy('goto_next') }));

    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('denied');
  });

  it('which a reading of VPC rules alone misses', async () => {
    const situation = await situationOf(worldOf({ rules, policy: policy('allow') }));
    const kindOf = (id: string) => {
      const record = [...situation.graph.records.values()].find((one) => one.id === id);
      return record?.kind === 'filter' ? record.nativeKind : '';
    };

    const misread = situation.misread(
      naive.onlyStages((kind) => kind !== 'hierarchical firewall policy', kindOf),
    );

    expect(misread.verdict('internet', 'web', 'tcp:22')).toBe('denied');
  });
});

describe('GC-T08: goto_next passes on what it names, and a deny below ends the rest', () => {
  const policy = [
    policyRule(100, 'goto_next', 'all', { from: ['8.0.0.0/8'] }),
    policyRule(200, 'deny', 'all', { from: ANY }),
  ];
  const rules = { allow: ALLOW_SSH };

  it('lets the lower stages judge only what was passed on', async () => {
    const situation = await situationOf(worldOf({ rules, policy }));

    expect(situation.admitted('web', 'tcp:22').toString()).toBe('8.0.0.0/8');
  });

  it('and denies that too when they do not admit it', async () => {
    const situation = await situationOf(worldOf({ policy }));

    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('denied');
  });

  it('which a reading that takes goto_next for an allow opens', async () => {
    const misread = (await situationOf(worldOf({ policy }))).misread(naive.takesGotoForAllow);

    expect(misread.verdict('8.8.8.8', 'web', 'tcp:22')).toBe('allowed');
  });
});

describe('GC-T09: the network says whether its policies come before VPC rules', () => {
  const networkPolicy = [policyRule(1000, 'allow', 'tcp:22', { from: ANY })];
  const rules = { deny: { deny: 'tcp:22', from: ANY, priority: 0 } };
  const ordered = (order: 'BEFORE_CLASSIC_FIREWALL' | 'AFTER_CLASSIC_FIREWALL') =>
    worldOf({ networkPolicy, rules, order });

  it('allows what its policy allows when policies come first', async () => {
    expect(
      (await situationOf(ordered('BEFORE_CLASSIC_FIREWALL'))).verdict('internet', 'web', 'tcp:22'),
    ).toBe('allowed');
  });

  it('but denies it when VPC rules come first', async () => {
    expect(
      (await situationOf(ordered('AFTER_CLASSIC_FIREWALL'))).verdict('internet', 'web', 'tcp:22'),
    ).toBe('denied');
  });

  it('which a reading with VPC rules first denies', async () => {
    const misread = (await situationOf(ordered('BEFORE_CLASSIC_FIREWALL'))).misread(
      naive.classicFirst,
    );

    expect(misread.verdict('internet', 'web', 'tcp:22')).toBe('denied');
  });
});

describe('GC-T12: the range of Identity-Aware Proxy is not the internet', () => {
  const from = (range: string) => worldOf({ rules: { allow: { allow: 'tcp:22', from: [range] } } });

  it('admits that range alone', async () => {
    const situation = await situationOf(from('35.235.240.0/20'));

    expect(situation.admitted('web', 'tcp:22').toString()).toBe('35.235.240.0/20');
  });

  it('and more where the range is larger', async () => {
    const situation = await situationOf(from('35.192.0.0/11'));

    expect(situation.verdict('35.200.0.1', 'web', 'tcp:22')).toBe('allowed');
  });
});

describe('GC-T20: a deny at 65533 beats the rules of the default network at 65534', () => {
  const rules = (denied: readonly string[]) => ({
    'default-allow-ssh': { allow: 'tcp:22', from: ANY, priority: 65534 },
    'own-deny': { deny: 'tcp:22', from: denied, priority: 65533 },
  });

  it('blocks the matching set and no more', async () => {
    const situation = await situationOf(worldOf({ rules: rules(['0.0.0.0/1']) }));

    expect(situation.verdict('8.8.8.8', 'web', 'tcp:22')).toBe('denied');
    expect(situation.verdict('195.1.1.1', 'web', 'tcp:22')).toBe('allowed');
  });

  it('which a reading without denies opens', async () => {
    const misread = (await situationOf(worldOf({ rules: rules(ANY) }))).misread(
      naive.ignoresDenies,
    );

    expect(misread.verdict('8.8.8.8', 'web', 'tcp:22')).toBe('allowed');
  });
});

describe('GC-T21: with IPv4 rules alone IPv6 is denied inwards and allowed outwards', () => {
  const ipv6 = '2600:1900:4000:1:8000::';
  const rules = { allow: ALLOW_SSH };

  it('denies ingress and allows egress over IPv6', async () => {
    const situation = await situationOf(worldOf({ rules, ipv6 }));

    expect(situation.verdict('2606:4700::1111', ipv6, 'tcp:22')).toBe('denied');
    expect(situation.verdict('web', '2606:4700::1111', 'tcp:443')).toBe('allowed');
  });

  it('but admits it with a rule for ::/0', async () => {
    const both = { ...rules, six: { allow: 'tcp:22', from: ['::/0'] } };

    const situation = await situationOf(worldOf({ rules: both, ipv6 }));

    expect(situation.verdict('2606:4700::1111', ipv6, 'tcp:22')).toBe('allowed');
  });

  it('which a reading that mixes the families opens', async () => {
    const misread = (await situationOf(worldOf({ rules, ipv6 }))).misread(naive.mixesFamilies);

    expect(misread.verdict('2606:4700::1111', ipv6, 'tcp:22')).toBe('allowed');
  });
});

describe('both orders of evaluation', () => {
  const networkPolicy = [
    policyRule(1000, 'deny', 'tcp:443', { from: ANY }),
    policyRule(1100, 'goto_next', 'all', { from: ANY }),
  ];
  const rules = { allow: { allow: 'tcp:443', from: ANY } };

  it('lets a VPC rule decide first after AFTER_CLASSIC_FIREWALL', async () => {
    const situation = await situationOf(
      worldOf({ networkPolicy, rules, order: 'AFTER_CLASSIC_FIREWALL' }),
    );

    expect(situation.verdict('internet', 'web', 'tcp:443')).toBe('allowed');
  });

  it('lets the policy decide first after BEFORE_CLASSIC_FIREWALL', async () => {
    const situation = await situationOf(
      worldOf({ networkPolicy, rules, order: 'BEFORE_CLASSIC_FIREWALL' }),
    );

    expect(situation.verdict('internet', 'web', 'tcp:443')).toBe('denied');
  });
});

describe('what nobody can know', () => {
  it.each([
    ['domain names', { srcFqdns: ['example.com'] }],
    ['regions', { srcRegionCodes: ['US'] }],
    ['threat lists', { srcThreatIntelligences: ['iplist-known-malicious-ips'] }],
  ])('leaves a rule by %s undetermined', async (_, match) => {
    const networkPolicy = [policyRule(1000, 'allow', 'tcp:443', { match })];

    const situation = await situationOf(worldOf({ networkPolicy }));

    expect(situation.verdict('internet', 'web', 'tcp:443')).toBe('undetermined');
  });

  it('leaves mail to the internet undetermined, and other egress allowed', async () => {
    const situation = await situationOf(worldOf({}));

    expect(situation.verdict('web', '8.8.8.8', 'tcp:25')).toBe('undetermined');
    expect(situation.verdict('web', '8.8.8.8', 'tcp:587')).toBe('allowed');
  });

  it('keeps GRE from the internet as exposure where a rule allows all', async () => {
    const situation = await situationOf(worldOf({ rules: { all: { allow: 'all', from: ANY } } }));

    expect(situation.verdict('internet', 'web', 'gre')).toBe('allowed');
  });
});

describe('a hole in what could be read', () => {
  const rules = { allow: { allow: 'tcp:443', from: ANY } };
  const forbidden = { kind: 'status', status: 403 } as const;

  it('falls back on the answer of the network where the organisation cannot be read', async () => {
    const builder = worldOf({ rules, policy: [policyRule(100, 'deny', 'tcp:443', { from: ANY })] });

    const situation = await situationOf(builder, {
      prepare: (cloud) =>
        cloud.plant({ method: 'compute.firewallPolicies.listAssociations', fault: forbidden }),
    });

    expect(situation.verdict('internet', 'web', 'tcp:443')).toBe('denied');
  });

  it('makes every verdict undetermined where that is forbidden too', async () => {
    const situation = await situationOf(worldOf({ rules }), {
      prepare: (cloud) => {
        cloud.plant({ method: 'compute.firewallPolicies.listAssociations', fault: forbidden });
        cloud.plant({ method: 'compute.networks.getEffectiveFirewalls', fault: forbidden });
      },
    });

    expect(situation.verdict('internet', 'web', 'tcp:443')).toBe('undetermined');
    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('undetermined');
  });

  it('makes undetermined what no known VPC rule decides where the list of rules is partial', async () => {
    const situation = await situationOf(worldOf({ rules }), {
      prepare: (cloud) => cloud.plant({ method: 'compute.firewalls.list', fault: forbidden }),
    });

    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('undetermined');
  });

  it('makes undetermined what depends on network policies that could not be read', async () => {
    const situation = await situationOf(worldOf({ rules }), {
      prepare: (cloud) =>
        cloud.plant({ method: 'compute.networkFirewallPolicies.aggregatedList', fault: forbidden }),
    });

    expect(situation.verdict('internet', 'web', 'tcp:443')).toBe('allowed');
    expect(situation.verdict('internet', 'web', 'tcp:22')).toBe('undetermined');
  });
});
