import { IcmpSet } from './icmp-set.ts';
import {
  PORT_PROTOCOLS,
  type PortPairs,
  PROTOCOL_NUMBERS,
  type TransportParts,
} from './transport-parts.ts';

/**
 * The transport side of one packet. Ports are given for TCP, UDP and SCTP, type and code for ICMP and ICMPv6,
 * nothing but the number for other protocols.
 */
export interface TransportWitness {
  readonly protocol: number;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** A source port that a client could have chosen, so that a witness reads naturally. */
const CLIENT_PORT = 49152;

/** Do the parts hold a packet that agrees with what is given? See `TransportSet.has`. */
export function havePacket(parts: TransportParts, packet: TransportWitness): boolean {
  switch (packet.protocol) {
    case PROTOCOL_NUMBERS.tcp:
      return hasPorts(parts.tcp, packet);
    case PROTOCOL_NUMBERS.udp:
      return hasPorts(parts.udp, packet);
    case PROTOCOL_NUMBERS.sctp:
      return hasPorts(parts.sctp, packet);
    case PROTOCOL_NUMBERS.icmp:
      return hasMessage(parts.icmp, packet);
    case PROTOCOL_NUMBERS.icmpv6:
      return hasMessage(parts.icmpv6, packet);
    default:
      return parts.other.has(packet.protocol);
  }
}

/** One header of the parts; nothing where all are empty. */
export function witnessOfParts(parts: TransportParts): TransportWitness | undefined {
  for (const name of PORT_PROTOCOLS) {
    const witness = portWitness(PROTOCOL_NUMBERS[name], parts[name]);
    if (witness !== undefined) return witness;
  }
  for (const name of ['icmp', 'icmpv6'] as const) {
    const message = parts[name].witness();
    if (message === undefined) continue;
    return { protocol: PROTOCOL_NUMBERS[name], icmpType: message.type, icmpCode: message.code };
  }
  const protocol = parts.other.witness();
  return protocol === undefined ? undefined : { protocol };
}

function hasPorts(pairs: PortPairs, { sourcePort, destinationPort }: TransportWitness): boolean {
  for (const { key, value } of pairs.rows) {
    if (sourcePort !== undefined && !key.has(sourcePort)) continue;
    if (destinationPort === undefined || value.has(destinationPort)) return true;
  }
  return false;
}

function hasMessage(messages: IcmpSet, { icmpType, icmpCode }: TransportWitness): boolean {
  if (icmpType === undefined) return !messages.isEmpty;
  return icmpCode === undefined
    ? messages.overlaps(IcmpSet.of(icmpType))
    : messages.has({ type: icmpType, code: icmpCode });
}

function portWitness(protocol: number, pairs: PortPairs): TransportWitness | undefined {
  const natural = pairs.rows.find(({ key }) => key.has(CLIENT_PORT));
  const row = natural ?? pairs.rows[0];
  if (row === undefined) return undefined;
  // No side of a row is empty.
  const sourcePort = natural === undefined ? (row.key.witness() as number) : CLIENT_PORT;
  return { protocol, sourcePort, destinationPort: row.value.witness() as number };
}
