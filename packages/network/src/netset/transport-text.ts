import { IcmpSet } from './icmp-set.ts';
import { NetsetParseError } from './netset-parse-error.ts';
import { readPart } from './number-text.ts';
import { PortSet } from './port-set.ts';
import { Product } from './product.ts';
import { ProtocolSet } from './protocol-set.ts';
import {
  ALL_PORTS,
  NO_PARTS,
  PORT_PROTOCOLS,
  type PortPairs,
  partsOfProtocols,
  type TransportParts,
} from './transport-parts.ts';

/** The components of a transport set, one per row of ports: `tcp 22`, `udp 1024-65535>53`, `icmp 8`, `protocol 47`. */
export function writeTransport(parts: TransportParts): string[] {
  const out = PORT_PROTOCOLS.flatMap((name) => writePorts(name, parts[name]));
  if (!parts.icmp.isEmpty) out.push(parts.icmp.isAll ? 'icmp' : `icmp ${parts.icmp}`);
  if (!parts.icmpv6.isEmpty) out.push(parts.icmpv6.isAll ? 'icmpv6' : `icmpv6 ${parts.icmpv6}`);
  if (!parts.other.isEmpty) out.push(`protocol ${parts.other}`);
  return out;
}

function writePorts(name: string, pairs: PortPairs): string[] {
  return pairs.rows.map(({ key: source, value: destination }) => {
    if (!source.isAll) return `${name} ${source}>${destination}`;
    return destination.isAll ? name : `${name} ${destination}`;
  });
}

/** Reads one component between the places. Throws {@link NetsetParseError}. */
export function readTransport(text: string, from: number, to: number): TransportParts {
  const space = text.indexOf(' ', from);
  const nameEnd = space < 0 || space > to ? to : space;
  const name = text.slice(from, nameEnd);
  const bare = nameEnd === to;
  switch (name) {
    case 'tcp':
    case 'udp':
    case 'sctp':
      return { ...NO_PARTS, [name]: bare ? ALL_PORTS : readPorts(text, nameEnd + 1, to) };
    case 'icmp':
    case 'icmpv6':
      return {
        ...NO_PARTS,
        [name]: bare ? IcmpSet.all : readPart(text, nameEnd + 1, to, IcmpSet.parse),
      };
    case 'protocol':
      return partsOfProtocols(readPart(text, Math.min(nameEnd + 1, to), to, ProtocolSet.parse));
    default:
      throw new NetsetParseError(
        text,
        from,
        'tcp, udp, sctp, icmp, icmpv6 or protocol is expected',
      );
  }
}

function readPorts(text: string, from: number, to: number): PortPairs {
  const arrow = text.indexOf('>', from);
  if (arrow < 0 || arrow >= to)
    return Product.of(PortSet.all, readPart(text, from, to, PortSet.parse));
  const source = readPart(text, from, arrow, PortSet.parse);
  return Product.of(source, readPart(text, arrow + 1, to, PortSet.parse));
}
