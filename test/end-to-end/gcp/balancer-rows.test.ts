import { describe, expect, it } from 'vitest';
import {
  globalBalancer,
  instanceGroup,
  internalBalancer,
  passthroughBalancer,
  WorldBuilder,
} from '../../clouds/gcp/index.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows about balancers, each beside its naive neighbour and a naive reading. */

const ANY = ['0.0.0.0/0'];
const FRONT_ENDS = ['35.191.0.0/16', '130.211.0.0/22'];

interface Given {
  readonly from: readonly string[];
  readonly port?: number;
  readonly defaultRoute?: boolean;
  readonly status?: string;
  readonly balancer?: boolean;
}

/** An instance `db` without an external address behind an external passthrough balancer. */
function behindPassthrough(given: Given): WorldBuilder {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  const network = project.network('main', { defaultRoute: given.defaultRoute ?? true });
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
  const db = project.instance('db', {
    subnetwork,
    ip: '10.0.0.10',
    ...(given.status === undefined ? {} : { status: given.status }),
  });
  project.firewall('allow', { network, allow: `tcp:${given.port ?? 5432}`, from: given.from });
  const group = instanceGroup(project, 'databases', [db]);
  if (given.balancer !== false)
    passthroughBalancer(project, 'front', { address: '34.90.0.1', ports: ['5432'], group });
  return builder;
}

describe('GC-T10: an instance without an external address behind a passthrough balancer', () => {
  it('is reached from the internet', async () => {
    expect(
      (await situationOf(behindPassthrough({ from: ANY }))).verdict('internet', 'db', 'tcp:5432'),
    ).toBe('allowed');
  });

  it('but not without the balancer', async () => {
    const situation = await situationOf(behindPassthrough({ from: ANY, balancer: false }));

    expect(situation.verdict('internet', 'db', 'tcp:5432')).toBe('denied');
  });

  it('is judged by the address of the client', async () => {
    const situation = await situationOf(behindPassthrough({ from: ['8.8.8.0/24'] }));

    expect(situation.admitted('db', 'tcp:5432').toString()).toBe('8.8.8.0/24');
  });

  it('which a reading of external addresses alone misses', async () => {
    const misread = (await situationOf(behindPassthrough({ from: ANY }))).misread(
      naive.seesNoBalancers,
    );

    expect(misread.verdict('internet', 'db', 'tcp:5432')).toBe('denied');
  });
});

describe('GC-T10b: a passthrough balancer needs no default route', () => {
  it('is reached though the default route was deleted', async () => {
    const situation = await situationOf(behindPassthrough({ from: ANY, defaultRoute: false }));

    expect(situation.verdict('internet', 'db', 'tcp:5432')).toBe('allowed');
  });

  it('unlike an instance with an external address', async () => {
    const builder = new WorldBuilder();
    const project = builder.project('acme-production');
    const network = project.network('main', { defaultRoute: false });
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.instance('db', { subnetwork, ip: '10.0.0.10', natIP: '34.10.0.10' });
    project.firewall('allow', { network, allow: 'tcp:5432', from: ANY });

    expect((await situationOf(builder)).verdict('internet', 'db', 'tcp:5432')).toBe('denied');
  });

  it('which a reading of addresses and routes alone misses', async () => {
    const misread = (
      await situationOf(behindPassthrough({ from: ANY, defaultRoute: false }))
    ).misread(naive.seesNoBalancers);

    expect(misread.verdict('internet', 'db', 'tcp:5432')).toBe('denied');
  });
});

/** An instance `web` behind a global application balancer; the firewall admits some sources. */
function behindGlobal(
  from: readonly string[],
  given: { readonly deny?: boolean; readonly preview?: boolean } = {},
): WorldBuilder {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  const network = project.network('main');
  const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
  const web = project.instance('web', { subnetwork, ip: '10.0.0.10' });
  project.firewall('allow-front-ends', { network, allow: 'tcp:8080', from });
  const group = instanceGroup(project, 'webs', [web], { ports: { http: 8080 } });
  const everybody = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };
  const securityPolicy =
    given.deny === undefined
      ? undefined
      : project.resource('securityPolicies', 'global', 'edge', {
          type: 'CLOUD_ARMOR',
          rules: [
            {
              priority: 100,
              action: 'deny(403)',
              preview: given.preview === true,
              match: everybody,
            },
            { priority: 2147483647, action: 'allow', match: everybody },
          ],
        });
  globalBalancer(project, 'site', {
    address: '34.120.0.1',
    group,
    ...(securityPolicy === undefined ? {} : { securityPolicy }),
  });
  return builder;
}

describe('GC-T11: a rule for the front ends alone is the internet where a global balancer points there', () => {
  it('is public through the balancer, on its port', async () => {
    const situation = await situationOf(behindGlobal(FRONT_ENDS));

    expect(situation.verdict('internet', 'web', 'tcp:80')).toBe('allowed');
    expect(situation.one('load-balancer', 'site').webFilter).toBe('none');
  });

  it('but not where the rule is for other addresses', async () => {
    expect(
      (await situationOf(behindGlobal(['10.0.0.0/8']))).verdict('internet', 'web', 'tcp:80'),
    ).toBe('denied');
  });

  it('but not where Cloud Armor refuses everybody', async () => {
    const situation = await situationOf(behindGlobal(FRONT_ENDS, { deny: true }));

    expect(situation.verdict('internet', 'web', 'tcp:80')).toBe('denied');
    expect(situation.one('load-balancer', 'site').webFilter).toBe('attached');
  });

  it('and a rule of Cloud Armor in preview refuses nobody', async () => {
    const situation = await situationOf(behindGlobal(FRONT_ENDS, { deny: true, preview: true }));

    expect(situation.verdict('internet', 'web', 'tcp:80')).toBe('allowed');
    expect(situation.one('load-balancer', 'site').webFilter).toBe('preview-only');
  });

  it('which a reading without balancers misses', async () => {
    const misread = (await situationOf(behindGlobal(FRONT_ENDS))).misread(naive.seesNoBalancers);

    expect(misread.verdict('internet', 'web', 'tcp:80')).toBe('denied');
  });
});

describe('GC-T22: a backend that is switched off receives nothing', () => {
  it('denies what its balancer takes', async () => {
    const situation = await situationOf(behindPassthrough({ from: ANY, status: 'TERMINATED' }));

    expect(situation.verdict('internet', 'db', 'tcp:5432')).toBe('denied');
  });

  it('but not while it runs', async () => {
    const situation = await situationOf(behindPassthrough({ from: ANY, status: 'RUNNING' }));

    expect(situation.verdict('internet', 'db', 'tcp:5432')).toBe('allowed');
  });

  it('which a reading without states opens', async () => {
    const misread = (
      await situationOf(behindPassthrough({ from: ANY, status: 'TERMINATED' }))
    ).misread(naive.believesRunning);

    expect(misread.verdict('internet', 'db', 'tcp:5432')).toBe('allowed');
  });
});

describe('an internal application balancer sends from its proxy-only subnetwork', () => {
  function world(from: string): WorldBuilder {
    const builder = new WorldBuilder();
    const project = builder.project('acme-production');
    const network = project.network('main');
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.subnetwork('proxies', network, '10.9.0.0/24', {
      raw: { purpose: 'REGIONAL_MANAGED_PROXY', role: 'ACTIVE' },
    });
    const web = project.instance('web', { subnetwork, ip: '10.0.0.10' });
    project.instance('client', { subnetwork, ip: '10.0.0.20' });
    project.firewall('allow-proxies', { network, allow: 'tcp:8080', from: [from] });
    const group = instanceGroup(project, 'webs', [web], { ports: { http: 8080 } });
    internalBalancer(project, 'inner', { network, subnetwork, address: '10.0.0.99', group });
    return builder;
  }

  it('reaches a backend that admits the proxies', async () => {
    expect((await situationOf(world('10.9.0.0/24'))).verdict('client', '10.0.0.99', 'tcp:80')).toBe(
      'allowed',
    );
    expect((await situationOf(world('10.9.0.0/24'))).verdict('client', 'web', 'tcp:80')).toBe(
      'allowed',
    );
  });

  it('but not one that admits the client alone', async () => {
    expect((await situationOf(world('10.0.0.20/32'))).verdict('client', 'web', 'tcp:80')).toBe(
      'denied',
    );
  });
});

describe('what of a balancer could not be read', () => {
  it('leaves a gap in its targets, and its name in the coverage', async () => {
    const situation = await situationOf(behindGlobal(FRONT_ENDS), {
      prepare: (cloud) =>
        cloud.plant({
          method: 'compute.urlMaps.aggregatedList',
          fault: { kind: 'status', status: 403 },
        }),
    });

    const [listener] = situation.one('load-balancer', 'site').listeners;

    expect(listener?.targets).toEqual([]);
    expect(listener?.targetsIncomplete?.reason).toContain('site-map');
  });
});
