import type { DigitalOceanWorld, TeamDeclaration } from '../../clouds/digitalocean/world.ts';
import { WorldBuilder } from '../../clouds/gcp/build-world.ts';
import type { GcpWorld } from '../../clouds/gcp/world.ts';
import type { HetznerWorld, Project, ServerDeclaration } from '../../clouds/hetzner/world.ts';

/** One Hetzner project. */
export function project(given: Omit<Project, 'token'>): HetznerWorld {
  return { projects: [{ token: 'token-of-the-project-4711', ...given }] };
}

/** A Hetzner server at 5.75.0.10 behind a firewall of its own that admits this port from these sources. */
export function guarded(
  server: Omit<ServerDeclaration, 'id' | 'ipv4'>,
  port: string,
  ips: readonly string[],
): Pick<Project, 'servers' | 'firewalls'> {
  return {
    servers: [{ id: 10, ipv4: '5.75.0.10', ...server }],
    firewalls: [
      {
        id: 7,
        name: 'guard',
        rules: [{ direction: 'in', protocol: 'tcp', port, ips }],
        appliedTo: [10],
      },
    ],
  };
}

/** One DigitalOcean team. */
export function team(given: Omit<TeamDeclaration, 'token'>): DigitalOceanWorld {
  return { teams: [{ token: 'dop_v1_token-of-the-team-4711', ...given }] };
}

/** A Cloud SQL instance `orders` at a public address. */
export function sqlInstance(configuration: {
  readonly sslMode: string;
  readonly admits: readonly string[];
}): GcpWorld {
  const builder = new WorldBuilder();
  builder.project('acme-data').service('sqladmin/instances', {
    kind: 'sql#instance',
    name: 'orders',
    selfLink: 'https://sqladmin.googleapis.com/sql/v1beta4/projects/acme-data/instances/orders',
    project: 'acme-data',
    region: 'europe-west1',
    databaseVersion: 'POSTGRES_16',
    state: 'RUNNABLE',
    ipAddresses: [{ type: 'PRIMARY', ipAddress: '34.140.0.1' }],
    settings: {
      activationPolicy: 'ALWAYS',
      ipConfiguration: {
        ipv4Enabled: true,
        authorizedNetworks: configuration.admits.map((value) => ({ value, name: value })),
        sslMode: configuration.sslMode,
      },
    },
  });
  return builder.world;
}

/** A network whose one subnetwork records its traffic, or does not. */
export function loggedNetwork(enable: boolean): GcpWorld {
  const builder = new WorldBuilder();
  const made = builder.project('acme-network');
  const network = made.network('main');
  made.subnetwork('main-eu', network, '10.0.0.0/24', {
    raw: { logConfig: { enable, flowSampling: 1 } },
  });
  return builder.world;
}

/** A Kubernetes cluster whose endpoint admits this range. */
export function gkeCluster(cidrBlock: string): GcpWorld {
  const builder = new WorldBuilder();
  builder.project('acme-kube').service('container/clusters', {
    name: 'kube',
    location: 'europe-west1',
    selfLink:
      'https://container.googleapis.com/v1/projects/acme-kube/locations/europe-west1/clusters/kube',
    status: 'RUNNING',
    endpoint: '34.150.0.1',
    network: 'main',
    masterAuthorizedNetworksConfig: {
      enabled: true,
      gcpPublicCidrsAccessEnabled: false,
      cidrBlocks: [{ cidrBlock }],
    },
  });
  return builder.world;
}
