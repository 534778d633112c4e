import { describe, expect, it } from 'vitest';
import { WorldBuilder } from '../../clouds/gcp/index.ts';
import type { Raw } from '../../clouds/gcp/json.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows about Cloud SQL and Kubernetes Engine, each beside its naive neighbour. */

const PUBLIC = '34.140.0.1';

/** A PostgreSQL instance `orders` with a public address. */
function sql(configuration: Raw, settings: Raw = {}): WorldBuilder {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  project.service('sqladmin/instances', {
    kind: 'sql#instance',
    name: 'orders',
    selfLink:
      'https://sqladmin.googleapis.com/sql/v1beta4/projects/acme-production/instances/orders',
    region: 'europe-west1',
    databaseVersion: 'POSTGRES_16',
    state: 'RUNNABLE',
    rootPassword: 'planted-root-password',
    ipAddresses: [
      { type: 'PRIMARY', ipAddress: PUBLIC },
      { type: 'OUTGOING', ipAddress: '34.140.0.2' },
    ],
    settings: {
      activationPolicy: 'ALWAYS',
      ...settings,
      ipConfiguration: { ipv4Enabled: true, sslMode: 'ENCRYPTED_ONLY', ...configuration },
    },
  });
  return builder;
}

describe('GC-T13: a public address and no authorized network', () => {
  const world = () => sql({ authorizedNetworks: [] });

  it('closes the database port and leaves that of the connectors open, which ask for a role', async () => {
    const situation = await situationOf(world());

    expect(situation.verdict('internet', 'orders', 'tcp:5432')).toBe('denied');
    expect(situation.verdict('internet', 'orders', 'tcp:3307')).toBe('allowed');
    const connector = situation
      .one('service', 'orders')
      .endpoints.find((one) => one.name === 'connector');
    expect(connector?.authentication).toBe('iam');
  });

  it('but opens it to an authorized network', async () => {
    const situation = await situationOf(
      sql({ authorizedNetworks: [{ value: '8.8.8.0/24', name: 'office' }] }),
    );

    expect(situation.admitted('orders', 'tcp:5432').toString()).toBe('8.8.8.0/24');
  });

  it('which a reading of an empty list as open gets wrong', async () => {
    const misread = (await situationOf(world())).misread(naive.readsEmptyAsOpen);

    expect(misread.verdict('internet', 'orders', 'tcp:5432')).toBe('allowed');
  });
});

describe('GC-T14: two halves are the whole internet, an expired entry is nothing', () => {
  const halves = [{ value: '0.0.0.0/1' }, { value: '128.0.0.0/1' }];

  it('is open by two halves', async () => {
    const situation = await situationOf(sql({ authorizedNetworks: halves }));

    expect(situation.verdict('8.8.8.8', PUBLIC, 'tcp:5432')).toBe('allowed');
    expect(situation.verdict('195.1.1.1', PUBLIC, 'tcp:5432')).toBe('allowed');
  });

  it('is closed by an expired entry', async () => {
    const situation = await situationOf(
      sql({ authorizedNetworks: [{ value: '0.0.0.0/0', expirationTime: '2025-12-31T23:59:59Z' }] }),
    );

    expect(situation.verdict('internet', 'orders', 'tcp:5432')).toBe('denied');
  });

  it('but open while the entry holds', async () => {
    const situation = await situationOf(
      sql({ authorizedNetworks: [{ value: '0.0.0.0/0', expirationTime: '2027-01-01T00:00:00Z' }] }),
    );

    expect(situation.verdict('internet', 'orders', 'tcp:5432')).toBe('allowed');
  });

  it('and a reading that ignores the expiry opens it', async () => {
    const misread = (
      await situationOf(
        sql({
          authorizedNetworks: [{ value: '0.0.0.0/0', expirationTime: '2025-12-31T23:59:59Z' }],
        }),
      )
    ).misread(naive.countsDisabled);

    expect(misread.verdict('internet', 'orders', 'tcp:5432')).toBe('allowed');
  });
});

describe('GC-T15: without a public address the list is a residue', () => {
  const residue = { ipv4Enabled: false, authorizedNetworks: [{ value: '0.0.0.0/0' }] };

  it('is not reached', async () => {
    const situation = await situationOf(sql(residue));

    expect(situation.verdict('internet', 'orders', 'tcp:5432')).toBe('denied');
  });

  it('but is with the address', async () => {
    const situation = await situationOf(sql({ ...residue, ipv4Enabled: true }));

    expect(situation.verdict('internet', 'orders', 'tcp:5432')).toBe('allowed');
  });

  it('keeps the way through the Data API as an endpoint that asks for a role', async () => {
    const situation = await situationOf(sql(residue, { dataApiAccess: 'ALLOW_DATA_API' }));

    const endpoints = situation.one('service', 'orders').endpoints;

    expect(endpoints.map((one) => [one.name, one.authentication])).toContainEqual([
      'data-api',
      'iam',
    ]);
  });

  it('which a reading of the list alone opens', async () => {
    const misread = (await situationOf(sql(residue))).misread(naive.inventsAddress(PUBLIC));

    expect(misread.verdict('internet', 'orders', 'tcp:5432')).toBe('allowed');
  });
});

describe('GC-T16: connectors alone', () => {
  const open = { authorizedNetworks: [{ value: '0.0.0.0/0' }] };

  it('disable every authorized network', async () => {
    const situation = await situationOf(sql(open, { connectorEnforcement: 'REQUIRED' }));

    expect(situation.verdict('internet', 'orders', 'tcp:5432')).toBe('denied');
    expect(situation.verdict('internet', 'orders', 'tcp:3307')).toBe('allowed');
  });

  it('but not where they are not required', async () => {
    const situation = await situationOf(sql(open, { connectorEnforcement: 'NOT_REQUIRED' }));

    expect(situation.verdict('internet', 'orders', 'tcp:5432')).toBe('allowed');
  });

  it('which a reading of the list alone opens', async () => {
    const misread = (await situationOf(sql(open, { connectorEnforcement: 'REQUIRED' }))).misread(
      naive.countsDisabled,
    );

    expect(misread.verdict('internet', 'orders', 'tcp:5432')).toBe('allowed');
  });
});

/** A cluster whose list admits one address. */
function cluster(list: Raw, dns: Raw = {}): WorldBuilder {
  const builder = new WorldBuilder();
  const project = builder.project('acme-production');
  project.service('container/clusters', {
    name: 'main',
    location: 'europe-west1',
    status: 'RUNNING',
    endpoint: '34.150.0.1',
    network: 'default',
    masterAuth: { clusterCaCertificate: 'x', clientKey: 'planted-client-key' },
    controlPlaneEndpointsConfig: {
      ipEndpointsConfig: {
        enabled: true,
        enablePublicEndpoint: true,
        publicEndpoint: '34.150.0.1',
        authorizedNetworksConfig: list,
      },
      dnsEndpointConfig: { endpoint: 'gke-1.europe-west1.gke.goog', ...dns },
    },
  });
  return builder;
}

const OFFICE = {
  enabled: true,
  gcpPublicCidrsAccessEnabled: false,
  cidrBlocks: [{ cidrBlock: '8.8.8.8/32' }],
};

describe('GC-T19: a list for the address and a name that ignores it', () => {
  it('is reached by its name, where a role decides', async () => {
    const situation = await situationOf(cluster(OFFICE, { allowExternalTraffic: true }));

    const dns = situation.one('service', 'main').endpoints.find((one) => one.name === 'dns');

    expect(dns?.authentication).toBe('iam');
    expect(situation.verdict('9.9.9.9', 'main', 'tcp:443')).toBe('allowed');
    expect(situation.verdict('9.9.9.9', '34.150.0.1', 'tcp:443')).toBe('denied');
  });

  it('but not where the name takes no external traffic', async () => {
    const situation = await situationOf(cluster(OFFICE, { allowExternalTraffic: false }));

    expect(situation.verdict('9.9.9.9', 'main', 'tcp:443')).toBe('denied');
    expect(situation.verdict('8.8.8.8', 'main', 'tcp:443')).toBe('allowed');
  });

  it('and is not a matter of roles alone where Kubernetes tokens are taken by the name', async () => {
    const situation = await situationOf(
      cluster(OFFICE, { allowExternalTraffic: true, enableK8sTokensViaDns: true }),
    );

    const dns = situation.one('service', 'main').endpoints.find((one) => one.name === 'dns');

    expect(dns?.authentication).toBe('mixed');
  });

  it.each([
    ['is told', { gcpPublicCidrsAccessEnabled: true }],
    ['is not told', { gcpPublicCidrsAccessEnabled: undefined }],
  ])(
    'is undetermined for others where the admission of all of Google Cloud %s',
    async (_, flag) => {
      const situation = await situationOf(cluster({ ...OFFICE, ...flag }));

      expect(situation.verdict('9.9.9.9', '34.150.0.1', 'tcp:443')).toBe('undetermined');
    },
  );

  it('is open to everybody where the list is switched off', async () => {
    expect(
      (await situationOf(cluster({ enabled: false }))).verdict('internet', '34.150.0.1', 'tcp:443'),
    ).toBe('allowed');
  });

  it('which a reading of the list alone misses', async () => {
    const world = cluster(OFFICE, { allowExternalTraffic: true });

    const misread = (await situationOf(world)).misread(naive.knowsNoDnsEndpoint);

    expect(misread.verdict('9.9.9.9', 'main', 'tcp:443')).toBe('denied');
  });
});

describe('a database behind private services access', () => {
  function world(): WorldBuilder {
    const builder = new WorldBuilder();
    const project = builder.project('acme-production');
    const network = project.network('main', {
      raw: {
        peerings: [
          {
            name: 'servicenetworking-googleapis-com',
            network:
              'https://www.googleapis.com/compute/v1/projects/x1-tp/global/networks/servicenetworking',
            state: 'ACTIVE',
            exchangeSubnetRoutes: true,
          },
        ],
      },
    });
    project.route('peering-sql', {
      network,
      destRange: '10.100.0.0/24',
      priority: 0,
      nextHopPeering: 'servicenetworking-googleapis-com',
    });
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.instance('app', { subnetwork, ip: '10.0.0.5', natIP: '34.10.0.5' });
    project.service('sqladmin/instances', {
      name: 'orders',
      region: 'europe-west1',
      databaseVersion: 'POSTGRES_16',
      state: 'RUNNABLE',
      ipAddresses: [{ type: 'PRIVATE', ipAddress: '10.100.0.3' }],
      settings: {
        activationPolicy: 'ALWAYS',
        ipConfiguration: {
          ipv4Enabled: false,
          privateNetwork: 'projects/acme-production/global/networks/main',
        },
      },
    });
    return builder;
  }

  it('is reached by the whole network, and by nobody outside', async () => {
    const situation = await situationOf(world());

    expect(situation.verdict('app', 'orders', 'tcp:5432')).toBe('allowed');
    expect(situation.verdict('internet', 'orders', 'tcp:5432')).toBe('denied');
  });

  it('is kept from an instance by egress rules of its network', async () => {
    const builder = world();
    const project = builder.world.projects[0];
    const network =
      'https://www.googleapis.com/compute/v1/projects/acme-production/global/networks/main';
    project?.compute.set('firewalls', [
      {
        kind: 'compute#firewall',
        name: 'no-sql',
        selfLink:
          'https://www.googleapis.com/compute/v1/projects/acme-production/global/firewalls/no-sql',
        network,
        direction: 'EGRESS',
        priority: 100,
        denied: [{ IPProtocol: 'tcp', ports: ['5432'] }],
        destinationRanges: ['10.100.0.0/24'],
      },
    ]);

    expect((await situationOf(builder)).verdict('app', 'orders', 'tcp:5432')).toBe('denied');
  });
});

describe('caches', () => {
  it('have no address outside their network, and ask for nothing unless told', async () => {
    const builder = new WorldBuilder();
    const project = builder.project('acme-production');
    const network = project.network('main');
    const subnetwork = project.subnetwork('main-eu', network, '10.0.0.0/24');
    project.instance('app', { subnetwork, ip: '10.0.0.5' });
    project.service('redis/instances', {
      name: 'projects/acme-production/locations/europe-west1/instances/sessions',
      host: '10.0.0.200',
      port: 6379,
      state: 'READY',
      authorizedNetwork: 'projects/acme-production/global/networks/main',
      connectMode: 'DIRECT_PEERING',
      transitEncryptionMode: 'DISABLED',
    });

    const situation = await situationOf(builder);

    expect(situation.verdict('app', 'sessions', 'tcp:6379')).toBe('allowed');
    expect(situation.verdict('internet', 'sessions', 'tcp:6379')).toBe('denied');
    expect(situation.one('service', 'sessions').endpoints[0]?.authentication).toBe('none');
  });
});

describe('what is only listed', () => {
  it('is undetermined, never clean', async () => {
    const builder = new WorldBuilder();
    const project = builder.project('acme-production');
    project.service('cloudfunctions/functions', {
      name: 'projects/acme-production/locations/europe-west1/functions/hook',
      state: 'ACTIVE',
      url: 'https://hook.example',
    });

    expect((await situationOf(builder)).verdict('internet', 'hook', 'tcp:443')).toBe(
      'undetermined',
    );
  });
});
