import { describe, expect, it } from 'vitest';
import type { RobotFirewallRule } from '../schema/robot.ts';
import { robotRule } from './robot-rule.ts';

const ANY: RobotFirewallRule = { action: 'accept' };

describe('a rule of a Robot firewall', () => {
  it.each([
    [{}, 'any'],
    [{ protocol: 'tcp', dst_port: '22' }, 'tcp 22'],
    [{ protocol: 'udp', src_port: '53' }, 'udp 53>0-65535'],
    [{ dst_port: '80,443' }, 'tcp 80,443; udp 80,443'],
    [{ protocol: 'icmp', ip_version: 'ipv4' }, 'icmp'],
    [{ protocol: 'icmp' }, 'icmp; icmpv6'],
    [{ protocol: 'gre' }, 'protocol 47'],
    [{ protocol: 'ah' }, 'protocol 51'],
    [{ protocol: 'ipip' }, 'protocol 4'],
  ] as const)('with %j covers %s', (given, expected) => {
    expect(robotRule({ ...ANY, ...given }, 'ingress', 0).transport.toString()).toBe(expected);
  });

  it('names the far end by source on the way in and by destination on the way out', () => {
    const rule = { ...ANY, ip_version: 'ipv4', src_ip: '10.0.0.1/32', dst_ip: '10.0.0.2/32' };

    const ingress = robotRule(rule, 'ingress', 0);
    const egress = robotRule(rule, 'egress', 0);

    expect([String(peerText(ingress)), String(ingress.own)]).toEqual([
      '10.0.0.1/32',
      '10.0.0.2/32',
    ]);
    expect([String(peerText(egress)), String(egress.own)]).toEqual(['10.0.0.2/32', '10.0.0.1/32']);
  });

  it.each([
    ['ipv4', '0.0.0.0/0'],
    ['ipv6', '::/0'],
    [null, '0.0.0.0/0,::/0'],
  ])('of version %s without addresses is for %s', (ip_version, expected) => {
    expect(String(peerText(robotRule({ ...ANY, ip_version }, 'ingress', 0)))).toBe(expected);
  });

  it('without version and yet with an address leaves IPv6 open', () => {
    expect(robotRule({ ...ANY, src_ip: '10.0.0.1/32' }, 'ingress', 0).peer).toMatchObject({
      kind: 'any-of',
      peers: [{ kind: 'addresses' }, { kind: 'undetermined' }],
    });
  });

  it.each([
    ['ack', true, 'allow'],
    ['ack|rst', true, 'allow'],
    ['syn|ack', false, 'allow'],
    ['syn', false, 'undetermined'],
    ['syn&ack', true, 'undetermined'],
    ['rst', true, 'undetermined'],
  ])('for TCP with the flags %s', (tcp_flags, establishedOnly, action) => {
    const rule = robotRule({ ...ANY, protocol: 'tcp', tcp_flags }, 'ingress', 0);

    expect(rule.establishedOnly ?? false).toBe(establishedOnly);
    expect(typeof rule.action === 'string' ? rule.action : rule.action.kind).toBe(action);
  });

  it.each([
    ['an unknown action', { action: 'reject' }],
    ['an unknown protocol', { ...ANY, protocol: 'sctp' }],
    ['an unreadable port', { ...ANY, protocol: 'tcp', dst_port: 'ssh' }],
    ['an unreadable own address', { ...ANY, dst_ip: 'office' }],
  ])('with %s may do anything', (_, rule) => {
    expect(robotRule(rule, 'ingress', 0).action).toMatchObject({ kind: 'undetermined' });
  });

  it('is told as the form of Robot shows it', () => {
    const rule = { ...ANY, ip_version: 'ipv4', protocol: 'tcp', dst_port: '22', tcp_flags: 'ack' };

    expect(robotRule(rule, 'ingress', 2)).toMatchObject({
      id: 'input-2',
      label: 'input accept ipv4 tcp any → any:22 flags ack',
    });
  });
});

function peerText({ peer }: ReturnType<typeof robotRule>) {
  return peer.kind === 'addresses' ? peer.set : peer.kind;
}
