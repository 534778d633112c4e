import { publicEstate } from '../../clouds/aws/estate.ts';
import { type SimulatedAws, simulateAws } from '../../clouds/aws/simulated-aws.ts';
import type { AccountWorld } from '../../clouds/aws/world.ts';
import { serveDigitalOcean } from '../../clouds/digitalocean/serve.ts';
import type { TeamDeclaration } from '../../clouds/digitalocean/world.ts';
import { WorldBuilder } from '../../clouds/gcp/build-world.ts';
import { serveGcp, TOKEN } from '../../clouds/gcp/serve.ts';
import { serveHetzner } from '../../clouds/hetzner/serve.ts';
import { createShop, SHOP_TOKEN } from './shop.testkit.ts';

/** One web server in each of the four clouds, reachable on port 443, whose firewalls a test may change. */
export interface FourClouds {
  /** For the policy file; secrets by reference. */
  readonly accounts: readonly object[];
  /** The environment that the references name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly aws: SimulatedAws;
  /** The names of the web servers, one for each cloud. */
  readonly names: readonly string[];
  /** Lets everybody in to this port of every web server. */
  open(port: number): void;
  /** What no test should provoke, of all clouds. */
  unexpected(): readonly string[];
  close(): Promise<void>;
}

const AWS_ACCOUNT = '111111111111';
const DO_TOKEN = 'dop_v1_token-of-the-shop';

/** Starts the four simulations. */
export async function serveFourClouds(): Promise<FourClouds> {
  const shop = createShop();
  const hetzner = await serveHetzner(shop.world);

  const awsPorts = [443];
  const awsAccounts: Record<string, AccountWorld> = { [AWS_ACCOUNT]: awsAccount(awsPorts) };
  const aws = await simulateAws({ accounts: awsAccounts });

  const teams: TeamDeclaration[] = [doTeam([443])];
  const digitalocean = await serveDigitalOcean({ teams });

  const builder = new WorldBuilder();
  const project = builder.project('shop-project');
  const network = project.network('main');
  const subnetwork = project.subnetwork('main-eu', network, '10.20.0.0/24');
  project.instance('gcp-web', { subnetwork, ip: '10.20.0.2', natIP: '34.76.0.1' });
  project.firewall('allow-443', { network, allow: 'tcp:443', from: ['0.0.0.0/0'] });
  const gcp = await serveGcp(builder.world);

  const keys = aws.credentialsOf(AWS_ACCOUNT);
  const reference = (name: string) => `\${${name}}`;
  return {
    accounts: [
      {
        provider: 'hetzner',
        project: 'shop',
        token: reference('TEST_HETZNER'),
        endpoint: hetzner.cloudUrl,
        hetznerEndpoint: hetzner.hetznerUrl,
      },
      {
        provider: 'aws',
        regions: ['eu-central-1'],
        endpoint: aws.endpoint,
        credentials: {
          accessKeyId: reference('TEST_AWS_ID'),
          secretAccessKey: reference('TEST_AWS_SECRET'),
        },
      },
      {
        provider: 'digitalocean',
        team: 'shop',
        token: reference('TEST_DO'),
        endpoint: digitalocean.url,
      },
      {
        provider: 'gcp',
        projects: ['shop-project'],
        accessToken: reference('TEST_GCP'),
        endpoint: gcp.endpoint,
        requestsPerSecond: 100,
      },
    ],
    variables: {
      TEST_HETZNER: SHOP_TOKEN,
      TEST_AWS_ID: keys.accessKeyId,
      TEST_AWS_SECRET: keys.secretAccessKey,
      TEST_DO: DO_TOKEN,
      TEST_GCP: TOKEN,
    },
    aws,
    names: ['web', 'aws-web', 'do-web', 'gcp-web'],
    open: (port) => {
      shop.open(String(port));
      awsPorts.push(port);
      awsAccounts[AWS_ACCOUNT] = awsAccount(awsPorts);
      teams[0] = doTeam(awsPorts);
      const name = `allow-${port}`;
      project.firewall(name, { network, allow: `tcp:${port}`, from: ['0.0.0.0/0'] });
    },
    unexpected: () => [
      ...hetzner.unexpected,
      ...aws.violations,
      ...digitalocean.unexpected,
      ...gcp.unexpected,
    ],
    close: async () => {
      await Promise.all([hetzner.close(), aws.close(), digitalocean.close(), gcp.close()]);
    },
  };
}

function awsAccount(ports: readonly number[]): AccountWorld {
  const rules = ports.map((port) => `tcp ${port} 0.0.0.0/0`);
  const web = { ip: '10.0.1.10', publicIp: '3.120.0.10', groups: ['sg-web'] };
  return publicEstate().group('sg-web', rules).instance('aws-web', web).inAccount();
}

function doTeam(ports: readonly number[]): TeamDeclaration {
  const everybody = ['0.0.0.0/0', '::/0'];
  return {
    token: DO_TOKEN,
    vpcs: [{ id: 'vpc', name: 'inner', range: '10.10.0.0/16' }],
    droplets: [
      { id: 1, name: 'do-web', ipv4: '104.131.10.1', vpc: 'vpc', privateIp: '10.10.0.11' },
    ],
    firewalls: [
      {
        id: 'fw-1',
        droplets: [1],
        inbound: ports.map((port) => ({ ports: String(port), addresses: everybody })),
        outbound: [{ addresses: everybody }],
      },
    ],
  };
}
