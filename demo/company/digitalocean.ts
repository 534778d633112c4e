import type { DigitalOceanWorld } from '../../test/clouds/digitalocean/world.ts';
import { ADDRESSES, type CompanyFacts } from './facts.ts';

/** Token of the simulated team. */
export const DIGITALOCEAN_TOKEN = 'dop_v1_token-of-larkfield';

const VPC = '5a4981aa-9653-4bd1-bef5-d6bff52042e4';

/** Two managed caches and the Droplet that fills them. */
export function digitalOceanWorld(facts: CompanyFacts): DigitalOceanWorld {
  return {
    teams: [
      {
        token: DIGITALOCEAN_TOKEN,
        vpcs: [{ id: VPC, name: 'cache', range: '10.30.0.0/16' }],
        droplets: [
          {
            id: 501,
            name: 'cache-warmer',
            ipv4: '104.131.50.1',
            vpc: VPC,
            privateIp: '10.30.0.11',
          },
        ],
        firewalls: [
          {
            id: 'bb4b2611-3d72-467b-8602-280330ecd65c',
            name: 'cache-warmer',
            inbound: [
              {
                ports: '22',
                addresses: ['0.0.0.0/0', '::/0'],
                action: facts.sshFromEverywhere,
              },
              { ports: '8080', addresses: [ADDRESSES.app1, ADDRESSES.app2], action: 'allow' },
            ],
            outbound: [{ addresses: ['0.0.0.0/0', '::/0'] }],
            droplets: [501],
          },
        ],
        databases: [
          {
            id: '1b4f2c88-0f0e-4c52-a6f1-0d6a8d4b6a22',
            name: 'catalogue-cache',
            engine: 'valkey',
            vpc: VPC,
            port: 25061,
            trusted: [
              { type: 'droplet', value: '501' },
              { type: 'ip_addr', value: ADDRESSES.app1 },
              { type: 'ip_addr', value: ADDRESSES.app2 },
            ],
          },
          {
            id: '9cc10173-e9ea-4176-9dbc-a4cee4c4ff30',
            name: 'sessions',
            engine: 'valkey',
            vpc: VPC,
            port: 25061,
            trusted: facts.sessionsTrusts.map((value) => ({ type: 'ip_addr', value })),
          },
        ],
      },
    ],
  };
}
