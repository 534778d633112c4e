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
});
