import { describe, expect, it } from 'vitest';
import { policyRule, WorldBuilder } from '../../clouds/gcp/index.ts';
import type { ProjectBuilder } from '../../clouds/gcp/project-builder.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows about tags, peerings, routes and translation. */

const ANY = ['0.0.0.0/0'];

/** Two instances in one network, `app` tagged, and a rule that admits the tag to `db`. */
function tagged(): {
  readonly builder: WorldBuilder;
  readonly project: ProjectBuilder;
  readonly network: string;
} {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  const network = project.network('main');
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
  project.instance('app', { subnetwork, ip: '10.0.0.5', natIP: '34.10.0.5', tags: ['app'] });
  project.instance('db', { subnetwork, ip: '10.0.0.10', natIP: '34.10.0.10', tags: ['db'] });
  project.firewall('app-to-db', {
    network,
    allow: 'tcp:5432',
    raw: { sourceTags: ['app'], targetTags: ['db'] },
  });
  return { builder, project, network };
}

describe('GC-T17: a source tag means internal addresses', () => {
  it('does not admit what goes to the external address', async () => {
    const situation = await situationOf(tagged().builder);

    expect(situation.verdict('app', '34.10.0.10', 'tcp:5432')).toBe('denied');
  });

  it('but admits what goes to the internal one', async () => {
    const situation = await situationOf(tagged().builder);

    expect(situation.verdict('app', '10.0.0.10', 'tcp:5432')).toBe('allowed');
  });

  it('which a reading of tags as all addresses opens', async () => {
    const misread = (await situationOf(tagged().builder)).misread(naive.tagsEverywhere);

    expect(misread.verdict('app', '34.10.0.10', 'tcp:5432')).toBe('allowed');
  });
});

/** `peer-app` in a peered network, with the tag that the rule of `db` admits. */
function peered(
  given: { readonly state?: string; readonly stackType?: string } = {},
): WorldBuilder {
  const { builder, project, network } = tagged();
  const other = project.network('other');
  const subnetwork = project.subnetwork('other-eu', other, '10.1.0.0/24');
  project.instance('peer-app', { subnetwork, ip: '10.1.0.5', tags: ['app'] });
  project.firewall('from-peer', { network, allow: 'tcp:9000', from: ['10.1.0.0/24'] });
  peer(project, 'main', other, given);
  peer(project, 'other', network, given);
  project.route('peering-main', {
    network,
    destRange: '10.1.0.0/24',
    priority: 0,
    nextHopPeering: `to-${nameOf(other)}`,
  });
  project.route('peering-other', {
    network: other,
    destRange: '10.0.0.0/24',
    priority: 0,
    nextHopPeering: 'to-main',
  });
  return builder;
}

function nameOf(link: string): string {
  return link.split('/').at(-1) ?? '';
}

function peer(
  project: ProjectBuilder,
  from: string,
  to: string,
  given: { readonly state?: string; readonly stackType?: string },
): void {
  const held = project.project.compute.get('networks') ?? [];
  const index = held.findIndex((network) => network['name'] === from);
  const peerings = [
    {
      name: `to-${nameOf(to)}`,
      network: to,
      state: given.state ?? 'ACTIVE',
      exchangeSubnetRoutes: true,
      stackType: given.stackType ?? 'IPV4_ONLY',
    },
  ];
  held[index] = { ...held[index], peerings };
}

describe('GC-T18: network tags do not cross a peering', () => {
  it('does not admit a tagged instance of the peered network', async () => {
    expect((await situationOf(peered())).verdict('peer-app', 'db', 'tcp:5432')).toBe('denied');
  });

  it('but its range is admitted by a rule for ranges', async () => {
    expect((await situationOf(peered())).verdict('peer-app', '10.0.0.10', 'tcp:9000')).toBe(
      'allowed',
    );
  });

  it('and nothing passes while the peering is inactive', async () => {
    expect(
      (await situationOf(peered({ state: 'INACTIVE' }))).verdict(
        'peer-app',
        '10.0.0.10',
        'tcp:9000',
      ),
    ).toBe('denied');
  });

  it('which a reading of tags everywhere opens', async () => {
    const misread = (await situationOf(peered())).misread(naive.tagsEverywhere);

    expect(misread.verdict('peer-app', '10.0.0.10', 'tcp:5432')).toBe('allowed');
  });
});

describe('a source tag and the alias ranges of its instances', () => {
  it('is undetermined for an alias range, allowed for the primary address', async () => {
    const { builder, project } = tagged();
    const subnetwork = project.subnetwork(
      'more',
      'https://www.googleapis.com/compute/v1/projects/acme-production/global/networks/main',
      '10.5.0.0/24',
    );
    project.instance('pods', {
      subnetwork,
      ip: '10.5.0.5',
      tags: ['app'],
      card: { aliasIpRanges: [{ ipCidrRange: '10.5.0.128/25' }] },
    });

    const situation = await situationOf(builder);

    expect(situation.verdict('pods@10.5.0.5', '10.0.0.10', 'tcp:5432')).toBe('allowed');
    expect(situation.verdict('pods@10.5.0.130', '10.0.0.10', 'tcp:5432')).toBe('undetermined');
  });
});

/** `inner` without an external address, in a subnetwork that a NAT gateway serves. */
function translated(nats: readonly Readonly<Record<string, unknown>>[]): WorldBuilder {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  const network = project.network('main');
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
  project.instance('inner', { subnetwork, ip: '10.0.0.10' });
  project.instance('outer', { subnetwork, ip: '10.0.0.11', natIP: '34.10.0.11' });
  project.firewall('all', { network, allow: 'all', from: ANY });
  const address = project.resource('addresses', 'regions/europe-west1', 'nat-1', {
    address: '34.77.0.1',
    status: 'IN_USE',
    addressType: 'EXTERNAL',
    users: [],
  });
  project.resource('routers', 'regions/europe-west1', 'router', {
    network,
    nats: nats.map((nat) => ({
      name: 'nat',
      ...nat,
      ...(nat['natIpAllocateOption'] === 'MANUAL_ONLY' ? { natIps: [address] } : {}),
    })),
  });
  return builder;
}

const WHOLE = {
  sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
  natIpAllocateOption: 'MANUAL_ONLY',
};

describe('Cloud NAT carries connections from inside only', () => {
  it('lets an instance without an external address out, and nobody in', async () => {
    const situation = await situationOf(translated([WHOLE]));

    expect(situation.verdict('inner', '8.8.8.8', 'tcp:443')).toBe('allowed');
    expect(situation.verdict('internet', 'inner', 'tcp:443')).toBe('denied');
  });

  it('and without the gateway does not let it out', async () => {
    expect((await situationOf(translated([]))).verdict('inner', '8.8.8.8', 'tcp:443')).toBe(
      'denied',
    );
  });

  it('and leaves instances with an external address alone', async () => {
    expect((await situationOf(translated([WHOLE]))).verdict('internet', 'outer', 'tcp:443')).toBe(
      'allowed',
    );
  });

  it('does not know the addresses that Google allots until the router tells them', async () => {
    const situation = await situationOf(
      translated([{ ...WHOLE, natIpAllocateOption: 'AUTO_ONLY' }]),
    );

    expect(situation.one('gateway', 'nat').egressAddresses).toMatchObject({ kind: 'unknown' });
  });

  it('is undetermined where the routers could not be read', async () => {
    const situation = await situationOf(translated([WHOLE]), {
      prepare: (cloud) =>
        cloud.plant({
          method: 'compute.routers.aggregatedList',
          fault: { kind: 'status', status: 403 },
        }),
    });

    expect(situation.verdict('inner', '8.8.8.8', 'tcp:443')).toBe('undetermined');
    expect(situation.verdict('outer', '8.8.8.8', 'tcp:443')).toBe('allowed');
  });
});

describe('routes', () => {
  it('apply to tagged instances alone where they are tagged', async () => {
    const builder = new WorldBuilder();
    const project = builder.project('acme-production');
    const network = project.network('main', { defaultRoute: false });
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.instance('tagged', { subnetwork, ip: '10.0.0.10', natIP: '34.10.0.10', tags: ['out'] });
    project.instance('plain', { subnetwork, ip: '10.0.0.11', natIP: '34.10.0.11' });
    project.route('out', {
      network,
      destRange: '0.0.0.0/0',
      tags: ['out'],
      nextHopGateway:
        'https://www.googleapis.com/compute/v1/projects/acme-production/global/gateways/default-internet-gateway',
    });

    const situation = await situationOf(builder);

    expect(situation.verdict('tagged', '8.8.8.8', 'tcp:443')).toBe('allowed');
    expect(situation.verdict('plain', '8.8.8.8', 'tcp:443')).toBe('denied');
  });

  it('do not count while they are dropped', async () => {
    const builder = new WorldBuilder();
    const project = builder.project('acme-production');
    const network = project.network('main');
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.instance('web', { subnetwork, ip: '10.0.0.10', natIP: '34.10.0.10' });
    project.route('vpn', {
      network,
      destRange: '8.8.8.0/24',
      routeStatus: 'DROPPED',
      nextHopVpnTunnel: 'x',
    });

    expect((await situationOf(builder)).verdict('web', '8.8.8.8', 'tcp:443')).toBe('allowed');
  });

  it('into a VPN are undetermined', async () => {
    const builder = new WorldBuilder();
    const project = builder.project('acme-production');
    const network = project.network('main');
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.instance('web', { subnetwork, ip: '10.0.0.10', natIP: '34.10.0.10' });
    project.route('vpn', { network, destRange: '10.20.0.0/16', nextHopVpnTunnel: 'x' });

    expect((await situationOf(builder)).verdict('web', '10.20.0.1', 'tcp:443')).toBe(
      'undetermined',
    );
  });
});

describe('secure tags', () => {
  function world(): { readonly builder: WorldBuilder; readonly project: ProjectBuilder } {
    const { builder, project, network } = tagged();
    const tag = { name: 'tagValues/281', state: 'EFFECTIVE' };
    project.networkPolicy(
      'by-tag',
      [network],
      [policyRule(100, 'allow', 'tcp:8443', { from: ANY, raw: { targetSecureTags: [tag] } })],
    );
    const db = project.project.compute.get('instances')?.find((item) => item['name'] === 'db');
    project.detail('tags', String(db?.['id']), [
      { tagValue: 'tagValues/281', namespacedTagValue: 'acme/role/db' },
    ]);
    return { builder, project };
  }

  it('aim a policy rule at the instances that carry them', async () => {
    const situation = await situationOf(world().builder);

    expect(situation.verdict('internet', 'db', 'tcp:8443')).toBe('allowed');
    expect(situation.verdict('internet', 'app', 'tcp:8443')).toBe('denied');
  });

  it('make the rule undetermined where the tags could not be read', async () => {
    const situation = await situationOf(world().builder, {
      prepare: (cloud) =>
        cloud.plant({
          method: 'cloudresourcemanager.effectiveTags.list',
          fault: { kind: 'status', status: 403 },
        }),
    });

    expect(situation.verdict('internet', 'app', 'tcp:8443')).toBe('undetermined');
  });
});

describe('Shared VPC', () => {
  function world(): WorldBuilder {
    const builder = new WorldBuilder();
    const folder = builder.folder('shared');
    const host = builder.project('acme-host', { parent: folder });
    host.project.xpnProjectStatus = 'HOST';
    const network = host.network('shared');
    const subnetwork = host.subnetwork('shared-eu', network, '10.0.0.0/24');
    host.firewall('allow', { network, allow: 'tcp:443', from: ANY });
    const service = builder.project('acme-service');
    service.project.xpnHost = 'acme-host';
    service.instance('web', {
      subnetwork,
      ip: '10.0.0.10',
      natIP: '34.10.0.10',
      card: { network },
    });
    builder.policy(
      'of-the-host',
      [policyRule(100, 'deny', 'tcp:443', { from: ['8.0.0.0/8'] })],
      [folder],
    );
    return builder;
  }

  it('judges an instance of a service project by the rules and the folder of the host', async () => {
    const situation = await situationOf(world());

    expect(situation.verdict('9.9.9.9', 'web', 'tcp:443')).toBe('allowed');
    expect(situation.verdict('8.8.8.8', 'web', 'tcp:443')).toBe('denied');
  });

  it('is undetermined where the host was not read', async () => {
    const situation = await situationOf(world(), { settings: { projects: ['acme-service'] } });

    expect(situation.verdict('9.9.9.9', 'web', 'tcp:443')).toBe('undetermined');
  });
});
