import { describe, expect, it } from 'vitest';
import { situationOf, team } from './scan.testkit.ts';

/** What a trace says, in DigitalOcean's own words. */

const WEB = { id: 1, name: 'web', ipv4: '104.131.10.1' };
const ANY = ['0.0.0.0/0', '::/0'] as const;

describe('an explanation says', () => {
  it('that a deny rule of another firewall refuses', async () => {
    const situation = await situationOf(
      team({
        droplets: [WEB],
        firewalls: [
          { id: 'open', droplets: [1], inbound: [{ addresses: ANY }] },
          { id: 'shut', droplets: [1], inbound: [{ ports: '22', addresses: ANY, action: 'deny' }] },
        ],
      }),
    );

    expect(situation.explain('8.8.8.8', 'web', 'tcp 22')).toContain('deny tcp 22 from 0.0.0.0/0');
  });

  it('that without outbound rules nothing goes out', async () => {
    const situation = await situationOf(
      team({ droplets: [WEB], firewalls: [{ id: 'fw', droplets: [1] }] }),
    );

    expect(situation.explain('web', '1.1.1.1', 'tcp 443')).toContain(
      'without outbound rules nothing goes out',
    );
  });

  it('that a database without trusted sources is open', async () => {
    const situation = await situationOf(team({ databases: [{ id: 'orders' }] }));

    expect(situation.explain('8.8.8.8', 'orders', 'tcp 25060')).toContain(
      'without trusted sources the database is open to all incoming connections',
    );
  });
});
