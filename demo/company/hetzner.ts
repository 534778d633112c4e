import type { HetznerWorld, Project, RuleDeclaration } from '../../test/clouds/hetzner/world.ts';
import { ADDRESSES, type CompanyFacts } from './facts.ts';

/** Tokens of the simulated projects. */
export const HETZNER_TOKENS = {
  production: 'token-of-larkfield-production',
  staging: 'token-of-larkfield-staging',
} as const;

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

/** Application servers, workers, bastion and VPN, a database server of the reporting team, and staging in its own project. */
export function hetznerWorld(facts: CompanyFacts): HetznerWorld {
  return { projects: [production(facts), staging()] };
}

function production(facts: CompanyFacts): Project {
  return {
    token: HETZNER_TOKENS.production,
    servers: [
      server(1, 'app-1', ADDRESSES.app1, '10.20.1.11', 'app'),
      server(2, 'app-2', ADDRESSES.app2, '10.20.1.12', 'app'),
      server(3, 'worker-1', ADDRESSES.worker, '10.20.1.21', 'worker'),
      ...(facts.hasRetiredWorker
        ? [server(4, 'worker-2', ADDRESSES.retiredWorker, '10.20.1.22', 'worker')]
        : []),
      server(5, 'bastion', ADDRESSES.bastion, '10.20.1.5', 'bastion'),
      server(6, 'vpn', ADDRESSES.vpn, '10.20.1.6', 'vpn'),
      server(7, 'reporting-db', ADDRESSES.reportingDb, '10.20.1.31', 'database'),
    ],
    firewalls: [
      {
        id: 21,
        name: 'applications',
        rules: [inbound('tcp', '22', facts.sshToApplications)],
        appliedTo: ['role=app', 'role=worker'],
      },
      {
        id: 22,
        name: 'bastion',
        rules: [inbound('tcp', '22', [`${ADDRESSES.vpn}/32`])],
        appliedTo: ['role=bastion'],
      },
      {
        id: 23,
        name: 'vpn',
        rules: [inbound('udp', '51820', EVERYWHERE)],
        appliedTo: ['role=vpn'],
      },
      { id: 24, name: 'databases-closed', rules: [], appliedTo: ['role=database'] },
    ],
    networks: [
      { id: 31, name: 'backbone', range: '10.20.0.0/16', subnets: [{ range: '10.20.1.0/24' }] },
    ],
    loadBalancers: [
      {
        id: 41,
        name: 'shop-front',
        ipv4: ADDRESSES.balancer,
        networks: { 31: '10.20.1.100' },
        services: [{ listen: 443, to: 8443, protocol: 'tcp' }],
        targets: [{ selector: 'role=app', usePrivateIp: true }],
      },
      {
        id: 42,
        name: 'reporting-front',
        ipv4: '5.75.140.2',
        networks: { 31: '10.20.1.101' },
        services: facts.balancerToReportingDb.map((listen) => ({ listen })),
        targets: [{ server: 7, usePrivateIp: true }],
      },
    ],
  };
}

function staging(): Project {
  return {
    token: HETZNER_TOKENS.staging,
    servers: [{ id: 101, name: 'staging-1', ipv4: ADDRESSES.staging, labels: { role: 'app' } }],
    firewalls: [
      {
        id: 121,
        name: 'staging',
        rules: [inbound('tcp', '22', [`${ADDRESSES.vpn}/32`])],
        appliedTo: [101],
      },
    ],
  };
}

function server(id: number, name: string, ipv4: string, inside: string, role: string) {
  return { id, name, ipv4, networks: { 31: inside }, labels: { role } };
}

function inbound(protocol: string, port: string, ips: readonly string[]): RuleDeclaration {
  return { direction: 'in', protocol, port, ips };
}
