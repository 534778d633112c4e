import { IcmpSet, PortSet, TransportSet } from '@netposture/network/netset';

/** Protocol names that AWS writes instead of numbers. */
const NUMBERS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

/** A protocol as AWS writes it, as a number; -1 for all, `undefined` for a word that is not known. */
export function protocolNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const named = NUMBERS[text.toLowerCase()];
  if (named !== undefined) return named;
  const number = Number(text);
  return Number.isInteger(number) && number >= -1 && number <= 255 ? number : undefined;
}

/** Inclusive ports; `undefined` where they are not two ports in order. */
export function portRange(from: number | undefined, to: number | undefined): PortSet | undefined {
  if (from === undefined || to === undefined) return undefined;
  if (from === -1 && to === -1) return PortSet.all;
  if (from < 0 || to > 65_535 || from > to) return undefined;
  return PortSet.range(from, to);
}

/** ICMP messages by type and code, where -1 or nothing means all. */
export function icmpMessages(
  type: number | undefined,
  code: number | undefined,
): IcmpSet | undefined {
  if (type === undefined || type === -1) return IcmpSet.all;
  if (type < 0 || type > 255) return undefined;
  if (code === undefined || code === -1) return IcmpSet.of(type);
  return code < 0 || code > 255 ? undefined : IcmpSet.of(type, code);
}

/**
 * The packets of a security group permission. Ports mean something for TCP and UDP only, types for ICMP and ICMPv6; with
 * every other protocol AWS ignores them. `undefined` where the permission cannot be read.
 */
export function permissionTransport(
  protocol: string | undefined,
  from: number | undefined,
  to: number | undefined,
): TransportSet | undefined {
  const number = protocolNumber(protocol);
  switch (number) {
    case undefined:
      return undefined;
    case -1:
      return TransportSet.all;
    case 6:
    case 17: {
      const ports = portRange(from, to);
      if (ports === undefined) return undefined;
      return number === 6 ? TransportSet.tcp(ports) : TransportSet.udp(ports);
    }
    case 1:
    case 58: {
      const messages = icmpMessages(from, to);
      if (messages === undefined) return undefined;
      return number === 1 ? TransportSet.icmp(messages) : TransportSet.icmpv6(messages);
    }
    default:
      return wholeProtocol(number);
  }
}

/** Everything of one protocol number. */
export function wholeProtocol(number: number): TransportSet {
  switch (number) {
    case 1:
      return TransportSet.icmp();
    case 6:
      return TransportSet.tcp();
    case 17:
      return TransportSet.udp();
    case 58:
      return TransportSet.icmpv6();
    case 132:
      return TransportSet.sctp();
    default:
      return TransportSet.protocol(number);
  }
}
