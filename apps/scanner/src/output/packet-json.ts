import { z } from 'zod';

/** Packets as rows: every source to every destination by every transport of a row. */
export const PacketRowsJson = z.array(
  z.strictObject({
    source: z.array(z.string()).describe('addresses, CIDRs or ranges'),
    destination: z.array(z.string()),
    transport: z.string().describe('for example "tcp 22; udp 53"'),
  }),
);

/** One packet: addresses as text, protocol and ports as numbers. */
export const PacketJson = z.strictObject({
  source: z.string(),
  destination: z.string(),
  protocol: z.int(),
  sourcePort: z.int().optional(),
  destinationPort: z.int().optional(),
  icmpType: z.int().optional(),
  icmpCode: z.int().optional(),
});
