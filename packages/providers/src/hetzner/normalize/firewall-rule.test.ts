import { describe, expect, it } from 'vitest';
import { firewallRule } from './firewall-rule.ts';

const SSH = { direction: 'in', protocol: 'tcp', port: '22', source_ips: ['0.0.0.0/0'] };

describe('a rule of a Cloud Firewall', () => {
  it.each([
    ['tcp', '22', 'tcp 22'],
    ['tcp', '1024-5000', 'tcp 1024-5000'],
    ['tcp', 'any', 'tcp'],
    ['udp', '53', 'udp 53'],
    ['icmp', null, 'icmp; icmpv6'],
    ['gre', null, 'protocol 47'],
    ['esp', null, 'protocol 50'],
  ])('for %s %s covers %s', (protocol, port, expected) => {
    const rule = firewallRule({ ...SSH, protocol, port }, 0);

    expect(rule.action).toBe('allow');
    expect(rule.transport.toString()).toBe(expected);
  });

  it('takes its addresses from the list of its direction', () => {
    const both = { ...SSH, source_ips: ['10.0.0.0/8'], destination_ips: ['8.8.8.8/32'] };

    expect(String(peerText(firewallRule({ ...both, direction: 'in' }, 0)))).toBe('10.0.0.0/8');
    expect(String(peerText(firewallRule({ ...both, direction: 'out' }, 0)))).toBe('8.8.8.8/32');
  });

  it.each([
    ['an unknown protocol', { ...SSH, protocol: 'sctp' }],
    ['an unknown direction', { ...SSH, direction: 'both' }],
    ['no port where one belongs', { ...SSH, port: null }],
    ['an unreadable port', { ...SSH, port: 'ssh' }],
  ])('with %s may allow anything', (_, wire) => {
    expect(firewallRule(wire, 0).action).toMatchObject({ kind: 'undetermined' });
  });

  it('without addresses admits nobody knows whom, which is neither any nor none', () => {
    expect(firewallRule({ ...SSH, source_ips: [] }, 0).peer).toMatchObject({
      kind: 'undetermined',
    });
  });

  it('with an address that cannot be read keeps the others', () => {
    const rule = firewallRule({ ...SSH, source_ips: ['10.0.0.0/8', 'office'] }, 0);

    expect(rule.peer).toMatchObject({
      kind: 'any-of',
      peers: [{ kind: 'addresses' }, { kind: 'undetermined' }],
    });
  });

  it('is told in the words of the console', () => {
    expect(firewallRule(SSH, 3)).toMatchObject({ id: '3', label: 'in tcp 22 from 0.0.0.0/0' });
  });
});

function peerText({ peer }: ReturnType<typeof firewallRule>) {
  return peer.kind === 'addresses' ? peer.set : peer.kind;
}
