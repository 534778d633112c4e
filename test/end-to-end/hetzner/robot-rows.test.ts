import { describe, expect, it } from 'vitest';
import type {
  DedicatedServerDeclaration,
  HetznerWorld,
  RobotFirewallDeclaration,
  RobotRuleDeclaration,
} from '../../clouds/hetzner/world.ts';
import * as naive from './misreadings.testkit.ts';
import { situationOf } from './situation.testkit.ts';

/** The edge rows of dedicated servers, each beside its naive neighbour and a naive reading. */

const ALL_OUT: RobotRuleDeclaration = { name: 'Allow all' };
const SSH_IN: RobotRuleDeclaration = {
  ipVersion: 'ipv4',
  protocol: 'tcp',
  destinationPort: '22',
};
const ACK_IN: RobotRuleDeclaration = {
  ipVersion: 'ipv4',
  protocol: 'tcp',
  destinationPort: '32768-65535',
  tcpFlags: 'ack',
};

function metal(
  firewall: RobotFirewallDeclaration,
  given: Partial<DedicatedServerDeclaration> = {},
): HetznerWorld {
  const server = { number: 321, name: 'metal', ip: '176.9.0.1', firewall, ...given };
  return { robots: [{ user: 'user', password: 'password', servers: [server] }] };
}

describe('HZ-T10: a Robot firewall leaves IPv6 alone unless told otherwise', () => {
  const overIpv6 = (filterIpv6: boolean) =>
    metal({ filterIpv6, input: [SSH_IN], output: [ALL_OUT] }, { ipv6Net: '2a01:4f8:111:4221::' });

  it('leaves every port open over IPv6, and filters IPv4', async () => {
    const situation = await situationOf(overIpv6(false));

    expect(situation.conversable('2a00:1450::1', 'metal', 'tcp 5432')).toBe('allowed');
    expect(situation.delivered('8.8.8.8', 'metal', 'tcp 5432')).toBe('denied');
  });

  it('but not with filter_ipv6', async () => {
    const neighbour = await situationOf(overIpv6(true));

    expect(neighbour.delivered('2a00:1450::1', 'metal', 'tcp 5432')).toBe('denied');
    expect(neighbour.delivered('2a00:1450::1', 'metal', 'icmpv6 128')).toBe('allowed');
  });

  it('which a reading that knows no exemption denies', async () => {
    const misread = (await situationOf(overIpv6(false))).misread(naive.knowsNoExemptions);

    expect(misread.delivered('2a00:1450::1', 'metal', 'tcp 5432')).toBe('denied');
  });
});

describe('HZ-T11: a rule for ACK lets replies in and opens nothing', () => {
  const withRule = (rule: RobotRuleDeclaration) => metal({ input: [rule], output: [ALL_OUT] });

  it('refuses new connections to the high ports', async () => {
    expect((await situationOf(withRule(ACK_IN))).delivered('8.8.8.8', 'metal', 'tcp 40000')).toBe(
      'denied',
    );
  });

  it('lets the replies to own connections in', async () => {
    const situation = await situationOf(withRule(ACK_IN));

    expect(situation.conversable('metal', '8.8.8.8', 'tcp 40000>443')).toBe('allowed');
    expect(situation.conversable('metal', '8.8.8.8', 'tcp 1024>443')).toBe('denied');
  });

  it('but opens the high ports without the flag', async () => {
    const { tcpFlags: _, ...open } = ACK_IN;
    const neighbour = await situationOf(withRule(open));

    expect(neighbour.delivered('8.8.8.8', 'metal', 'tcp 40000')).toBe('allowed');
  });

  it('and for UDP or any protocol, where a flag narrows nothing', async () => {
    const udp = await situationOf(withRule({ ...ACK_IN, protocol: 'udp' }));
    const { protocol: _, ...any } = ACK_IN;
    const unset = await situationOf(withRule(any));

    expect(udp.delivered('8.8.8.8', 'metal', 'udp 40000')).toBe('allowed');
    expect(unset.delivered('8.8.8.8', 'metal', 'udp 40000')).toBe('allowed');
  });

  it('which a reading without flags allows', async () => {
    const misread = (await situationOf(withRule(ACK_IN))).misread(naive.overlooksFlags);

    expect(misread.delivered('8.8.8.8', 'metal', 'tcp 40000')).toBe('allowed');
  });
});

describe('an active Robot firewall with an empty output list', () => {
  const withOutput = (output: readonly RobotRuleDeclaration[]) =>
    metal({ input: [SSH_IN], output });

  it('lets the first packet in and no reply out', async () => {
    const situation = await situationOf(withOutput([]));

    expect(situation.delivered('8.8.8.8', 'metal', 'tcp 22')).toBe('allowed');
    expect(situation.conversable('8.8.8.8', 'metal', 'tcp 22')).toBe('denied');
    expect(situation.delivered('metal', '8.8.8.8', 'tcp 443')).toBe('denied');
  });

  it('but lets replies out with one rule that accepts all', async () => {
    const neighbour = await situationOf(withOutput([ALL_OUT]));

    expect(neighbour.conversable('8.8.8.8', 'metal', 'tcp 22')).toBe('allowed');
  });

  it('which a reading as a stateful firewall gets wrong', async () => {
    const misread = (await situationOf(withOutput([]))).misread(naive.isStateful);

    expect(misread.conversable('8.8.8.8', 'metal', 'tcp 22')).toBe('allowed');
  });
});

describe('traffic of a vSwitch meets the firewall of the dedicated server', () => {
  const coupled = (input: readonly RobotRuleDeclaration[]): HetznerWorld => ({
    projects: [
      {
        token: 'token-of-shop',
        servers: [{ id: 1, name: 'web', networks: { 9: '10.0.0.2' } }],
        networks: [
          {
            id: 9,
            name: 'inner',
            range: '10.0.0.0/16',
            subnets: [{ range: '10.0.0.0/24' }, { range: '10.0.1.0/24', vswitch: 4321 }],
          },
        ],
      },
    ],
    robots: [
      {
        user: 'user',
        password: 'password',
        servers: [
          { number: 321, name: 'metal', ip: '176.9.0.1', firewall: { input, output: [ALL_OUT] } },
        ],
        vswitches: [
          {
            id: 4321,
            name: 'inner',
            servers: [321],
            cloudNetworks: [{ id: 9, range: '10.0.1.0/24' }],
          },
        ],
      },
    ],
  });
  const inner = { ipVersion: 'ipv4', sourceIp: '10.0.0.0/16' } as const;

  it('refuses a Cloud server that no rule admits', async () => {
    expect((await situationOf(coupled([]))).delivered('web', 'metal', 'tcp 5432')).toBe('denied');
  });

  it('admits it by a rule for private sources, which is alive here', async () => {
    const neighbour = await situationOf(coupled([inner]));

    expect(neighbour.conversable('web', 'metal', 'tcp 5432')).toBe('allowed');
  });

  it('which a reading that filters public traffic only allows', async () => {
    const misread = (await situationOf(coupled([]))).misread(naive.filtersPublicTrafficOnly);

    expect(misread.delivered('web', 'metal', 'tcp 5432')).toBe('allowed');
  });
});

describe('a Robot firewall', () => {
  it('filters nothing while it is disabled', async () => {
    const situation = await situationOf(metal({ status: 'disabled', input: [] }));

    expect(situation.conversable('8.8.8.8', 'metal', 'tcp 5432')).toBe('allowed');
  });

  it('may or may not filter while a change is under way, in either spelling', async () => {
    const process = await situationOf(metal({ status: 'in process', output: [ALL_OUT] }));
    const progress = await situationOf(metal({ status: 'in progress', output: [ALL_OUT] }));

    expect(process.delivered('8.8.8.8', 'metal', 'tcp 22')).toBe('undetermined');
    expect(progress.delivered('8.8.8.8', 'metal', 'tcp 22')).toBe('undetermined');
  });

  it('obeys the first rule that matches', async () => {
    const discard = { ...SSH_IN, action: 'discard', sourceIp: '8.8.8.0/24' } as const;
    const situation = await situationOf(metal({ input: [discard, SSH_IN], output: [ALL_OUT] }));

    expect(situation.delivered('8.8.8.8', 'metal', 'tcp 22')).toBe('denied');
    expect(situation.delivered('9.9.9.9', 'metal', 'tcp 22')).toBe('allowed');
  });

  it('admits IPv6 from everywhere by a rule without version, as such a rule cannot hold addresses', async () => {
    const both = { protocol: 'tcp', destinationPort: '22' } as const;
    const situation = await situationOf(
      metal(
        { filterIpv6: true, input: [both], output: [ALL_OUT] },
        { ipv6Net: '2a01:4f8:111:4221::' },
      ),
    );

    expect(situation.delivered('2a00:1450::1', 'metal', 'tcp 22')).toBe('allowed');
  });
});

describe('addresses of dedicated servers', () => {
  it('lead to the server that a failover address points at now', async () => {
    const situation = await situationOf({
      robots: [
        {
          user: 'user',
          password: 'password',
          servers: [
            { number: 321, name: 'one', ip: '176.9.0.1' },
            {
              number: 322,
              name: 'two',
              ip: '176.9.0.3',
              ips: ['176.9.0.4'],
              subnets: ['176.9.1.0/29'],
            },
          ],
          failovers: [{ ip: '176.9.5.1', activeServerIp: '176.9.0.3' }, { ip: '176.9.5.2' }],
        },
      ],
    });

    expect(situation.exposed('internet', 'two').addresses).toBe(
      '176.9.0.3/32,176.9.0.4/32,176.9.1.0/29,176.9.5.1/32',
    );
    expect(situation.record('address', '176.9.5.2/32').attachedTo).toBeUndefined();
    expect(situation.record('address', '176.9.5.1/32').isEgressIdentity).toMatchObject({
      kind: 'unknown',
    });
  });
});
